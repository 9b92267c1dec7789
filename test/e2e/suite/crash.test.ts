import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, describe, it } from 'mocha';
import { Position } from 'vscode';
import { closeEverything, openNew, ruleOf, until, untilFindings } from './editor';

/** The servers that this window has started. */
async function servers(): Promise<readonly number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,args=']);
  const lines = stdout.split('\n').map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line));
  return lines.flatMap((line) =>
    Number(line?.[2]) === process.pid && line?.[3]?.includes('server.cjs') ? [Number(line[1])] : [],
  );
}

describe('the language server', () => {
  afterEach(closeEverything);

  it('is started again when it crashed, and open documents have their findings', async () => {
    const editor = await openNew('crash/crash.sql', 'CREATE SCHEMA s;\n');
    const { document } = editor;
    await untilFindings(document, (all) => all.length === 1, 'the finding is there');
    const [server, ...others] = await servers();
    assert.ok(server, 'the server is a process of its own');
    assert.deepEqual(others, []);
    process.kill(server, 'SIGKILL');
    await until('another server runs', async () => {
      const now = await servers();
      return now.length === 1 && now[0] !== server;
    });
    await untilFindings(document, (all) => all.length === 1, 'the finding is there again');
    await editor.edit((edit) => edit.insert(new Position(1, 0), 'DROP TABLE t;\n'));
    await untilFindings(document, (all) => all.map(ruleOf).includes('sql/drop'), 'what is typed is checked');
  });
});
