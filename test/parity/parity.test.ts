import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { json } from '../../server/src/cli/formats/json';
import { createLinter } from '../../server/src/host/createLinter';
import { Project } from '../../server/src/host/project';
import { fileKind } from '../../server/src/workspace/workspace';
import { ehrSchema } from '../harness/cli';
import { folderWith } from '../harness/folder';
import { Editor } from '../harness/lsp';
import { corpusFiles, exampleFiles, hasCorpus } from './examples';
import { findingsOfFolders, findingsThroughLsp } from './throughLsp';

const CONFIGURATION = `{
  // Every kind of key that changes findings.
  "guardStyle": "if-not-exists",
  "appendOnly": ["*Log"],
  "rules": { "prisma/uuid-id": "info", "prisma/string-length": "warning", "prisma/map-name": "off", "ts/raw-sql": "warning" }
}`;

/** The shared histories have 900 files, each of which is opened, asked about and closed. */
const LONGEST_MS = 300_000;

interface FileJson {
  readonly path: string;
  readonly findings: readonly unknown[];
}

async function throughLibrary(folder: string, texts: ReadonlyMap<string, string>): Promise<readonly FileJson[]> {
  const project = new Project(await createLinter());
  const paths = project.toCheck(folder, await project.load(folder));
  await project.read(paths.filter((path) => fileKind(path)));
  const { linter } = project;
  const files = paths
    .map((path) => ({ path, text: linter.workspace.text(path) ?? '', findings: linter.check(path) }))
    .filter(({ path, findings }) => fileKind(path) || findings.length > 0);
  const show = (path: string) => relative(folder, path);
  const textOf = (path: string) => texts.get(show(path)) ?? '';
  return JSON.parse(json({ files, rules: linter.rules, milliseconds: 0, show, textOf })).files;
}

async function throughCommandLine(folder: string): Promise<readonly FileJson[]> {
  const { stdout, stderr } = await ehrSchema(folder, ['check', '--format', 'json']);
  expect(stderr).toBe('');
  return JSON.parse(stdout).files;
}

async function throughEditor(
  folder: string,
  paths: readonly string[],
  texts: ReadonlyMap<string, string>,
): Promise<readonly FileJson[]> {
  const { editor } = await Editor.start(folder);
  const files: FileJson[] = [];
  const folders = await findingsOfFolders(editor, folder);
  for (const path of paths) {
    const findings = fileKind(path) ? await findingsThroughLsp(editor, folder, path, texts) : folders.get(path);
    files.push({ path, findings: findings ?? [] });
  }
  expect(editor.log).toEqual([]);
  await editor.stop();
  return files;
}

describe.each([
  { name: 'every example of every rule', available: true, files: async () => exampleFiles() },
  { name: 'every file of the shared corpus', available: hasCorpus, files: corpusFiles },
])('$name', ({ available, files }) => {
  it.runIf(available).each([
    { how: 'without a configuration', configuration: undefined },
    { how: 'with a configuration', configuration: CONFIGURATION },
  ])(
    'is judged alike by the library, the command line and the language server, $how',
    async ({ configuration }) => {
      const contents = await files();
      const folder = await folderWith(contents);
      if (configuration !== undefined) await writeFile(join(folder, 'ehr-schema.config.json'), configuration);
      const texts = new Map(Object.entries(contents));
      const library = await throughLibrary(folder, texts);
      expect(library.flatMap(({ findings }) => findings).length).toBeGreaterThan(50);
      const commandLine = await throughCommandLine(folder);
      const paths = commandLine.map(({ path }) => path);
      const editor = await throughEditor(folder, paths, texts);
      for (const [index, file] of commandLine.entries()) {
        expect(JSON.stringify(library[index]), file.path).toBe(JSON.stringify(file));
        expect(JSON.stringify(editor[index]), file.path).toBe(JSON.stringify(file));
      }
      expect(library).toHaveLength(commandLine.length);
    },
    LONGEST_MS,
  );
});
