import { describe, expect, it } from 'vitest';
import { loadTestParser } from '../../../test/harness/parser';
import { failedStatement, type Script, scriptOf } from './script';
import { stops } from './stops';

const script = async (text: string): Promise<Script> => scriptOf(text, await loadTestParser());

describe('scriptOf', () => {
  it('sends a plain file as it stands', async () => {
    const text = '-- é😀\nSELECT 1; ;SELECT 2\r\n';
    expect((await script(text)).transactional).toBe(text);
  });

  it('takes out what no transaction takes, and keeps every statement at its place', async () => {
    const { statements, transactional } = await script(
      'BEGIN; CREATE INDEX CONCURRENTLY "concurrently" ON t (a); COMMIT;',
    );
    expect(transactional).toBe('CREATE INDEX              "concurrently" ON t (a)');
    expect(statements.map(({ control }) => control)).toEqual(['begin', undefined, 'end']);
  });

  it.each([
    ['BEGIN; SELECT 1;', true],
    ['BEGIN; SELECT 1; ROLLBACK;', true],
    ['BEGIN; SAVEPOINT a; SELECT 1; ROLLBACK TO a; COMMIT;', true],
    ['BEGIN; SELECT 1; COMMIT;', false],
    ['SELECT 1;', false],
  ])('knows whether %s takes work back', async (text, takesBack) =>
    expect((await script(text)).takesBack).toBe(takesBack),
  );

  it.each(['', '\0', '\\set x', "SELECT '", 'DO $$', '\uFEFFSELECT 1'])('reads %j without a throw', async (text) =>
    expect((await script(text)).text).toBe(text),
  );
});

describe('failedStatement', () => {
  const failure = { sqlstate: '42P01', message: '', completed: 1 };

  it('counts the statements that were completed', async () => {
    const found = failedStatement(await script('SELECT 1;;\nSELECT 2'), 'text', failure);
    expect(found?.text).toBe('SELECT 2');
  });

  it('believes the position, which counts code points', async () => {
    const text = "SELECT '😀😀😀'; SELECT x; SELECT 3";
    const position = [...text.slice(0, text.indexOf('x;'))].length;
    expect(failedStatement(await script(text), 'text', { ...failure, completed: 0, position })?.text).toBe('SELECT x');
  });

  it('does not count BEGIN in the transactional form', async () => {
    const found = failedStatement(await script('BEGIN; SELECT 1; SELECT 2; COMMIT'), 'transactional', failure);
    expect(found?.text).toBe('SELECT 2');
  });
});

describe('stops', () => {
  it.each([
    ['SELECT 1; SELECT 2; SELECT 3', [1, 2]],
    ['SELECT 1', []],
    ['', []],
    ['SELECT 1; BEGIN; SELECT 2; COMMIT; SELECT 3', [1, 4]],
    ['BEGIN; SELECT 2; COMMIT', []],
  ])('of %j are %j', async (text, expected) => expect([...stops((await script(text)).statements)]).toEqual(expected));
});
