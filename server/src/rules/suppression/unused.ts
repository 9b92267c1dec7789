import type { AnyRule } from '../contexts';

/** Has no check of its own: the linter knows what a suppression hid only when every other rule has run. */
export const unused: AnyRule = {
  id: 'suppression/unused',
  severity: 'warning',
  options: {},
  checks: {},
  docs: {
    summary: 'A suppression hides something.',
    why: 'A comment that hides nothing today hides the next mistake tomorrow: it was left behind when the statement was put right, or it names a rule that does not exist.',
    source: 'DESIGN: Configuration',
    bad: ['-- ehr-schema-ignore sql/drop: the table is there on every server\nDROP TABLE IF EXISTS legacy_imports;\n'],
    good: ['-- ehr-schema-ignore sql/drop: the table is there on every server\nDROP TABLE legacy_imports;\n'],
    whenOff: 'While suppressions from another branch are being cleaned up.',
    notes:
      '`-- ehr-schema-ignore sql/drop: reason` alone on a line covers what comes next: the statement (inside a DO block, the inner statement), and in Prisma (`//`) the field, the attribute or the whole block. Behind code it covers what stands on its own line. `ehr-schema-ignore-file` covers the file. Several rules are separated by commas. Nothing is said about a rule that is switched off.',
  },
};
