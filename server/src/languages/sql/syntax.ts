import type { Node } from '@pgsql/types';
import type { Span } from '../../core/span';

/** A lexical unit of PostgreSQL, without blanks and comments; offsets count UTF-16 from the start of its statement. */
export interface Token extends Span {
  readonly kind: 'word' | 'quoted' | 'string' | 'dollar' | 'number' | 'parameter' | 'operator' | 'punctuation';
  /** For words the lower-case text; otherwise the text as it stands. */
  readonly text: string;
}

/** What the parser says of one statement. */
export type Parse =
  | { readonly kind: 'tree'; readonly node: Node }
  | { readonly kind: 'syntax'; readonly message: string; readonly at: Span }
  | { readonly kind: 'crash'; readonly message: string };

/**
 * One statement as its text alone determines it, kept by that text: wherever the statement moves, this stays. All offsets
 * count UTF-16 code units from the first token of the statement.
 */
export interface StatementSyntax {
  /** From the first token to the last one, without the semicolon and without comments around it. */
  readonly text: string;
  readonly parse: Parse;
  readonly tokens: readonly Token[];
  /** Turns a `location` of the tree (UTF-8 bytes) into an offset; undefined when the tree left it out as unknown (-1). */
  offset(location: number | undefined): number | undefined;
  /** The opened body of a DO statement in plpgsql, where its quoting lets it be mapped back. */
  readonly block?: DoBlock;
  /** The opened body of a function or procedure in plpgsql, as that of a DO statement; its parameters are variables. */
  readonly routine?: DoBlock;
}

/** A statement at its place in a document, or at its place within the statement whose DO block it stands in. */
export interface Statement extends Span {
  readonly syntax: StatementSyntax;
  /** The offset of the `;` that ends it, or undefined when it has none. */
  readonly semicolon?: number;
  /** What the end of the document cut off within it: the rest of the text is part of this statement. */
  readonly unterminated?: 'string' | 'quoted' | 'dollar' | 'comment';
  /** Only the run writes this text, by `format()` or `||`: the span is the expression's, and offsets within it mean nothing. */
  readonly generated?: true;
  /** It stands in a `'…'` string: a quote that an edit puts in must be doubled. */
  readonly quoted?: true;
}

/** A SQL text cut into statements. */
export interface SqlDocument {
  readonly text: string;
  readonly statements: readonly Statement[];
}

/** Stands for a name that only the run knows. */
export const UNKNOWN_NAME = 'ehr_schema_unknown_name';

/** The body of a DO statement: offsets count from the start of the DO statement. */
export interface DoBlock extends Span {
  readonly statements: readonly BlockStatement[];
  /** The names of its variables, folded. */
  readonly variables: ReadonlySet<string>;
}

/** An expression of plpgsql, parsed as `SELECT expression`; `offset` turns a location of its tree into the DO statement's offsets. */
export interface BlockExpression extends Span {
  readonly node?: Node;
  /** It is read for one round of a loop; what is written there holds for all. */
  readonly bound?: true;
  offset(location: number | undefined): number | undefined;
}

/** A statement of plpgsql. Offsets count from the start of the DO statement. */
export type BlockStatement = Span &
  /** `into`: the variables that take its result. PERFORM reads as SELECT, and INTO with its targets as blanks. */
  (
    | { readonly kind: 'sql'; readonly statement: Statement; readonly into?: readonly string[] }
    /** `statements` where the string is a constant, or `format()` of constants; undefined when only the run knows it. */
    | {
        readonly kind: 'execute';
        readonly expression: BlockExpression;
        readonly statements?: readonly Statement[];
        /** The statements with UNKNOWN_NAME in place of what only the run knows. */
        readonly outline: readonly Statement[];
        readonly into?: readonly string[];
      }
    /** IF, or CASE read as one; a branch without a condition is the ELSE. */
    | { readonly kind: 'if'; readonly branches: readonly Branch[] }
    /**
     * `rounds`: the body with each value of the loop's variable put in, where these are constants. `over`: the tables whose
     * rows it goes over, all of them; none for a range of numbers and a WHILE that counts.
     */
    | {
        readonly kind: 'loop';
        readonly label?: string;
        readonly body: readonly BlockStatement[];
        readonly rounds?: readonly (readonly BlockStatement[])[];
        readonly over?: readonly string[];
        /** The SELECT whose rows it goes over, unless these are constants. */
        readonly query?: Statement;
      }
    /** The declarations of a block stand before it, as its handlers do not catch what they raise. */
    | {
        readonly kind: 'block';
        readonly label?: string;
        readonly body: readonly BlockStatement[];
        readonly handlers: readonly Handler[];
      }
    /** RETURN, EXIT, CONTINUE without a condition end the path; with `WHEN` they may. */
    | {
        readonly kind: 'leave';
        readonly leaves: 'return' | 'exit' | 'continue';
        readonly label?: string;
        readonly condition?: BlockExpression;
      }
    /** RAISE EXCEPTION (its SQLSTATE or condition name where given), or a lesser RAISE, which goes on. */
    | { readonly kind: 'raise'; readonly aborts: boolean; readonly condition?: string }
    /** ASSERT: it ends the run where the condition does not hold. */
    | { readonly kind: 'assert'; readonly condition: BlockExpression }
    /** `variable := expression`, or a declaration with a default. */
    | { readonly kind: 'assign'; readonly variable: string; readonly expression: BlockExpression }
    | { readonly kind: 'null' }
    | { readonly kind: 'other' }
  );

export interface Branch {
  readonly condition?: BlockExpression;
  readonly body: readonly BlockStatement[];
}

/** `WHEN condition OR condition THEN …` of an exception block. */
export interface Handler extends Span {
  /** Condition names in lower case (`duplicate_object`, `others`), or SQLSTATEs in five characters. */
  readonly conditions: readonly string[];
  readonly body: readonly BlockStatement[];
}
