/** What the name of every scratch database begins with. */
export const SCRATCH_PREFIX = 'ehr_schema_verify_';
