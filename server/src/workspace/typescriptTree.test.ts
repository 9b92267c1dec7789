import { expect, test } from 'vitest';
import { DEFAULT_CONFIGURATION } from '../core/configuration';
import { typescriptTree } from './typescriptTree';
import { Workspace } from './workspace';

const path = '/a.ts';
const text = 'const a = 1;\nconst b = 2;\n';
const b = { start: text.indexOf('b'), end: text.indexOf('b') + 1 };

function workspaceOf(first: string): Workspace {
  const workspace = new Workspace(() => DEFAULT_CONFIGURATION);
  workspace.set(path, first);
  return workspace;
}

test('a tree is kept until the text changes', () => {
  const workspace = workspaceOf(text);
  const tree = typescriptTree(workspace, path);
  expect(typescriptTree(workspace, path)).toBe(tree);
  workspace.set(path, `${text}const c = 3;\n`);
  expect(typescriptTree(workspace, path)).not.toBe(tree);
});

test('while a file is half-typed its last good tree stays, and its spans move along', () => {
  const workspace = workspaceOf(text);
  typescriptTree(workspace, path);
  workspace.set(path, text.replace('1;', '{ x: ['));
  const half = typescriptTree(workspace, path)!;
  expect(half.tree.text).toBe(text);
  expect(half.now({ start: 0, end: 5 })).toEqual({ start: 0, end: 5 });
  expect(half.now(b)).toEqual({ start: b.start + 4, end: b.end + 4 });
  expect(half.now({ start: 10, end: 11 })).toBeUndefined();
  workspace.set(path, text);
  expect(typescriptTree(workspace, path)?.now(b)).toEqual(b);
});

test('a file that never had a tree, and one that is gone, have none', () => {
  expect(typescriptTree(workspaceOf('const {'), path)).toBeUndefined();
  expect(typescriptTree(workspaceOf(text), '/other.ts')).toBeUndefined();
});

test('only the files that are worked on keep their trees', () => {
  const workspace = workspaceOf(text);
  const tree = typescriptTree(workspace, path);
  for (let i = 0; i < 100; i++) {
    workspace.set(`/${i}.ts`, text);
    typescriptTree(workspace, `/${i}.ts`);
  }
  expect(typescriptTree(workspace, path)).not.toBe(tree);
});
