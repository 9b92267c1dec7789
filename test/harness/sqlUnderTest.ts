import { type Configuration, DEFAULT_CONFIGURATION } from '../../server/src/core/configuration';
import { applyEdits, conflict, type Edit } from '../../server/src/core/edit';
import type { Finding } from '../../server/src/core/finding';
import type { Tools } from '../../server/src/core/tools';
import { Linter } from '../../server/src/linter';
import type { AnyRule } from '../../server/src/rules/contexts';
import { Workspace } from '../../server/src/workspace/workspace';

/** Where the tested migration stands, in a history as Prisma lays it out. */
export const MIGRATION = '/w/prisma/migrations/20260101000000_x/migration.sql';
const EARLIER = '/w/prisma/migrations/20250101000000_before/migration.sql';

/** What a migration is tested with. */
export interface Surroundings {
  /** SQL of an earlier migration. */
  readonly before?: string;
  /** Other files, by path beside the migration. */
  readonly files?: Readonly<Record<string, string>>;
  readonly configuration?: Partial<Configuration>;
}

/** A rule, alone in a linter, over one migration. */
export class SqlUnderTest {
  readonly #linter: Linter;

  constructor(rule: AnyRule, tools: Tools, { before, files = {}, configuration = {} }: Surroundings) {
    // A rule that is off by default is switched on.
    const rules = rule.severity === 'off' ? { [rule.id]: { level: 'warning' as const } } : {};
    const workspace = new Workspace(() => ({ ...DEFAULT_CONFIGURATION, rules, ...configuration, root: '/w' }));
    workspace.set('/w/ehr-schema.config.json', '{}');
    if (before !== undefined) workspace.set(EARLIER, before);
    for (const [name, text] of Object.entries(files))
      workspace.set(new URL(name, `file://${MIGRATION}`).pathname, text);
    this.#linter = new Linter(workspace, tools, [rule]);
  }

  /** What the rule finds in a text. */
  check(text: string): readonly Finding[] {
    this.#linter.workspace.set(MIGRATION, text);
    return this.#linter.check(MIGRATION);
  }

  /** The text after Fix All. */
  fixed(text: string): string {
    this.#linter.workspace.set(MIGRATION, text);
    return this.#linter.fix(MIGRATION).get(MIGRATION) ?? text;
  }

  /** The text after every finding's first safe repair, its second one where there are several, and so on. */
  repairedTexts(text: string): string[] {
    return this.#choices(text, true).map((rank) => this.#chosen(text, rank, true));
  }

  /** The same with the repairs that only a person may choose. */
  suggestedTexts(text: string): string[] {
    return this.#choices(text, false).map((rank) => this.#chosen(text, rank, false));
  }

  /** The text after each finding's first suggestion, until none is left. */
  suggested(text: string): string {
    return this.#chosen(text, 0, false, true);
  }

  #choices(text: string, safe: boolean): number[] {
    const most = Math.max(0, ...this.check(text).map((finding) => offered(finding, safe).length));
    return Array.from({ length: most }, (_, rank) => rank);
  }

  #chosen(text: string, rank: number, safe: boolean, toTheEnd = safe): string {
    let result = text;
    for (let round = 0; round < 10; round++) {
      const edits: Edit[] = [];
      for (const finding of this.check(result)) {
        const repairs = offered(finding, safe);
        const chosen = repairs[Math.min(rank, repairs.length - 1)]?.edits.filter(
          ({ path }) => !path || path === MIGRATION,
        );
        if (chosen && !conflict(chosen, edits)) edits.push(...chosen);
      }
      if (edits.length === 0) return result;
      result = applyEdits(result, edits);
      if (!toTheEnd) return result;
    }
    throw new Error(`the repairs do not come to rest:\n${result}`);
  }
}

function offered({ repairs }: Finding, safe: boolean): Finding['repairs'] {
  return repairs.filter((repair) => repair.safe === safe);
}
