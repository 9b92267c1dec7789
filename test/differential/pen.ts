import type { Random } from '../harness/random';
import type { World, WorldColumn, WorldRelation, WorldType } from './world';

/** How the author of a history writes. */
export interface Style {
  /** As Prisma names things: `"OrderItem"`, `"createdAt"`; else `order_items`, `created_at`. */
  readonly prisma: boolean;
  /** Quotes around names that need none. */
  readonly quotes: boolean;
  readonly lowerCase: boolean;
  /** Comments above statements. */
  readonly comments: boolean;
  /** How often, in a hundred, a statement says IF EXISTS, IF NOT EXISTS or OR REPLACE. */
  readonly guarded: number;
}

const TABLES = 'user order invoice patient visit tag comment session product order_item audit_entry note team'.split(
  ' ',
);
const COLUMNS =
  'name email status age phone note total role kind slug position score title body active amount created_at updated_at owner_id external_id code priority'.split(
    ' ',
  );
const WORDS = 'alpha beta gamma delta draft open closed admin member guest new done'.split(' ');

/** Writes the pieces of statements, at random, in one author's style. */
export class Pen {
  readonly random: Random;
  readonly style: Style;
  #count = 0;

  constructor(random: Random) {
    this.random = random;
    const prisma = random.chance(50);
    this.style = {
      prisma,
      quotes: prisma || random.chance(20),
      lowerCase: !prisma && random.chance(30),
      comments: random.chance(prisma ? 70 : 25),
      guarded: random.of([0, 10, 30, 60]),
    };
  }

  /** A number that has not been given yet. */
  fresh(): number {
    return ++this.#count;
  }

  /** A name as SQL takes it. */
  name(name: string): string {
    if (!/^[a-z_][a-z0-9_]*$/.test(name) || RESERVED.has(name)) return `"${name}"`;
    if (this.style.quotes) return `"${name}"`;
    return this.random.chance(2) ? name[0]!.toUpperCase() + name.slice(1) : name;
  }

  /** A name with its schema, where it has to be said or the author likes to. */
  qualified({ schema, name }: { readonly schema: string; readonly name: string }): string {
    if (schema.startsWith('pg_temp')) return this.name(name);
    if (schema === 'public' && !this.random.chance(8)) return this.name(name);
    return `${this.name(schema)}.${this.name(name)}`;
  }

  names(names: readonly string[]): string {
    return names.map((name) => this.name(name)).join(', ');
  }

  /** Words in the author's way of writing tables: `order_items`, `OrderItem`. */
  tableWords(words: string): string {
    if (!this.style.prisma) return `${words}s`;
    return words.replace(/(^|_)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
  }

  columnWords(words: string): string {
    return this.style.prisma ? words.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()) : words;
  }

  /** A name for a new table, rarely one that is taken. */
  newTable(world: World): string {
    const free = TABLES.map((words) => this.tableWords(words)).filter(
      (name) => !world.relations.some((relation) => relation.name === name),
    );
    return free.length ? this.random.of(free) : this.tableWords(`thing${this.fresh()}`);
  }

  /** A name for a new column of a table. */
  newColumn(table: { readonly columns: readonly { readonly name: string }[] }): string {
    const free = COLUMNS.map((words) => this.columnWords(words)).filter(
      (name) => !table.columns.some((column) => column.name === name),
    );
    return free.length ? this.random.of(free) : this.columnWords(`extra${this.fresh()}`);
  }

  /** A name for anything else. */
  newName(word: string): string {
    const base = `${this.random.of(WORDS)}_${word}`;
    return this.style.prisma && this.random.chance(50)
      ? this.columnWords(base)
      : `${base}${this.random.chance(30) ? this.fresh() : ''}`;
  }

  ifNotExists(): string {
    return this.random.chance(this.style.guarded) ? 'IF NOT EXISTS ' : '';
  }

  ifExists(): string {
    return this.random.chance(this.style.guarded) ? 'IF EXISTS ' : '';
  }

  orReplace(): string {
    return this.random.chance(this.style.guarded + 20) ? 'OR REPLACE ' : '';
  }

  maybe(percent: number, text: string): string {
    return this.random.chance(percent) ? text : '';
  }

  tables(world: World): readonly WorldRelation[] {
    return world.relations.filter(({ kind, temporary }) => (kind === 'r' || kind === 'p') && !temporary);
  }

