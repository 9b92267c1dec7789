import { LRUCache } from 'lru-cache';
import type { Connection, InitializeParams } from 'vscode-languageserver/node';
import { LineIndex } from '../core/span';
import type { PrismaValidator, SqlParser } from '../core/tools';
import { createLinter } from '../host/createLinter';
import { lastingSqlParser } from '../host/lastingSqlParser';
import { createPrismaValidator } from '../host/prismaValidator';
import type { Linter } from '../linter';
import { expectEdits, forgetEdits } from '../workspace/history/editedDocuments';
import { fileKind } from '../workspace/workspace';
import { abilitiesOf, type ClientAbilities } from './clientAbilities';
import { GivenUpDocuments } from './givenUp';
import { type OpenDocument, OpenDocuments } from './openDocuments';
import { PatientValidator } from './patientValidator';
import { EXPLAIN_RULE, STATUS, type StatusParams } from './protocol';
import { SessionFiles } from './sessionFiles';
import type { GivenUp } from './threads/reports';
import { ValidatorThread } from './threads/validatorThread';
import type { Work } from './threads/work';
import { tick } from './tick';
import type { Troubles } from './troubles';
import { isFile } from './uris';

/** Work that no one waits for starts when nothing was typed for this long. */
const QUIET_MS = 300;

/** How long an answer waits for the folders to be read, where it can be corrected later. */
const LONGEST_WAIT_MS = 200;

/** When what was worked out at the start is kept: nobody waits for it. */
const KEEP_AFTER_MS = 10_000;

const LINES_KEPT = 16;

/** One editor's session: its open documents over the files of its folders, and the engine that checks them. */
export class Session {
  readonly connection: Connection;
  readonly abilities: ClientAbilities;
  readonly documents = new OpenDocuments();
  readonly givenUp = new GivenUpDocuments();
  readonly linter: Linter;
  readonly files: SessionFiles;
  readonly work: Work;
  readonly #changed: (() => void)[] = [];
  readonly #lines = new LRUCache<string, { readonly text: string; readonly lines: LineIndex }>({ max: LINES_KEPT });
  readonly #sql: SqlParser;
  #lastKeystroke = 0;

