import { testPrismaRule } from '../../../../test/harness/prismaRule';
import { enumCase } from './enum-case';

testPrismaRule(enumCase, {
  bad: [{ marks: ['OnHold'], becomes: 'enum ClientStatus {\n  ACTIVE\n  ON_HOLD @map("OnHold")\n}' }],
  cases: [
    {
      name: 'defaults follow, in another file too, and what is mapped stays mapped',
      text: `enum Status {
  active  @map("a") // now
  on-hold
}
`,
      files: {
        'client.prisma': `model Client {
  id       String   @id
  status   Status   @default(active)
  statuses Status[] @default([active])
  active   Boolean  @default(false)
}
`,
      },
      marks: ['active', 'on-hold'],
      becomes: `enum Status {
  ACTIVE  @map("a") // now
  ON_HOLD @map("on-hold")
}
`,
      filesBecome: {
        'client.prisma': `model Client {
  id       String   @id
  status   Status   @default(ACTIVE)
  statuses Status[] @default([ACTIVE])
  active   Boolean  @default(false)
}
`,
      },
    },
    { name: 'a name that is taken', text: 'enum Status {\n  DONE\n  done\n}\n', marks: ['done'] },
    { name: 'digits', text: 'enum Size {\n  A4\n  LETTER_2\n}\n', marks: [] },
  ],
});
