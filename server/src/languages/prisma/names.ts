import pluralize from 'pluralize';
import { keptByName } from '../../core/kept';

/** The words of a name in lower case: `medicalRecordNumber`, `medical_record_number` and `HTTPStatus2` in their parts. */
export const wordsOf = keptByName((name): readonly string[] => {
  const found = name.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}]+|\p{N}+/gu) ?? [];
  return found.map((word) => word.toLowerCase());
});

/** The words of a name, each in the singular. */
export const singularWordsOf = keptByName((name) => wordsOf(name).map((word) => pluralize.singular(word)));

/** One key for all ways to write a name: `createdAt` and `created_at` share theirs. */
export const wordKey = keptByName((name) => wordsOf(name).join('_'));

/** `medical_record_number`. Digits stay with the word before them. */
export function snakeCase(name: string): string {
  return joined(wordsOf(name));
}

/** `MEDICAL_RECORD_NUMBER`. */
export function upperSnakeCase(name: string): string {
  return snakeCase(name).toUpperCase();
}

/** `medicalRecordNumber`. */
export function camelCase(name: string): string {
  const pascal = pascalCase(name);
  return pascal.charAt(0).toLowerCase() + pascal.slice(1);
}

/** `MedicalRecordNumber`. */
export function pascalCase(name: string): string {
  return wordsOf(name)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** The name of the table for a model: `clinical_notes` for ClinicalNote. */
export const tableName = keptByName((model) => {
  const parts = wordsOf(model);
  const last = parts.at(-1);
  return last === undefined ? '' : joined([...parts.slice(0, -1), plural(last)]);
});

/** The plural of a word or name; a history or a staff is one, as in the house's `appointment_status_history`. */
export function plural(word: string): string {
  return /(?:history|staff|data)$/i.test(word) ? word : pluralize.plural(word);
}

/** True when two names are of the same words, however they are written: `createdAt` and `created_at`. */
export function sameName(a: string, b: string): boolean {
  return a === b || wordKey(a) === wordKey(b);
}

function joined(parts: readonly string[]): string {
  return parts.reduce((text, word) => (text === '' || /^\p{N}/u.test(word) ? text + word : `${text}_${word}`), '');
}
