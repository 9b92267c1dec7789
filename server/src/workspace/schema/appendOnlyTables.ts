import pluralize from 'pluralize';
import type { Configuration } from '../../core/configuration';
import { pascalCase, wordsOf } from '../../languages/prisma/names';
import { isAppendOnly } from './models';

/** True for the table of a model whose rows are only ever added: `audit_logs` for `AuditLog`, singular or plural. */
export function isAppendOnlyTable(name: string, configuration: Configuration): boolean {
  const words = wordsOf(name);
  const last = words.at(-1);
  if (last === undefined) return false;
  const singular = pascalCase([...words.slice(0, -1), pluralize.singular(last)].join('_'));
  return [name, pascalCase(name), singular].some((model) => isAppendOnly(model, configuration));
}
