import type { BlockExpression } from '../syntax';

/** The variables of a body and what they are given, so that one that only ever gets one constant can be read. */
export class Variables {
  /** All that the body declares or gives a value. */
  readonly names = new Set<string>();
  readonly #values = new Map<string, { count: number; expression: BlockExpression | undefined }>();

  /** Takes down that there is a variable. */
  declare(name: string): void {
    this.names.add(name);
  }

  /** Takes down that a variable is given a value: that of an expression, or one that only the run knows. */
  assign(name: string, expression?: BlockExpression): void {
    this.declare(name);
    const count = (this.#values.get(name)?.count ?? 0) + 1;
    this.#values.set(name, { count, expression });
  }

  /** The expression of a variable that is given a value in one place only. */
  only(name: string): BlockExpression | undefined {
    const value = this.#values.get(name);
    return value?.count === 1 ? value.expression : undefined;
  }
}
