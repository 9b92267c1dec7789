import { describe, expect, test } from 'vitest';
import { loadTestParser } from '../../../../test/harness/parser';
import { testSqlRule } from '../../../../test/harness/sqlRule';
import { SqlUnderTest } from '../../../../test/harness/sqlUnderTest';
import { moneyDecimal } from './money-decimal';

testSqlRule(moneyDecimal, {
  ground: 'none',
  bad: [{ marks: ['DOUBLE PRECISION', 'MONEY', 'NUMERIC'] }],
  cases: [
    {
      name: 'all ways to write it',
      before: 'CREATE TABLE invoices (id INT, fee INT);',
      text: `alter table invoices add column "visitPrice" real, add balances float(53)[], alter column fee type float;
DO $$ BEGIN ALTER TABLE invoices ADD anything pg_catalog.money, ADD copay DEC; END $$;`,
      marks: ['real', 'float(53)[]', 'float', 'pg_catalog.money', 'DEC'],
    },
    {
      name: 'no money, or exact money',
      text: `CREATE TABLE t (heart_rate REAL, feed FLOAT, account_id FLOAT, tax_percent NUMERIC, score NUMERIC,
        cost NUMERIC(12, 4), price_in_cents BIGINT, charge_attempts FLOAT, "total visits" REAL);`,
      marks: [],
    },
  ],
});

describe('the suggestion', () => {
  test('replaces the type in the statement’s own case, and keeps an array one', async () => {
    const under = new SqlUnderTest(moneyDecimal, { sql: await loadTestParser() }, {});
    expect(under.suggestedTexts('create table t (fee double precision[][] not null, "Üfee😀" money)')).toEqual([
      'create table t (fee decimal(10, 2)[][] not null, "Üfee😀" decimal(10, 2))',
    ]);
  });
});
