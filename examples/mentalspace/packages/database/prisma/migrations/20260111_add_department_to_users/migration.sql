-- Add department column to users (idempotent)
DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = 'users' AND column_name = 'department'
    ) THEN
        ALTER TABLE users ADD COLUMN department VARCHAR(100);
        COMMENT ON COLUMN users.department IS 'Department the user belongs to';
    END IF;
END $$;

-- Add index for department queries
CREATE INDEX IF NOT EXISTS idx_users_department ON users(department);
