import { expect, onTestFinished, test } from 'vitest';
import { HoverRequest } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Editor } from '../harness/lsp';
import { HOSTILE_TEXTS } from './hostileTexts';

const ENDINGS: Readonly<Record<string, string>> = { sql: 'sql', prisma: 'prisma', typescript: 'ts' };
const GOOD = 'untitled:good.sql';

/** A text is given up after ten seconds, and a busy machine takes its time to start again. */
const LIMIT = 120_000;

/** The long form tries all, the short one those that broke something once, or take little time. */
const isLong = process.env.EHR_SCHEMA_FUZZ_SEED !== undefined;
const SHORT = [
  '10 MB of statements',
  '10 MB of one quote',
  'an expression of 10,000 terms',
  'five deadly statements and one to report',
  'IFs 10,000 deep',
  'comments 10,000 deep',
  'calls 10,000 deep',
];
const tried = Object.entries(HOSTILE_TEXTS).filter(([name]) => isLong || SHORT.includes(name));

test.each(tried)('%s: answered, within the document, and forgotten', { timeout: LIMIT }, async (name, hostile) => {
  const { editor } = await Editor.start(null);
  onTestFinished(() => void editor.process.kill());
  const ending = ENDINGS[hostile.language];
  const uri = ending ? `untitled:hostile.${ending}` : 'file:///nowhere/ehr-schema.config.json';
  const document = TextDocument.create(uri, hostile.language, 1, hostile.make());
  await editor.open(GOOD, 'sql', 'CREATE SCHEMA s;');
  await editor.open(uri, hostile.language, document.getText());
  const diagnostics = await editor.pull(uri);
  for (const { range } of diagnostics)
    for (const place of [range.start, range.end])
      expect(document.positionAt(document.offsetAt(place)), name).toEqual(place);
  const place = { textDocument: { uri }, position: document.positionAt(document.getText().length >> 1) };
  await editor.connection.sendRequest(HoverRequest.type, place);
  await editor.actions(uri, { start: place.position, end: place.position });

  await editor.change(uri, 2, { text: '' });
  await editor.pull(uri);
  expect((await editor.pull(GOOD)).map(({ code }) => code)).toEqual(['sql/create-object']);
  expect(editor.log.filter((line) => /mistake of its own/.test(line))).toEqual([]);
  expect(await editor.stop()).toBe(0);
});
