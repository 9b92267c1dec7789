import { applyEdits, type Edit } from '../../core/edit';
import type { AlterLayout } from '../../languages/sql/layout';
import type { Action } from '../../rerun/effects/alter-table';
import { dedented, type Piece } from './doBlock';
import { insertedBehind, type Subject } from './subject';

/** How one action is made to run twice: a clause of its own, a condition, or a statement before it. */
export interface Fix {
  readonly clause?: { readonly at: number; readonly words: string };
  readonly condition?: readonly string[];
  /** A whole action to carry out first, such as `DROP CONSTRAINT IF EXISTS "c"`. */
  readonly first?: string;
  /** Text that gives a constraint the name that PostgreSQL would choose, behind the token. */
  readonly named?: { readonly at: number; readonly text: string };
}

/** An action of a statement with what makes it run twice. */
export interface FixedAction {
  readonly action: Action;
  readonly fix: Fix;
}

/** Writes an ALTER TABLE with its fixes: in place, or its actions one by one. */
export class AlterWriter {
  readonly #subject: Subject;
  readonly #layout: AlterLayout;
  readonly #tableGone: boolean;

  /** @param tableGone the whole statement is only for where the table is still there. */
  constructor(subject: Subject, layout: AlterLayout, tableGone: boolean) {
    this.#subject = subject;
    this.#layout = layout;
    this.#tableGone = tableGone;
  }

  /** Edits of the statement as it stands. */
  edits(fixes: readonly FixedAction[]): Edit[] {
    const subject = this.#subject;
    const edits = fixes.flatMap(({ fix }) => this.#actionEdits(fix));
    if (this.#tableGone && !this.#layout.ifExists)
      edits.unshift(insertedBehind(subject, this.#layout.kind, 'IF EXISTS'));
    const first = fixes[0]?.fix.first;
    if (first !== undefined)
      edits.unshift({
        start: 0,
        end: 0,
        text: `${this.#prefix()} ${first};${subject.style.eol}${subject.style.indent}`,
      });
    return edits;
  }

  #actionEdits({ clause, named }: Fix): Edit[] {
    const subject = this.#subject;
    return [
      ...(clause && !subject.text.slice(subject.tokens[clause.at]!.end).match(/^\s+if\s+(not\s+)?exists\b/i)
        ? [insertedBehind(subject, clause.at, clause.words)]
        : []),
      ...(named
        ? [{ start: subject.tokens[named.at]!.end, end: subject.tokens[named.at]!.end, text: named.text }]
        : []),
    ];
  }

  /** `ALTER TABLE name` as written. */
  #prefix(): string {
    const { text, tokens } = this.#subject;
    return text.slice(0, tokens[this.#layout.name.last]!.end);
  }

  /** Each action as a statement of its own; neighbours that need no condition stay together. */
  pieces(fixes: readonly FixedAction[]): Piece[] {
    const pieces: Piece[] = [];
    let open: string[] = [];
    const prefix = this.#prefix();
    const close = () => {
      if (open.length) pieces.push({ statement: joined(prefix, open.join(', ')) });
      open = [];
    };
    for (const { action, fix } of fixes) {
      const written = this.#written(action.index, fix);
      if (fix.first !== undefined) open.push(fix.first);
      if (fix.first !== undefined) close();
      if (fix.condition) {
        close();
        const statement = fixes.length === 1 ? this.#edited(fix) : joined(prefix, written);
        pieces.push({ statement, condition: fix.condition });
      } else open.push(written);
    }
    close();
    return pieces;
  }

  #edited(fix: Fix): string {
    const { text, style } = this.#subject;
    return dedented(applyEdits(text, this.#actionEdits(fix)), style.indent);
  }

  /** One action's text with the comments before it, and its own edits. */
  #written(index: number, fix: Fix): string {
    const { text, tokens, style } = this.#subject;
    const { first, last } = this.#layout.actions[index]!;
    const before =
      index === 0 ? tokens[this.#layout.name.last]!.end : tokens[this.#layout.actions[index - 1]!.last + 1]!.end;
    const start = before;
    const end = tokens[last]!.end;
    const shifted = this.#actionEdits(fix).map((edit) => ({
      ...edit,
      start: edit.start - start,
      end: edit.end - start,
    }));
    const comments = text.slice(before, tokens[first]!.start).trim();
    const edited = applyEdits(text.slice(start, end), shifted).trimStart();
    return comments.includes('--') || comments.includes('/*')
      ? `${style.eol}${dedented(edited, style.indent)}`
      : dedented(edited, style.indent);
  }
}

/** A prefix and an action; one that begins with comments stands on lines of its own. */
function joined(prefix: string, action: string): string {
  return /^\r?\n/.test(action) ? prefix + action : `${prefix} ${action}`;
}
