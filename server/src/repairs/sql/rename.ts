import type { AlterDomainStmt, AlterEnumStmt, AlterObjectSchemaStmt, Node, RenameStmt } from '@pgsql/types';
import { alterLayout } from '../../languages/sql/layout';
import { quoteIdentifier, quoteLiteral } from '../../languages/sql/names';
import { strings } from '../../rerun/reading/names';
import {
  all,
  hasAttribute,
  hasColumn,
  hasConstraint,
  hasDomainConstraint,
  hasLabel,
  hasPolicy,
  hasTrigger,
  inCatalog,
  type Named,
  not,
  relationExists,
  relationMissing,
  typeExists,
  typeMissing,
} from './conditions';
import { guardedWhole, insertedBehind, type Rewrite, type Subject } from './subject';

/** The ways to make a RENAME run twice. */
export function rewriteRename(subject: Subject, statement: RenameStmt): Rewrite[] {
  const relation: Named = { schema: statement.relation?.schemaname, name: statement.relation?.relname ?? '' };
  const from = statement.subname ?? '';
  const to = statement.newname ?? '';
  switch (statement.renameType) {
    case 'OBJECT_TABLE':
    case 'OBJECT_INDEX':
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
    case 'OBJECT_SEQUENCE':
    case 'OBJECT_FOREIGN_TABLE':
      return renameRelation(subject, relation, to);
    case 'OBJECT_COLUMN':
      return [guardedWhole(subject, all(hasColumn(relation, from), not(hasColumn(relation, to))))];
    case 'OBJECT_ATTRIBUTE':
      return [guardedWhole(subject, all(hasAttribute(relation, from), not(hasAttribute(relation, to))))];
    case 'OBJECT_TABCONSTRAINT':
      return [guardedWhole(subject, all(hasConstraint(relation, from), not(hasConstraint(relation, to))))];
    case 'OBJECT_TRIGGER':
      return [guardedWhole(subject, all(hasTrigger(relation, from), not(hasTrigger(relation, to))))];
    case 'OBJECT_POLICY':
      return [guardedWhole(subject, all(hasPolicy(relation, from), not(hasPolicy(relation, to))))];
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      return renameType(subject, statement.object, to);
    case 'OBJECT_SCHEMA':
      return [
        guardedWhole(
          subject,
          all(`to_regnamespace(${resolved(from)}) IS NOT NULL`, `to_regnamespace(${resolved(to)}) IS NULL`),
        ),
      ];
    case 'OBJECT_ROLE': {
      const isRole = (name: string) => inCatalog('pg_roles', 'rolname', name);
      return [guardedWhole(subject, all(isRole(from), not(isRole(to))))];
    }
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE':
      return renameRoutine(subject, statement.object, to);
    default:
      return [];
  }
}

function renameRelation(subject: Subject, from: Named, to: string): Rewrite[] {
  const layout = alterLayout(subject.tokens);
  const taken = subject.breaks.some(({ reason }) => reason.cause === 'already there');
  const guard = guardedWhole(subject, all(relationExists(from), relationMissing({ ...from, name: to })));
  if (!layout || layout.ifExists || taken) return [guard];
  return [{ title: 'Add IF EXISTS', safe: true, edits: [insertedBehind(subject, layout.kind, 'IF EXISTS')] }, guard];
}

function renameType(subject: Subject, object: Node | undefined, to: string): Rewrite[] {
  const parts = object && 'List' in object ? strings(object.List.items) : [];
  const name = parts.at(-1);
  if (name === undefined) return [];
  const schema = parts.length > 1 ? parts[0] : undefined;
  return [guardedWhole(subject, all(typeExists({ schema, name }), typeMissing({ schema, name: to })))];
}

function renameRoutine(subject: Subject, object: Node | undefined, to: string): Rewrite[] {
  if (!object || !('ObjectWithArgs' in object) || object.ObjectWithArgs.args_unspecified) return [];
  const parts = strings(object.ObjectWithArgs.objname);
  const open = subject.text.indexOf('(');
  const args = subject.text.slice(open, subject.text.indexOf(')', open) + 1);
  const prefix = parts
    .slice(0, -1)
    .map((part) => `${quoteIdentifier(part)}.`)
    .join('');
  const routine = (name: string) => `to_regprocedure(${quoteLiteral(`${prefix}${quoteIdentifier(name)}${args}`)})`;
  return [guardedWhole(subject, all(`${routine(parts.at(-1) ?? '')} IS NOT NULL`, `${routine(to)} IS NULL`))];
}

function resolved(name: string): string {
  return quoteLiteral(`"${name.replaceAll('"', '""')}"`);
}

/** ALTER TYPE … ADD VALUE has a clause; RENAME VALUE has none. */
export function rewriteEnum(subject: Subject, statement: AlterEnumStmt): Rewrite[] {
  const parts = strings(statement.typeName);
  const type: Named = { schema: parts.length > 1 ? parts[0] : undefined, name: parts.at(-1) ?? '' };
  if (statement.oldVal !== undefined)
    return [guardedWhole(subject, all(hasLabel(type, statement.oldVal), not(hasLabel(type, statement.newVal ?? ''))))];
  const value = subject.tokens.findIndex((token, i) => i > 2 && token.kind === 'word' && token.text === 'value');
  return value < 0
    ? []
    : [{ title: 'Add IF NOT EXISTS', safe: true, edits: [insertedBehind(subject, value, 'IF NOT EXISTS')] }];
}

/** ALTER … SET SCHEMA: tables, views and sequences have IF EXISTS. */
export function rewriteSetSchema(subject: Subject, statement: AlterObjectSchemaStmt): Rewrite[] {
  const layout = alterLayout(subject.tokens);
  if (statement.relation && layout && !layout.ifExists)
    return [{ title: 'Add IF EXISTS', safe: true, edits: [insertedBehind(subject, layout.kind, 'IF EXISTS')] }];
  if (statement.objectType === 'OBJECT_TYPE') {
    const object = statement.object;
    const parts = object && 'List' in object ? strings(object.List.items) : [];
    const name = parts.at(-1);
    if (name !== undefined) return [guardedWhole(subject, [typeMissing({ schema: statement.newschema, name })])];
  }
  return [];
}

/** ALTER DOMAIN … ADD CONSTRAINT is guarded on its name, DROP CONSTRAINT has a clause. */
export function rewriteDomain(subject: Subject, statement: AlterDomainStmt): Rewrite[] {
  const parts = strings(statement.typeName);
  const domain: Named = { schema: parts.length > 1 ? parts[0] : undefined, name: parts.at(-1) ?? '' };
  const added = statement.def && 'Constraint' in statement.def ? statement.def.Constraint.conname : undefined;
  if (added) return [guardedWhole(subject, not(hasDomainConstraint(domain, added)))];
  const word = subject.tokens.findIndex((token) => token.kind === 'word' && token.text === 'constraint');
  if (word < 0 || !statement.name) return [];
  return [{ title: 'Add IF EXISTS', safe: true, edits: [insertedBehind(subject, word, 'IF EXISTS')] }];
}
