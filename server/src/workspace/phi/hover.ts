import type { Span } from '../../core/span';
import type { Declaration } from '../../languages/prisma/declaration';
import type { Field } from '../../languages/prisma/syntax';
import { spanOf } from '../../languages/typescript/tree';
import { type Schema, schemaFileOf, schemaOf } from '../schema/schema';
import type { Workspace } from '../workspace';
import { migrationOfColumn } from './columns';
import { whyNotText } from './fields';
import { type PhiList, phiListFor } from './list';

/** What is to be said of a field of the schema: whether it is encrypted, and by which list. */
export interface PhiHover {
  /** The field's name in the schema. */
  readonly span: Span;
  readonly encrypted: boolean;
  /** Markdown of one paragraph, without the link. */
  readonly text: string;
  /** Where to link to: the name in the list, else the model there, else the list. */
  readonly link?: { readonly path: string; readonly span: Span; readonly title: string };
}

/** A field that the list encrypts, for marking it in the schema. */
export interface EncryptedField {
  readonly model: string;
  readonly field: string;
  /** The field's name in the schema. */
  readonly span: Span;
}

/** What to say of the field at an offset of a schema file; undefined off a field's name and where no list goes with it. */
export function phiHover(workspace: Workspace, path: string, offset: number): PhiHover | undefined {
  const found = withList(workspace, path);
  if (!found) return undefined;
  const { schema, list, declarations } = found;
  for (const model of declarations) {
    for (const field of model.fields) {
      const span = model.at(field.name);
      if (offset < span.start || offset > span.end || schema.model(field.type.text)) continue;
      const encrypted = list.has(model.name, field.name.text);
      const text = encrypted ? encryptedText(list, model, field) : clearText(workspace, schema, list, model, field);
      return { span, encrypted, text, ...linkTo(list, model.name, field.name.text) };
    }
  }
  return undefined;
}

/** The fields of one schema file that are encrypted, in their order. */
export function encryptedFields(workspace: Workspace, path: string): readonly EncryptedField[] {
  const found = withList(workspace, path);
  return (found?.declarations ?? []).flatMap((model) =>
    model.fields
      .filter((field) => found?.list.has(model.name, field.name.text))
      .map((field) => ({ model: model.name, field: field.name.text, span: model.at(field.name) })),
  );
}

function withList(workspace: Workspace, path: string) {
  if (!path.endsWith('.prisma') || workspace.text(path) === undefined) return undefined;
  const schema = schemaOf(workspace, path);
  const list = phiListFor(workspace, schema);
  const declarations = schemaFileOf(workspace, path).declarations.filter(
    ({ kind }) => kind === 'model' || kind === 'view',
  );
  return list && { schema, list, declarations };
}

function encryptedText(list: PhiList, model: Declaration, field: Field): string {
  return `**Encrypted**: \`${list.name}\` names \`${model.name}.${field.name.text}\`, so it is encrypted before it reaches the database.`;
}

function clearText(workspace: Workspace, schema: Schema, list: PhiList, model: Declaration, field: Field): string {
  const reason = whyNotText(schema, model, field);
  const migration = migrationOfColumn(workspace, model, field);
  const since = migration ? ` since \`${migration}\`` : '';
  const why = reason ? `it ${reason}` : `\`${list.name}\` does not name it`;
  return `**Not encrypted**: \`${model.name}.${field.name.text}\` is stored in the clear${since}; ${why}.`;
}

function linkTo(list: PhiList, model: string, field: string): Pick<PhiHover, 'link'> {
  const entry = list.entry(model);
  const listed = entry?.names.find(({ name }) => name === field);
  const object = spanOf(list.lists.object);
  const span = list.now(listed?.span ?? entry?.span ?? { start: object.start, end: object.start + 1 });
  return span ? { link: { path: list.path, span, title: list.name } } : {};
}
