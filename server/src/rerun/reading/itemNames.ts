import { display, nameOfKey } from './names';
import { spokenType } from './typeNames';

/** How the key of an object that has a name and nothing else that matters is shown to people. */
export function shown(key: string): string {
  return key.includes('.') ? display(key) : `"${key}"`;
}

/** The same with the word for its kind: `function "f(text)"`, `operator === (text, text)`, `cast (integer AS level)`. */
export function shownItem(word: string, key: string): string {
  if (word === 'cast') return `cast (${key.split(AS).map(spokenType).join(AS)})`;
  if (word !== 'operator') return `${word} ${shown(key)}`;
  const open = key.lastIndexOf('(');
  const operands = key.slice(open + 1, -1).split(',');
  return `operator ${nameOfKey(key.slice(0, open))} (${operands.map((type) => spokenType(type) || 'NONE').join(', ')})`;
}

/** The key of a cast. */
export function castKey(source: string, target: string): string {
  return source + AS + target;
}

const AS = ' AS ';
