import { reportBreaks, sqlRule } from './context';

/** ALTER TYPE … ADD VALUE must not fail when the label is already there. */
export const addEnumValue = sqlRule({
  id: 'sql/add-enum-value',
  severity: 'error',
  docs: {
    summary: 'ALTER TYPE … ADD VALUE must not fail when the label is already there.',
    why: 'A second run stops with 42710 duplicate_object.',
    source: 'HOUSE-RULES: Migration safety',
    bad: [
      {
        before: `CREATE TYPE client_status AS ENUM ('ACTIVE', 'INACTIVE');`,
        text: `ALTER TYPE client_status ADD VALUE 'WAITLIST';`,
      },
      {
        before: `CREATE TYPE client_status AS ENUM ('ACTIVE', 'INACTIVE');`,
        text: `ALTER TYPE client_status ADD VALUE 'ON_HOLD' BEFORE 'INACTIVE';`,
      },
    ],
    good: [
      {
        before: `CREATE TYPE client_status AS ENUM ('ACTIVE', 'INACTIVE');`,
        text: `ALTER TYPE client_status ADD VALUE IF NOT EXISTS 'WAITLIST';`,
      },
    ],
    whenOff:
      'Switch it off for a folder whose migrations are run exactly once by hand; a migration tool that repeats them after a failure needs it.',
  },
  check: reportBreaks('add-enum-value', () => 'Write ADD VALUE IF NOT EXISTS.'),
});
