import { replacement } from '../../core/edit';
import { meantModel, modelOf } from '../../workspace/phi/candidates';
import { phiRule } from './context';

const SCHEMA = { 'schema.prisma': 'model Client {\n  id    String  @id\n  phone String?\n}\n' };

export const unknownModel = phiRule({
  id: 'phi/unknown-model',
  severity: 'error',
  docs: {
    summary: 'Every model that the encryption list names is in the Prisma schema.',
    why: 'The middleware looks a model up by its name. Under a name that no model has it encrypts nothing, raises no error, and the data lies in the clear.',
    source: 'HOUSE-RULES: Fields that get encrypted',
    bad: [{ text: "const PHI_FIELDS_BY_MODEL = {\n  Clients: ['phone'],\n};\n", files: SCHEMA }],
    good: [{ text: "const PHI_FIELDS_BY_MODEL = {\n  Client: ['phone'],\n};\n", files: SCHEMA }],
    whenOff: 'Where the list also serves models that are not in this repository.',
    notes:
      'The list is read as text and never run: types, `as const`, `satisfies`, `Object.freeze`, sets, quoted keys and spreads of other constants of the same file are understood. The schema is the nearest one, merged from all its files; with no schema in the workspace the rule is silent. Offered is the model most like it in name, else the one that has all the fields.',
  },
  checkList({ list, schema, report }) {
    if (!schema) return;
    for (const entry of list.lists.entries) {
      if (modelOf(schema, entry.key)) continue;
      const meant = meantModel(schema, list, entry);
      report({
        at: entry.span,
        message: `The schema has no model \`${entry.key}\`, so nothing is encrypted under that name: ${meant ? `write \`${meant}\`` : 'write the name of a model'}, or take it out.`,
        repairs: meant ? [{ title: `Write \`${meant}\``, safe: false, edits: [replacement(entry.span, meant)] }] : [],
      });
    }
  },
});
