import type { BlockExpression } from '../syntax';

/** Constants by the variables that stand for them. */
export type Bindings = ReadonlyMap<string, string>;

/** The variables of a body and what they are given, so that one that only ever gets one constant can be read. */
export class Variables {
  /** All that the body declares or gives a value. */
  readonly names = new Set<string>();
  readonly #values = new Map<string, { count: number; expression: BlockExpression | undefined }>();

  /** Constants that variables of loops stand for in the round that is being read. */
  #bound: Bindings = new Map();

  get bound(): Bindings {
    return this.#bound;
  }

  /** Reads with variables standing for constants. What is read is known already, and takes nothing down. */
  within<T>(values: Bindings, read: () => T): T {
    const before = this.#bound;
    this.#bound = new Map([...before, ...values]);
    const result = read();
    this.#bound = before;
    return result;
  }

  /** Takes down that there is a variable. */
  declare(name: string): void {
    this.names.add(name);
  }

  /** Takes down that a variable is given a value: that of an expression, or one that only the run knows. */
  assign(name: string, expression?: BlockExpression): void {
    if (this.#bound.size > 0) return;
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
