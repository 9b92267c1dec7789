import { testSqlRule } from '../../../../test/harness/sqlRule';
import { addEnumValue } from './add-enum-value';

testSqlRule(addEnumValue, {
  bad: [
    {
      marks: [`ADD VALUE 'WAITLIST'`],
      becomes: `ALTER TYPE client_status ADD VALUE IF NOT EXISTS 'WAITLIST';`,
    },
    {
      marks: [`ADD VALUE 'ON_HOLD'`],
      becomes: `ALTER TYPE client_status ADD VALUE IF NOT EXISTS 'ON_HOLD' BEFORE 'INACTIVE';`,
    },
  ],
  cases: [
    {
      name: 'lower case',
      before: `CREATE TYPE client_status AS ENUM ('ACTIVE', 'INACTIVE');`,
      text: `alter type client_status add value 'WAITLIST' after 'ACTIVE';`,
      marks: [`add value 'WAITLIST'`],
      becomes: `alter type client_status add value if not exists 'WAITLIST' after 'ACTIVE';`,
    },
  ],
});