  private constructor(connection: Connection, params: InitializeParams, linter: Linter, sql: SqlParser, work: Work) {
    this.connection = connection;
    this.abilities = abilitiesOf(params);
    this.linter = linter;
    this.#sql = sql;
    this.files = new SessionFiles(linter, params, (path) => this.#isOurs(path));
    this.work = work;
  }

  /** Loads the engine. */
  static async start(
    connection: Connection,
    params: InitializeParams,
    troubles: Troubles,
    work: Work,
  ): Promise<Session> {
    let session: Session | undefined;
    const lookAgain = () => session?.lookAgain();
    const sql = await lastingSqlParser({ lost: work.parserLost, back: work.parserBack, recovered: lookAgain });
    const linter = await createLinter({
      sql,
      validatePrisma: validatorFor(abilitiesOf(params), troubles, lookAgain),
      onFault: (rule, path, error) => troubles.note(`${rule} on ${path}`, error),
    });
    linter.workspace.onRead = work.goesOn;
    session = new Session(connection, params, linter, sql, work);
    return session;
  }

  /** True when the page of a rule can be shown, by the editor itself or by us through it. */
  get explains(): boolean {
    return this.abilities.commands.includes(EXPLAIN_RULE) || this.abilities.showsDocuments;
  }

  /** Settles when the folders are read, or have taken so long that a first answer is better than a complete one. */
  async settled(): Promise<void> {
    if (this.files.isLoaded) return;
    const canCorrect = this.abilities.refreshesDiagnostics || !this.abilities.pullsDiagnostics;
    if (!canCorrect) await this.files.loaded;
    else await Promise.race([this.files.loaded, new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT_MS))]);
  }

  /** Gives way: to what has come in meanwhile, and to a person who is typing. */
  async quiet(): Promise<void> {
    await tick();
    for (;;) {
      const left = this.#lastKeystroke + QUIET_MS - performance.now();
      if (left <= 0) return;
      await new Promise((resolve) => setTimeout(resolve, left));
    }
  }

  /** Calls back whenever findings of other documents than the edited one may have changed. */
  onFilesChanged(listener: () => void): void {
    this.#changed.push(listener);
  }

  /** Reads the folders' files; until it is done, findings are about open documents alone. */
  async load(): Promise<void> {
    this.#tell('loading');
    await this.files.load();
    this.#tell('ready');
    for (const problem of this.files.problems()) this.connection.console.warn(problem);
    await this.files.findMerged();
    this.#notify();
    setTimeout(() => void this.#keep(), KEEP_AFTER_MS).unref();
  }

  /** By now the histories of what is open have been worked out. What a parser in trouble made of them is not kept. */
  async #keep(): Promise<void> {
    await this.quiet();
    await this.files.keepHistory(this.#sql.crashes === 0);
  }

  /** Takes in a document that was opened, with the project that it belongs to where no folder of the editor holds it. */
  async opened(document: OpenDocument): Promise<void> {
    if (!this.givenUp.has(document.path)) this.take(document);
    if (isFile(document.text.uri) && (await this.files.includeProjectOf(document.path))) await this.load();
  }

  /** Takes in what an open document says now. */
  take({ path, text }: OpenDocument): void {
    this.givenUp.delete(path);
    this.#lastKeystroke = performance.now();
    this.linter.workspace.set(path, text.getText());
    if (fileKind(path) === 'sql') expectEdits(this.linter.workspace, path);
    if (fileKind(path) === 'configuration') void this.#configurationChanged();
  }

  /** What is on disk holds again. */
  async closed({ path, text }: OpenDocument): Promise<void> {
    forgetEdits(this.linter.workspace, path);
    if (this.givenUp.has(path)) return;
    if (isFile(text.uri)) await this.files.reread([path]);
    else this.linter.workspace.delete(path);
    // Findings hold on to what their repairs would need: nobody asks for those of a closed document.
    this.linter.forget();
    this.#notify();
  }

  /** Takes in files that changed on disk. */
  async changedOnDisk(paths: readonly string[]): Promise<void> {
    for (const path of paths) if (!this.documents.at(path)) this.givenUp.delete(path);
    await this.files.loaded;
    const { generation } = this.linter.workspace;
    await this.files.reread(paths);
    if (paths.some((path) => fileKind(path) === 'configuration')) await this.#configurationChanged();
    else if (this.linter.workspace.generation !== generation) this.#notify();
  }

  /** Leaves a document alone until it changes. */
  giveUp({ path, fault }: GivenUp): void {
    this.givenUp.add(path, fault);
    this.linter.workspace.delete(path);
    this.#notify();
  }

  /** Takes in folders that were added to the editor. */
  async addFolders(uris: readonly string[]): Promise<void> {
    this.files.addFolders(uris);
    await this.load();
  }

  /** Findings have changed although no file has. */
  lookAgain(): void {
    this.linter.forget();
    this.#notify();
  }

  /** The lines of a file as it is in the workspace; the last few are kept. */
  lines(path: string): LineIndex {
    const text = this.linter.workspace.text(path) ?? '';
    const kept = this.#lines.get(path);
    if (kept?.text === text) return kept.lines;
    const lines = new LineIndex(text);
    this.#lines.set(path, { text, lines });
    return lines;
  }

  /** Its globs may name other files now. */
  async #configurationChanged(): Promise<void> {
    this.#notify();
    await this.quiet();
    await this.load();
  }

  /** True for a file whose text the disk does not decide. */
  #isOurs(path: string): boolean {
    return this.documents.at(path) !== undefined || this.givenUp.has(path);
  }

  #notify(): void {
    for (const listener of this.#changed) listener();
  }

  #tell(state: StatusParams['state']): void {
    const params: StatusParams = { state, files: this.files.count() };
    void this.connection.sendNotification(STATUS, params);
  }
}

function validatorFor(abilities: ClientAbilities, troubles: Troubles, arrived: () => void): PrismaValidator | 'none' {
  if (abilities.validatesPrisma) return 'none';
  const validate = createPrismaValidator();
  const canWait = abilities.refreshesDiagnostics || !abilities.pullsDiagnostics;
  if (!canWait) return validate;
  const thread = new ValidatorThread((error) => troubles.note('validating a schema', error));
  return new PatientValidator(validate, (files) => thread.validate(files), arrived).validate;
}
