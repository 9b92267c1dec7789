import { LRUCache } from 'lru-cache';
import { applyEdits, type Edit } from './core/edit';
import type { Finding, Repair } from './core/finding';
import type { Tools } from './core/tools';
import { DocumentCheck } from './linting/documentCheck';
import { documentKind, documentUnits } from './linting/documents';
import { safeEdits } from './linting/fixing';
import { isSettled, withoutSafeRepairs } from './linting/settled';
import { suppressionRepairs } from './linting/suppressing';
import type { AnyRule } from './rules/contexts';
import { RULES } from './rules/registry';
import { changedNames, tablesOf } from './workspace/tables/history';
import { type Notes, noting } from './workspace/tables/lookups';
import { answerTo, type Question } from './workspace/tables/questions';
import type { Workspace } from './workspace/workspace';

/** Told when a rule throws; without one, the error goes to the caller of the linter. */
export type FaultHandler = (rule: string, path: string, error: unknown) => void;

/** Findings, and what was looked up for them in their file's history. */
export interface NotedFindings {
  readonly findings: readonly Finding[];
  readonly lookups: Notes;
}

/** A finding holds on to what its repairs are made from, so that those of a whole history would fill the memory. */
const KEPT = 64;

/** The whole face of the engine: what is wrong with a document, and what it looks like when it is right. */
export class Linter {
  readonly workspace: Workspace;
  readonly rules: readonly AnyRule[];
  readonly #tools: Tools;
  readonly #onFault: FaultHandler | undefined;
  /** The findings of the files that were asked for last, as long as nothing changes. */
  readonly #kept = new LRUCache<string, readonly Finding[]>({ max: KEPT });
  #generation = -1;

  constructor(workspace: Workspace, tools: Tools, rules: readonly AnyRule[] = RULES, onFault?: FaultHandler) {
    this.workspace = workspace;
    this.rules = rules;
    this.#tools = tools;
    this.#onFault = onFault;
  }

  /** The findings of one file of the workspace, or of a history's folder, ordered by place. */
  check(path: string): readonly Finding[] {
    if (this.#generation !== this.workspace.generation) this.#kept.clear();
    this.#generation = this.workspace.generation;
    const findings = this.#kept.get(path) ?? this.#check(path);
    this.#kept.set(path, findings);
    return findings;
  }

  /** The findings of a file with their repairs made, and what they hang on in its history beyond what stands before it. */
  checkNoting(path: string): NotedFindings {
    const [findings, lookups] = noting(this.workspace, () => this.#check(path).map(withRepairs));
    return { findings, lookups };
  }

  /** The names of tables and indexes that a SQL file writes of: findings of others that looked one up hang on this file. */
  changedNames(path: string): ReadonlySet<string> {
    return changedNames(this.workspace, path, this.#tools.sql);
  }

  /** What is looked up for questions about a file's history, as `checkNoting` gives them. */
  lookUp(path: string, questions: readonly string[]): Notes {
    const [, notes] = noting(this.workspace, () => {
      const tables = tablesOf(this.workspace, path, this.#tools.sql);
      for (const question of questions) answerTo(tables, JSON.parse(question) as Question);
    });
    return notes;
  }

  /** Forgets the findings that it keeps: something outside the workspace has changed them. */
  forget(): void {
    this.#kept.clear();
  }

  #check(path: string): readonly Finding[] {
    const kind = documentKind(path);
    if (!kind || (kind !== 'history' && this.workspace.text(path) === undefined)) return [];
    if (isSettled(path, this.workspace)) return [];
    const findings = new DocumentCheck(this.workspace, this.#tools, this.rules, this.#onFault).run(path, kind);
    return this.workspace.isMerged(path) ? findings.map(withoutSafeRepairs) : findings;
  }

  /** Suggestions that hide findings of a file with a comment, by finding: where it stands, and in the whole file. */
  ignoring(path: string, findings: readonly Finding[]): ReadonlyMap<Finding, readonly Repair[]> {
    const text = this.workspace.text(path);
    const units = documentUnits(this.workspace, path, this.#tools);
    if (text === undefined || !units) return new Map();
    const suppressible = findings.filter(({ rule }) => !rule.startsWith('suppression/'));
    return new Map(suppressible.map((finding) => [finding, suppressionRepairs(text, finding, units)]));
  }

  /**
   * Applies every safe repair of a file until none is left, in the workspace's own texts.
   * @returns the new texts by path, those of other files that a repair reached included; the workspace is left as it was.
   */
  fix(path: string, wanted?: (finding: Finding) => boolean): ReadonlyMap<string, string> {
    return this.fixAll([path], wanted);
  }

  /** As `fix`, for several files, each seeing what was repaired in those before it. */
  fixAll(paths: readonly string[], wanted: (finding: Finding) => boolean = () => true): ReadonlyMap<string, string> {
    const before = new Map<string, string>();
    for (const path of paths) this.#fixOne(path, wanted, before);
    const result = this.#changedSince(before);
    for (const [target, text] of before) this.workspace.set(target, text);
    return result;
  }

  /**
   * As `fixAll`, for so many files that others cannot wait for it.
   * @param turn repairs one file when its turn comes; what it throws ends the whole.
   */
  async fixInTurns(
    paths: readonly string[],
    turn: (path: string, fix: () => void) => Promise<void>,
  ): Promise<ReadonlyMap<string, string>> {
    const copy = new Linter(this.workspace.copy(), this.#tools, this.rules, this.#onFault);
    const before = new Map<string, string>();
    for (const path of paths) await turn(path, () => copy.#fixOne(path, () => true, before));
    return copy.#changedSince(before);
  }

  /** The texts of files that are others than they were. */
  #changedSince(before: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
    const changed = new Map<string, string>();
    for (const [path, was] of before) {
      const text = this.workspace.text(path)!;
      if (text !== was) changed.set(path, text);
    }
    return changed;
  }

  #fixOne(path: string, wanted: (finding: Finding) => boolean, before: Map<string, string>): void {
    const longest = LARGEST_GROWTH * ((this.workspace.text(path)?.length ?? 0) + 1_000);
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const edits = safeEdits(path, this.check(path).filter(wanted));
      if (edits.size === 0 || (this.workspace.text(path)?.length ?? 0) > longest) return;
      for (const [target, changes] of edits) this.#apply(target, changes, before);
    }
  }

  #apply(path: string, edits: readonly Edit[], before: Map<string, string>): void {
    const text = this.workspace.text(path);
    if (text === undefined) return;
    if (!before.has(path)) before.set(path, text);
    this.workspace.set(path, applyEdits(text, edits));
  }
}

/**
 * Repairs of one round can uncover findings for the next, and repairs that meet at one place take a round each: as many as a
 * large schema has models. A rule that never comes to rest must not hang the editor.
 */
const MAX_ROUNDS = 500;

/** No repair makes a file many times as long: one that does feeds on what it wrote. */
const LARGEST_GROWTH = 20;

function withRepairs({ rule, severity, message, span, repairs, related }: Finding): Finding {
  return { rule, severity, message, span, repairs: repairs.map(withEdits), related };
}

function withEdits({ title, safe, edits }: Repair): Repair {
  return { title, safe, edits };
}
