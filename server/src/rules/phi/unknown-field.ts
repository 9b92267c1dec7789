import { replacement } from '../../core/edit';
import type { Repair } from '../../core/finding';
import type { Declaration } from '../../languages/prisma/declaration';
import type { ListedName, ListedNames } from '../../languages/typescript/fieldLists';
import { takeOutListedName } from '../../repairs/typescript/takeOutListedName';
import { meantFields, modelOf } from '../../workspace/phi/candidates';
import type { PhiList } from '../../workspace/phi/list';
import type { Schema } from '../../workspace/schema/schema';
import { phiRule } from './context';

const SCHEMA = { 'schema.prisma': 'model Client {\n  id    String  @id\n  phone String?\n}\n' };

export const unknownField = phiRule({
  id: 'phi/unknown-field',
  severity: 'error',
  docs: {
    summary: 'Every field that the encryption list names is in its model.',
    why: 'A field that is misspelt in the list, or renamed in the schema and not in the list, is not encrypted any more. Nothing fails: the health data is simply written in the clear from that day on.',
    source: 'HOUSE-RULES: Fields that get encrypted',
    bad: [{ text: "const PHI_FIELDS_BY_MODEL = {\n  Client: ['phonee'],\n};\n", files: SCHEMA }],
    good: [{ text: "const PHI_FIELDS_BY_MODEL = {\n  Client: ['phone'],\n};\n", files: SCHEMA }],
    whenOff: 'Never with a schema in the repository: each finding is data that someone believes to be encrypted.',
    notes:
      'The finding stands in the list, and once more at the model in the schema, so that whoever renames or removes a field there sees it before the commit. Offered are up to three fields that could be meant: text fields of the model that the list does not name yet, the likeliest first.',
  },
  checkList({ list, schema, report }) {
    for (const missing of missingFields(list, schema))
      report({ at: missing.listed.span, message: messageFor(missing), repairs: repairsFor(list, missing) });
  },
  checkSchema({ list, schema, declarations, inList, report }) {
    for (const missing of missingFields(list, schema)) {
      const { model, listed } = missing;
      const at = list.now(listed.span);
      if (!declarations.includes(model)) continue;
      report({
        at: model.at(model.block.name),
        message: messageFor(missing),
        repairs: repairsFor(list, missing).flatMap((repair) => inList(repair) ?? []),
        related: at ? [{ ...at, path: list.path, message: `\`${list.name}\` names \`${listed.name}\` here.` }] : [],
      });
    }
  },
});

interface Missing {
  readonly model: Declaration;
  readonly listed: ListedName;
  /** The fields that may be meant, the likeliest first. */
  readonly meant: readonly string[];
  /** True when other models share the array that the name stands in. */
  readonly shared: boolean;
}

function missingFields(list: PhiList, schema: Schema | undefined): Missing[] {
  return list.lists.entries.flatMap((entry): Missing[] => {
    const model = schema && modelOf(schema, entry.key);
    return model ? missingIn(list, schema, entry, model) : [];
  });
}

function missingIn(list: PhiList, schema: Schema, { names, array }: ListedNames, model: Declaration): Missing[] {
  return names
    .filter(({ name }) => !model.field(name))
    .map((listed) => ({
      model,
      listed,
      meant: meantFields(schema, model, list, listed.name),
      shared: listed.array !== array,
    }));
}

function messageFor({ model, listed, meant }: Missing): string {
  const advice = meant[0] ? `write the field that is meant (\`${meant[0]}\`?)` : 'write the field that is meant';
  return `\`${model.name}\` has no field \`${listed.name}\`, so what the encryption list means is stored in the clear: ${advice}, or take the name out.`;
}

function repairsFor(list: PhiList, { listed, meant, shared }: Missing): Repair[] {
  if (shared) return [];
  const renames = meant.map((name) => ({
    title: `Write \`${name}\` in the encryption list`,
    safe: false,
    edits: [replacement(listed.span, name)],
  }));
  const out = {
    title: `Take \`${listed.name}\` out of the list`,
    safe: false,
    edits: [takeOutListedName(list.tree, listed)],
  };
  return [...renames, out];
}
