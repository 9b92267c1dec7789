import type { Span } from '../../core/span';
import { spanOf } from '../../languages/typescript/tree';
import { nearestSchema } from '../schema/nearest';
import type { Schema } from '../schema/schema';
import type { Workspace } from '../workspace';
import { isEncryptable } from './fields';
import { type PhiList, phiListAt } from './list';

/** Names that may stand at a place of the encryption list. */
export interface PhiNames {
  readonly kind: 'model' | 'field';
  /** The model whose fields they are. */
  readonly model?: string;
  readonly names: readonly string[];
  /** The half-typed name that they replace. */
  readonly replaces: Span;
  /** The place is within quotes already. */
  readonly quoted: boolean;
}

/** The models or fields that can be added at an offset of the encryption list; undefined elsewhere. */
export function phiNamesAt(workspace: Workspace, path: string, offset: number): PhiNames | undefined {
  const list = phiListAt(workspace, path);
  const schema = list && nearestSchema(workspace, path);
  if (!schema) return undefined;
  const place = wordAt(workspace.text(path) ?? '', offset);
  return fieldNames(list, schema, offset, place) ?? modelNames(list, schema, offset, place);
}

type Place = Pick<PhiNames, 'replaces' | 'quoted'>;

function fieldNames(list: PhiList, schema: Schema, offset: number, place: Place): PhiNames | undefined {
  const entry = list.lists.entries.find(({ array }) => array && isWithin(list, spanOf(array), offset));
  const model = entry && schema.model(entry.key);
  if (!model) return undefined;
  const names = model.fields
    .filter((field) => isEncryptable(schema, model, field) && !list.has(model.name, field.name.text))
    .map((field) => field.name.text);
  return { kind: 'field', model: model.name, names, ...place };
}

function modelNames(list: PhiList, schema: Schema, offset: number, place: Place): PhiNames | undefined {
  if (!isWithin(list, spanOf(list.lists.object), offset)) return undefined;
  const values = list.lists.entries.map(({ property }) => spanOf(property.value));
  if (values.some((span) => isWithin(list, span, offset))) return undefined;
  const names = [...schema.models()].map(({ name }) => name).filter((name) => !list.entry(name));
  return { kind: 'model', names, ...place };
}

function isWithin(list: PhiList, span: Span, offset: number): boolean {
  const now = list.now(span);
  return now !== undefined && now.start < offset && offset < now.end;
}

function wordAt(text: string, offset: number): Place {
  const before = /[\w$]*$/.exec(text.slice(0, offset))![0].length;
  const after = /^[\w$]*/.exec(text.slice(offset))![0].length;
  const replaces = { start: offset - before, end: offset + after };
  return { replaces, quoted: /['"`]/.test(text[replaces.start - 1] ?? '') };
}
