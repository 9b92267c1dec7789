import type { Level } from './finding';

/** How a repair guards a statement that has a clause of its own: the house's DO block, or the clause. */
export type GuardStyle = 'do-block' | 'if-not-exists';

/** One rule's entry in the configuration. */
export interface RuleSetting {
  /** Absent: the rule's own severity. */
  readonly level?: Level;
  readonly options?: Readonly<Record<string, unknown>>;
}

/** What `ehr-schema.config.json` says, with the defaults filled in. Globs are relative to `root`. */
export interface Configuration {
  /** The folder that the configuration file stands in; without a file, the empty string. */
  readonly root: string;
  readonly rules: Readonly<Record<string, RuleSetting>>;
  /** Globs of migration files. */
  readonly migrations: readonly string[];
  /** Globs of Prisma schema files. */
  readonly schema: readonly string[];
  readonly phi: {
    /** Globs of the file that holds the encryption list. */
    readonly file: readonly string[];
    /** The name of the constant that is the list. */
    readonly list: string;
    /** The cipher gives equal output for equal input, so that unique and equality keep working. */
    readonly deterministic: boolean;
  };
  /** Name patterns (`*` is any run of characters) of models whose rows are only ever added. */
  readonly appendOnly: readonly string[];
  /** The model that soft-delete relations point to. */
  readonly actor: string;
  readonly guardStyle: GuardStyle;
  /** The name of the last migration that no one edits any more. */
  readonly baseline?: string;
  /** The lowest major version of PostgreSQL to support. */
  readonly postgres: number;
}

/** The name of the configuration file, looked for in the document's folder and upwards. */
export const CONFIGURATION_FILE = 'ehr-schema.config.json';

/** What holds where no configuration file says otherwise. */
export const DEFAULT_CONFIGURATION: Configuration = {
  root: '',
  rules: {},
  migrations: ['**/migrations/*/migration.sql'],
  schema: ['**/*.prisma'],
  phi: {
    file: ['**/phiEncryption.{ts,js,mts}'],
    list: 'PHI_FIELDS_BY_MODEL',
    deterministic: true,
  },
  appendOnly: ['*Log', '*History', '*Event'],
  actor: 'User',
  guardStyle: 'do-block',
  postgres: 14,
};
