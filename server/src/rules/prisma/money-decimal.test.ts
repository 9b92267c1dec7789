import { testPrismaRule } from '../../../../test/harness/prismaRule';
import { moneyDecimal } from './money-decimal';

const model = (fields: string) => `model Claim {\n  id String @id\n\n${fields}\n}\n`;

testPrismaRule(moneyDecimal, {
  bad: [
    {
      marks: ['Float'],
      becomes:
        'model Invoice {\n  id     String  @id @default(uuid())\n  amount Decimal @db.Decimal(10, 2)\n\n  @@map("invoices")\n}',
    },
    {
      marks: ['Decimal'],
      becomes:
        'model Invoice {\n  id    String  @id @default(uuid())\n  copay Decimal @db.Decimal(10, 2)\n\n  @@map("invoices")\n}',
    },
    {
      marks: ['Int'],
      becomes:
        'model Invoice {\n  id           String  @id @default(uuid())\n  priceInCents Decimal @default(0) @db.Decimal(10, 2)\n\n  @@map("invoices")\n}',
    },
  ],
  cases: [
    {
      name: 'words, whole and in the plural',
      text: model(
        '  fees        Float\n  copayAmount Int\n  hourlyRate  Float?\n  total       Decimal\n  sumTotal    Float[] @db.Real',
      ),
      marks: ['Float', 'Int', 'Float', 'Decimal', 'Float'],
      becomes: model(
        '  fees        Decimal   @db.Decimal(10, 2)\n  copayAmount Decimal   @db.Decimal(10, 2)\n  hourlyRate  Decimal?  @db.Decimal(10, 2)\n  total       Decimal   @db.Decimal(10, 2)\n  sumTotal    Decimal[] @db.Decimal(10, 2)',
      ),
    },
    {
      name: 'what is no money',
      text: model(
        '  accountId    Int\n  totalVisits  Int\n  total        Int\n  feed         Float\n  discount     Int\n  heartRate    Float\n  taxYear      Float\n  costCenter   Int\n  chargeCount  Int\n  priceVersion Float\n  balanced     Boolean\n  feeText      String',
      ),
      marks: [],
    },
    {
      name: 'money of PostgreSQL’s own, and a Decimal with half a precision, are for a person to change',
      text: model('  fee   Decimal @db.Money\n  price Decimal @db.Decimal(12)\n  cost  Decimal @db.Decimal(12, 4)'),
      marks: ['@db.Money', '@db.Decimal(12)'],
      becomes: model(
        '  fee   Decimal @db.Decimal(10, 2)\n  price Decimal @db.Decimal(10, 2)\n  cost  Decimal @db.Decimal(12, 4)',
      ),
    },
    {
      name: 'other words and another precision',
      text: model('  honorar Float\n  amount  Float'),
      configuration: {
        rules: { 'prisma/money-decimal': { options: { words: ['honorar'], precision: 12, scale: 4 } } },
      },
      marks: ['Float'],
      becomes: model('  honorar Decimal @db.Decimal(12, 4)\n  amount  Float'),
    },
    {
      name: 'ids and foreign keys are none',
      text: 'model Price {\n  amount Int    @id\n  uses   Uses[]\n}\n\nmodel Uses {\n  id    String @id\n  price Int\n  of    Price  @relation(fields: [price], references: [amount])\n}\n',
      marks: [],
    },
    {
      name: 'a database without such types',
      text: model('  amount Float\n  price  Decimal'),
      files: { 'datasource.prisma': 'datasource db {\n  provider = "sqlite"\n}\n' },
      marks: ['Float'],
      becomes: model('  amount Decimal\n  price  Decimal'),
    },
  ],
});
