import { DEFAULT_CONFIGURATION } from './configuration';

/** What one value of the configuration file may be. */
export type Shape =
  | { readonly kind: 'text'; readonly description: string; readonly default?: string }
  | { readonly kind: 'texts'; readonly description: string; readonly default: readonly string[] }
  | { readonly kind: 'flag'; readonly description: string; readonly default: boolean }
  | {
      readonly kind: 'number';
      readonly description: string;
      readonly default: number;
      readonly minimum: number;
      readonly maximum: number;
    }
  | {
      readonly kind: 'choice';
      readonly description: string;
      readonly default: string;
      readonly values: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'group'; readonly description: string; readonly keys: Readonly<Record<string, Shape>> }
  | { readonly kind: 'rules'; readonly description: string };

const { migrations, schema, phi, appendOnly, actor, guardStyle, postgres } = DEFAULT_CONFIGURATION;

/** Every key of the configuration file: the reader checks by it, the JSON schema and the completion are made from it. */
export const CONFIGURATION_KEYS: Readonly<Record<string, Shape>> = {
  $schema: { kind: 'text', description: 'The JSON schema of this file, for editors.' },
  rules: {
    kind: 'rules',
    description: 'Rules by name: "off", a severity ("error", "warning", "info"), or [severity, options].',
  },
  migrations: {
    kind: 'texts',
    description: 'Globs of the migration files, relative to this file.',
    default: migrations,
  },
  schema: { kind: 'texts', description: 'Globs of the Prisma schema files, relative to this file.', default: schema },
  phi: {
    kind: 'group',
    description: 'The list of fields that are encrypted because they hold health data.',
    keys: {
      file: { kind: 'texts', description: 'Globs of the file that holds the list.', default: phi.file },
      list: { kind: 'text', description: 'The name of the constant that is the list.', default: phi.list },
      deterministic: {
        kind: 'flag',
        description: 'The cipher gives equal output for equal input, so that unique and equality keep working.',
        default: phi.deterministic,
      },
    },
  },
  appendOnly: {
    kind: 'texts',
    description:
      'Name patterns (* is any run of characters) of models whose rows are only ever added: they need neither updatedAt nor soft delete.',
    default: appendOnly,
  },
  actor: { kind: 'text', description: 'The model that soft-delete relations point to.', default: actor },
  guardStyle: {
    kind: 'choice',
    description: 'How a repair guards ADD COLUMN and the like.',
    default: guardStyle,
    values: {
      'do-block': 'The DO block of the house: it takes no lock when there is nothing to do.',
      'if-not-exists': 'The clause of the statement itself, where PostgreSQL has one.',
    },
  },
  baseline: {
    kind: 'text',
    description: 'The name of the last migration that no one edits any more: it and those before it are not reported.',
  },
  postgres: {
    kind: 'number',
    description: 'The lowest major version of PostgreSQL to support.',
    default: postgres,
    minimum: 10,
    maximum: 30,
  },
};
