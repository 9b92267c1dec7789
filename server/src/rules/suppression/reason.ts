import type { AnyRule } from '../contexts';

/** Has no check of its own: the linter reads the suppressions of every kind of document. */
export const reason: AnyRule = {
  id: 'suppression/reason',
  severity: 'info',
  options: {},
  checks: {},
  docs: {
    summary: 'A suppression says why.',
    why: 'The next reader has to decide whether the exception still holds, and can only do so when the reason stands beside it.',
    source: 'DESIGN: Configuration',
    bad: ['-- ehr-schema-ignore sql/drop\nDROP TABLE legacy_imports;\n'],
    good: ['-- ehr-schema-ignore sql/drop: the table is there on every server\nDROP TABLE legacy_imports;\n'],
    whenOff: 'Where reasons are kept in the commit that adds the suppression.',
  },
};