  table(world: World): WorldRelation | undefined {
    return this.pick(this.tables(world));
  }

  pick<T>(choices: readonly T[]): T | undefined {
    return choices.length ? this.random.of(choices) : undefined;
  }

  column(table: WorldRelation, test: (column: WorldColumn) => boolean = () => true): WorldColumn | undefined {
    return this.pick(table.columns.filter(test));
  }

  type(world: World, kind: WorldType['kind']): WorldType | undefined {
    return this.pick(world.types.filter((type) => type.kind === kind));
  }

  /** The type of a new column. */
  columnType(world: World): string {
    const own = world.types.filter(({ kind }) => kind !== 'range');
    if (own.length && this.random.chance(25)) return this.qualified(this.random.of(own));
    const types = [...TYPES, ...(world.extensions.includes('citext') ? ['CITEXT'] : [])];
    return this.random.of(types);
  }

  text(): string {
    return `'${this.random.of(WORDS)}'`;
  }

  /** An expression of a type. `constant`: the same at each run. */
  value(world: World, type: string, constant = false): string {
    const { random } = this;
    if (type.endsWith('[]')) return random.of(["'{}'", `ARRAY[]::${type}`]);
    if (/^(text|character varying|citext|character)/i.test(type) || /^(varchar|char)/i.test(type)) {
      const text = this.text();
      const limit = Number(/\((\d+)\)/.exec(type)?.[1] ?? 99);
      return limit < 6
        ? "'x'"
        : constant || random.chance(80)
          ? text
          : random.of(['gen_random_uuid()::text', `upper(${text})`, "''"]);
    }
    if (/^(int|bigint|smallint|numeric|decimal|real|double)/i.test(type)) return String(random.below(100));
    if (/^bool/i.test(type)) return random.of(['true', 'false']);
    if (/^uuid/i.test(type))
      return constant || random.chance(30)
        ? `'00000000-0000-4000-8000-0000000000${10 + random.below(80)}'`
        : 'gen_random_uuid()';
    if (/^timestamp/i.test(type))
      return constant || random.chance(30)
        ? "'2024-01-31 12:00:00'"
        : random.of(['CURRENT_TIMESTAMP', 'now()', "now() + interval '1 day'"]);
    if (/^date/i.test(type)) return constant || random.chance(50) ? "'2024-01-31'" : 'CURRENT_DATE';
    if (/^time/i.test(type)) return "'12:00:00'";
    if (/^json/i.test(type)) return random.of(["'{}'", "'[]'", `'{"a": ${random.below(9)}}'`]);
    if (/^inet/i.test(type)) return "'127.0.0.1'";
    if (/^interval/i.test(type)) return "'1 day'";
    if (/^bytea/i.test(type)) return "'\\x00'";
    const own = world.types.find((known) => new RegExp(`(^|[".])${known.name}"?$`).test(type));
    if (own?.kind === 'enum') return `'${random.of(own.parts)}'`;
    return 'NULL';
  }

  /** Lines with the style's comment above. */
  commented(comment: string, sql: string): string {
    return this.style.comments ? `-- ${comment}\n${sql}` : sql;
  }

  /** Keywords as the author writes them: everything that is not quoted, in lower case. */
  cased(sql: string): string {
    if (!this.style.lowerCase) return sql;
    return sql.replace(
      /('(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*)|([^'"-]+|-)/g,
      (whole, kept: string | undefined) => kept ?? whole.toLowerCase(),
    );
  }
}

const RESERVED = new Set(['user', 'order', 'group', 'table', 'check', 'default', 'select', 'all', 'end', 'primary']);

const TYPES = [
  'TEXT',
  'TEXT',
  'TEXT',
  'VARCHAR(255)',
  'VARCHAR(64)',
  'INTEGER',
  'INTEGER',
  'BIGINT',
  'SMALLINT',
  'NUMERIC(10,2)',
  'DECIMAL(65,30)',
  'BOOLEAN',
  'BOOLEAN',
  'UUID',
  'TIMESTAMP(3)',
  'TIMESTAMPTZ',
  'DATE',
  'TIME',
  'JSONB',
  'JSON',
  'TEXT[]',
  'INTEGER[]',
  'BYTEA',
  'INET',
  'DOUBLE PRECISION',
  'REAL',
  'INTERVAL',
  'TSVECTOR',
  'CHAR(2)',
];
