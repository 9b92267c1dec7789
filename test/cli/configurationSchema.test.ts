import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Ajv } from 'ajv';
import { expect, it } from 'vitest';
import { RULES } from '../../server/src/rules/registry';
import { ROOT } from '../harness/bundle';
import { folderWith } from '../harness/folder';

it('the JSON schema of the configuration knows every rule, key and option, and accepts what the reader accepts', async () => {
  const file = join(await folderWith({}), 'schema.json');
  await promisify(execFile)(process.execPath, [join(ROOT, 'scripts/schema.mjs'), file]);
  const schema = JSON.parse(await readFile(file, 'utf8'));
  const { rules, ...keys } = schema.properties;
  expect(Object.keys(rules.properties)).toEqual(RULES.map(({ id }) => id));
  expect(Object.keys(keys)).toEqual(
    expect.arrayContaining([
      'migrations',
      'schema',
      'phi',
      'appendOnly',
      'actor',
      'guardStyle',
      'baseline',
      'postgres',
    ]),
  );
  for (const { id, options } of RULES)
    expect(Object.keys(rules.properties[id].anyOf[1].items[1].properties), id).toEqual(Object.keys(options));
  const validate = new Ajv({ strict: false }).compile(schema);
  const levels = Object.fromEntries(RULES.map(({ id }) => [id, 'warning']));
  const full = Object.fromEntries(
    RULES.map(({ id, options }) => [
      id,
      ['error', Object.fromEntries(Object.entries(options).map(([name, option]) => [name, option.default]))],
    ]),
  );
  expect(validate({ rules: levels, postgres: 15, guardStyle: 'do-block', phi: { list: 'A', file: ['a.ts'] } })).toBe(
    true,
  );
  expect(validate({ rules: full })).toBe(true);
  expect(validate({ postgres: '15' })).toBe(false);
  expect(validate({ rules: { 'sql/drop': 'loud' } })).toBe(false);
});
