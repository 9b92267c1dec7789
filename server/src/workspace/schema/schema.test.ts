import { describe, expect, test } from 'vitest';
import { DEFAULT_CONFIGURATION } from '../../core/configuration';
import { Workspace } from '../workspace';
import { schemaFileOf, schemaOf, schemasOf } from './schema';

const DATASOURCE = 'datasource db {\n  provider = "postgresql"\n}\n';
const model = (name: string) => `model ${name} {\n  id String @id\n}\n`;

function workspaceOf(files: Readonly<Record<string, string>>, globs = DEFAULT_CONFIGURATION.schema): Workspace {
  const workspace = new Workspace((_, root) => ({ ...DEFAULT_CONFIGURATION, root, schema: globs }));
  workspace.set('/ehr-schema.config.json', '{}');
  for (const [path, text] of Object.entries(files)) workspace.set(path, text);
  return workspace;
}

/** The schemas of a workspace as the sorted paths of their files. */
const grouped = (workspace: Workspace) => schemasOf(workspace).map(({ files }) => files.map(({ path }) => path).sort());

describe('which files make a schema', () => {
  test('a folder with a datasource and the folders below', () =>
    expect(
      grouped(
        workspaceOf({
          '/p/base.prisma': DATASOURCE,
          '/p/models/a.prisma': model('A'),
          '/p/models/x/b.prisma': model('B'),
        }),
      ),
    ).toEqual([['/p/base.prisma', '/p/models/a.prisma', '/p/models/x/b.prisma']]));
  test('two schemas side by side, and one below another', () =>
    expect(
      grouped(
        workspaceOf({
          '/a/schema.prisma': DATASOURCE,
          '/a/models.prisma': model('A'),
          '/b/schema.prisma': DATASOURCE,
          '/a/old/schema.prisma': DATASOURCE,
          '/a/old/more/x.prisma': model('X'),
        }),
      ),
    ).toEqual([
      ['/a/models.prisma', '/a/schema.prisma'],
      ['/b/schema.prisma'],
      ['/a/old/more/x.prisma', '/a/old/schema.prisma'],
    ]));
  test('several in one folder stand alone, and the rest goes to schema.prisma', () =>
    expect(
      grouped(
        workspaceOf({ '/a/schema.prisma': DATASOURCE, '/a/other.prisma': DATASOURCE, '/a/models.prisma': model('A') }),
      ),
    ).toEqual([['/a/models.prisma', '/a/schema.prisma'], ['/a/other.prisma']]));
  test('without a datasource, a folder', () =>
    expect(
      grouped(workspaceOf({ '/a/x.prisma': model('X'), '/a/y.prisma': model('Y'), '/b/z.prisma': model('Z') })),
    ).toEqual([['/a/x.prisma', '/a/y.prisma'], ['/b/z.prisma']]));
  test('what no glob names is alone', () =>
    expect(
      grouped(workspaceOf({ '/a/schema.prisma': DATASOURCE, '/a/x.prisma': model('X') }, ['a/schema.prisma'])),
    ).toEqual([['/a/x.prisma'], ['/a/schema.prisma']]));
});

describe('a merged schema', () => {
  const files = {
    '/p/base.prisma': DATASOURCE,
    '/p/a.prisma': model('A'),
    '/q/base.prisma': DATASOURCE,
    '/q/b.prisma': model('B'),
  };

  test('finds models in all its files and in no other', () => {
    const schema = schemaOf(workspaceOf(files), '/p/base.prisma');
    expect(schema.model('A')?.path).toBe('/p/a.prisma');
    expect(schema.model('B')).toBeUndefined();
    expect(schema.provider).toBe('postgresql');
  });

  test('is kept until one of its files changes', () => {
    const workspace = workspaceOf(files);
    const before = { p: schemaOf(workspace, '/p/a.prisma'), q: schemaOf(workspace, '/q/b.prisma') };
    workspace.set('/q/b.prisma', model('C'));
    expect(schemaOf(workspace, '/p/a.prisma')).toBe(before.p);
    expect(schemaOf(workspace, '/q/b.prisma')).not.toBe(before.q);
    expect(schemaOf(workspace, '/q/base.prisma').model('C')).toBeDefined();
    workspace.delete('/q/b.prisma');
    expect(schemaOf(workspace, '/q/base.prisma').model('C')).toBeUndefined();
  });

  test('reads a file that did not change no second time', () => {
    const workspace = workspaceOf(files);
    const before = schemaFileOf(workspace, '/p/a.prisma');
    workspace.set('/p/base.prisma', `${DATASOURCE}\n`);
    expect(schemaFileOf(workspace, '/p/a.prisma')).toBe(before);
  });

  test('is asked only for files of the workspace', () =>
    expect(() => schemaOf(workspaceOf(files), '/elsewhere.prisma')).toThrow(
      '/elsewhere.prisma is no Prisma schema of the workspace',
    ));
});
