/** A column as SQL and as Prisma write it. */
export interface ColumnWords {
  readonly name: string;
  readonly sql: string;
  readonly prisma: string;
}

const NOUNS = [
  ...['client', 'appointment', 'claim', 'invoice', 'provider', 'payment', 'referral', 'program', 'account', 'contract'],
  ...['employee', 'device', 'report', 'encounter', 'message', 'booking', 'note', 'pharmacy', 'asset', 'budget'],
];

const PARTS = [
  ...['', '_item', '_event', '_remark', '_status', '_address', '_attachment', '_setting', '_member', '_tag'],
  ...['_version', '_metric', '_policy', '_template', '_comment', '_approval'],
];

/** The name of the n-th table: `client`, then `client_item`, in the end `client_2`. */
export function tableName(index: number): string {
  const noun = NOUNS[index % NOUNS.length]!;
  const part = Math.floor(index / NOUNS.length);
  const round = Math.floor(part / PARTS.length);
  return noun + PARTS[part % PARTS.length]! + (round === 0 ? '' : `_${round + 1}`);
}

export const COLUMNS: readonly ColumnWords[] = [
  { name: 'title', sql: 'TEXT', prisma: 'String' },
  { name: 'code', sql: 'VARCHAR(20)', prisma: 'String' },
  { name: 'description', sql: 'TEXT', prisma: 'String' },
  { name: 'quantity', sql: 'INTEGER', prisma: 'Int' },
  { name: 'price', sql: 'DECIMAL(12,2)', prisma: 'Decimal' },
  { name: 'total_amount', sql: 'DECIMAL(12,2)', prisma: 'Decimal' },
  { name: 'is_active', sql: 'BOOLEAN', prisma: 'Boolean' },
  { name: 'starts_at', sql: 'TIMESTAMP(3)', prisma: 'DateTime' },
  { name: 'ends_at', sql: 'TIMESTAMP(3)', prisma: 'DateTime' },
  { name: 'metadata', sql: 'JSONB', prisma: 'Json' },
  { name: 'external_id', sql: 'TEXT', prisma: 'String' },
  { name: 'phone', sql: 'TEXT', prisma: 'String' },
  { name: 'email', sql: 'TEXT', prisma: 'String' },
  { name: 'score', sql: 'DOUBLE PRECISION', prisma: 'Float' },
  { name: 'position', sql: 'INTEGER', prisma: 'Int' },
  { name: 'currency', sql: 'VARCHAR(3)', prisma: 'String' },
];
