import { Declaration } from '../../languages/prisma/declaration';
import type { Schema, SchemaFile, SchemaIndex } from './schema';

type Question = (schema: Schema, name: string) => unknown;

/** What a schema was asked and what it answered: what was worked out from that holds as long as the answers do. */
export class Answers {
  readonly #byQuestion = new Map<Question, Map<string, unknown>>();

  note(question: Question, name: string, answer: unknown): void {
    let byName = this.#byQuestion.get(question);
    if (!byName) {
      byName = new Map();
      this.#byQuestion.set(question, byName);
    }
    byName.set(name, comparable(answer));
  }

  /** True when a schema gives the same answers. */
  holdIn(schema: Schema): boolean {
    for (const [question, byName] of this.#byQuestion)
      for (const [name, answer] of byName) if (comparable(question(schema, name)) !== answer) return false;
    return true;
  }
}

/** A schema that takes down what it is asked. */
export class WatchedSchema implements Schema {
  readonly #schema: Schema;
  readonly #answers: Answers;

  constructor(schema: Schema, answers: Answers) {
    this.#schema = schema;
    this.#answers = answers;
  }

  get files(): readonly SchemaFile[] {
    return this.#ask(whole).files;
  }

  block(name: string): Declaration | undefined {
    return this.#ask(block, name);
  }

  model(name: string): Declaration | undefined {
    return this.#ask(model, name);
  }

  enumeration(name: string): Declaration | undefined {
    return this.#ask(enumeration, name);
  }

  declarations(): Iterable<Declaration> {
    return this.#ask(whole).declarations();
  }

  models(): Iterable<Declaration> {
    return this.#ask(whole).models();
  }

  lookUp<T>(index: SchemaIndex<T>, name: string): T | undefined {
    return this.#ask(lookUpIn(index), name);
  }

  get provider(): string | undefined {
    return this.#ask(provider);
  }

  get emulatesRelations(): boolean {
    return this.#ask(emulatesRelations);
  }

  #ask<T>(question: (schema: Schema, name: string) => T, name = ''): T {
    const answer = question(this.#schema, name);
    this.#answers.note(question, name, answer);
    return answer;
  }
}

const whole = (schema: Schema) => schema;
const block = (schema: Schema, name: string) => schema.block(name);
const model = (schema: Schema, name: string) => schema.model(name);
const enumeration = (schema: Schema, name: string) => schema.enumeration(name);
const provider = (schema: Schema) => schema.provider;
const emulatesRelations = (schema: Schema) => schema.emulatesRelations;

const lookUps = new WeakMap<SchemaIndex<unknown>, Question>();

/** One question for each index, so that what was asked of it is noted once. */
function lookUpIn<T>(index: SchemaIndex<T>): (schema: Schema, name: string) => T | undefined {
  const question = lookUps.get(index) ?? ((schema: Schema, name: string) => schema.lookUp(index, name));
  lookUps.set(index, question);
  // The question that is kept under an index is about that index.
  return question as (schema: Schema, name: string) => T | undefined;
}

/** A declaration moves when something before it is edited; what it says is its block. */
function comparable(answer: unknown): unknown {
  return answer instanceof Declaration ? answer.block : answer;
}
