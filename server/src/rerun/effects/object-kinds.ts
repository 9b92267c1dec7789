import type { RelationKind } from '../catalog/objects';

/** What PostgreSQL keeps in one namespace with tables, by the parser's name for it. */
export const RELATION_KINDS: Readonly<Record<string, RelationKind>> = {
  OBJECT_TABLE: 'table',
  OBJECT_VIEW: 'view',
  OBJECT_MATVIEW: 'materialized view',
  OBJECT_INDEX: 'index',
  OBJECT_SEQUENCE: 'sequence',
  OBJECT_FOREIGN_TABLE: 'foreign table',
};

/** What hangs on a table under a name of its own, by the parser's name for it. */
export const MEMBER_KINDS: Readonly<Record<string, string>> = {
  OBJECT_TRIGGER: 'trigger',
  OBJECT_POLICY: 'policy',
  OBJECT_RULE: 'rule',
};
