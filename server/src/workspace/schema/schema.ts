import { type Declaration, declarationsOf } from '../../languages/prisma/declaration';
import { readDocument } from '../../languages/prisma/document';
import type { PrismaDocument } from '../../languages/prisma/syntax';
import { matches } from '../matching';
import type { Workspace } from '../workspace';
import { groupSchemaFiles } from './files';

/** One file of a schema. */
export interface SchemaFile {
  readonly path: string;
  readonly document: PrismaDocument;
  readonly declarations: readonly Declaration[];
  readonly hasDatasource: boolean;
}

/** Reads something off a whole schema, by name. Pure, and one and the same function each time: what it reads is kept with the schema. */
export type SchemaIndex<T> = (schema: Schema) => ReadonlyMap<string, T>;

/** What can be asked of a Prisma schema. */
export interface Schema {
  readonly files: readonly SchemaFile[];
  /** The first block of a name, of whatever kind. */
  block(name: string): Declaration | undefined;
  /** A model by its name. */
  model(name: string): Declaration | undefined;
  enumeration(name: string): Declaration | undefined;
  /** The blocks of all files. */
  declarations(): Iterable<Declaration>;
  /** The models of all files. */
  models(): Iterable<Declaration>;
  lookUp<T>(index: SchemaIndex<T>, name: string): T | undefined;
  /** The database that the datasource names (`postgresql`), or undefined where no file says. */
  readonly provider: string | undefined;
  /** True where Prisma itself, not the database, watches over relations. */
  readonly emulatesRelations: boolean;
}

/** A Prisma schema, merged from its files. */
class MergedSchema implements Schema {
  readonly files: readonly SchemaFile[];
  readonly #byName = new Map<string, Declaration>();
  readonly #indexes = new Map<SchemaIndex<unknown>, ReadonlyMap<string, unknown>>();

  constructor(files: readonly SchemaFile[]) {
    this.files = files;
    for (const { declarations } of files)
      for (const declaration of declarations)
        if (!this.#byName.has(declaration.name)) this.#byName.set(declaration.name, declaration);
  }

  block(name: string): Declaration | undefined {
    return this.#byName.get(name);
  }

  model(name: string): Declaration | undefined {
    return this.#of('model', name);
  }

  enumeration(name: string): Declaration | undefined {
    return this.#of('enum', name);
  }

  *declarations(): Iterable<Declaration> {
    for (const { declarations } of this.files) yield* declarations;
  }

  *models(): Iterable<Declaration> {
    for (const declaration of this.declarations()) if (declaration.kind === 'model') yield declaration;
  }

  lookUp<T>(index: SchemaIndex<T>, name: string): T | undefined {
    let read = this.#indexes.get(index);
    if (!read) {
      read = index(this);
      this.#indexes.set(index, read);
    }
    // Under this index stands what this index read.
    return read.get(name) as T | undefined;
  }

  get provider(): string | undefined {
    return this.lookUp(datasourceSettings, 'provider');
  }

  get emulatesRelations(): boolean {
    return this.lookUp(datasourceSettings, 'relationMode') === 'prisma';
  }

  #of(kind: Declaration['kind'], name: string): Declaration | undefined {
    const declaration = this.#byName.get(name);
    return declaration?.kind === kind ? declaration : undefined;
  }
}

/** What the datasources say in plain strings, the first of them first. */
function datasourceSettings(schema: Schema): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  for (const { kind, block } of schema.declarations()) {
    if (kind !== 'datasource') continue;
    const said = block.lines.filter((line) => line.kind === 'setting');
    for (const [index, { name, value }] of said.entries()) {
      const isFirst = said.findIndex((other) => other.name.text === name.text) === index;
      if (isFirst && value.kind === 'string' && !settings.has(name.text)) settings.set(name.text, value.text);
    }
  }
  return settings;
}

interface Reading {
  readonly revision: string;
  readonly files: ReadonlyMap<string, SchemaFile>;
  readonly schemas: ReadonlyMap<string, Schema>;
}

const readings = new WeakMap<Workspace, Reading>();

/** The schema that a file belongs to; a file outside the configuration's globs is a schema of its own. */
export function schemaOf(workspace: Workspace, path: string): Schema {
  const schema = readingOf(workspace).schemas.get(path);
  if (!schema) throw new RangeError(`${path} is no Prisma schema of the workspace`);
  return schema;
}

/** All schemas of the workspace. */
export function schemasOf(workspace: Workspace): readonly Schema[] {
  return [...new Set(readingOf(workspace).schemas.values())];
}

/** One file of a schema as it reads now. */
export function schemaFileOf(workspace: Workspace, path: string): SchemaFile {
  const file = readingOf(workspace).files.get(path);
  if (!file) throw new RangeError(`${path} is no Prisma schema of the workspace`);
  return file;
}

function readingOf(workspace: Workspace): Reading {
  const revision = `${workspace.revision('prisma')} ${workspace.revision('configuration')}`;
  const known = readings.get(workspace);
  if (known?.revision === revision) return known;
  const files = readFiles(workspace, known?.files);
  const reading = { revision, files, schemas: mergeFiles(workspace, files, known?.schemas) };
  readings.set(workspace, reading);
  return reading;
}

function readFiles(workspace: Workspace, known?: ReadonlyMap<string, SchemaFile>): ReadonlyMap<string, SchemaFile> {
  const files = new Map<string, SchemaFile>();
  for (const path of workspace.paths('prisma')) {
    const text = workspace.text(path) ?? '';
    const before = known?.get(path);
    files.set(path, before?.document.text === text ? before : readFile(path, text, before));
  }
  return files;
}

function readFile(path: string, text: string, before?: SchemaFile): SchemaFile {
  const document = readDocument(text, before?.document);
  const declarations = declarationsOf(path, document, before?.declarations);
  return { path, document, declarations, hasDatasource: declarations.some(({ kind }) => kind === 'datasource') };
}

function mergeFiles(
  workspace: Workspace,
  files: ReadonlyMap<string, SchemaFile>,
  known?: ReadonlyMap<string, Schema>,
): ReadonlyMap<string, Schema> {
  const schemas = new Map<string, Schema>();
  const listed: SchemaFile[] = [];
  for (const file of files.values()) {
    const configuration = workspace.configurationOf(file.path);
    if (matches(file.path, configuration.schema, configuration)) listed.push(file);
    else schemas.set(file.path, kept([file], known));
  }
  for (const group of groupSchemaFiles(listed)) {
    const schema = kept(group, known);
    for (const { path } of group) schemas.set(path, schema);
  }
  return schemas;
}

/** The schema as it was, where none of its files has changed, so that what hangs on it is kept too. */
function kept(group: readonly SchemaFile[], known?: ReadonlyMap<string, Schema>): Schema {
  const before = known?.get(group[0]!.path);
  const same = before?.files.length === group.length && before.files.every((file, index) => file === group[index]);
  return same ? before : new MergedSchema(group);
}
