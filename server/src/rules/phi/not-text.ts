import { takeOutListedName } from '../../repairs/typescript/takeOutListedName';
import { modelOf } from '../../workspace/phi/candidates';
import { isUnique, whyNotText } from '../../workspace/phi/fields';
import { phiRule } from './context';

const SCHEMA = {
  'schema.prisma':
    'model Client {\n  id          String       @id\n  phone       String?\n  email       String?      @unique\n  dateOfBirth DateTime\n  status      ClientStatus\n}\n\nenum ClientStatus {\n  ACTIVE\n}\n',
};

export const notText = phiRule({
  id: 'phi/not-text',
  severity: 'error',
  docs: {
    summary: 'Only text fields are in the encryption list.',
    why: 'Ciphertext is text. A date, number or enum column refuses it (SQLSTATE 22P02 or 22007), and an encrypted id or foreign key points to no row any more (23503).',
    source: 'HOUSE-RULES: Fields that get encrypted',
    bad: [
      { text: "const PHI_FIELDS_BY_MODEL = {\n  Client: ['phone', 'dateOfBirth'],\n};\n", files: SCHEMA },
      { text: "const PHI_FIELDS_BY_MODEL = {\n  Client: ['status'],\n};\n", files: SCHEMA },
      { text: "const PHI_FIELDS_BY_MODEL = {\n  Client: ['id'],\n};\n", files: SCHEMA },
    ],
    good: [{ text: "const PHI_FIELDS_BY_MODEL = {\n  Client: ['phone', 'email'],\n};\n", files: SCHEMA }],
    whenOff: 'Where the middleware of the house turns other types into text by itself.',
    notes:
      'String and String[] can be encrypted, unless a native type such as `@db.Uuid` or `@db.Inet` keeps the column from holding text. Ids and foreign keys are always reported. A unique field is reported when `phi.deterministic` is false in the configuration: a cipher with a random IV writes a different text each time, so that the database sees no two alike and finds none. The default is true, as the house encrypts `Client.email`, which is unique.',
  },
  checkList({ list, schema, configuration, report }) {
    for (const { key, names, array } of list.lists.entries) {
      const model = schema && modelOf(schema, key);
      for (const listed of names) {
        const field = model?.field(listed.name);
        if (!model || !field || field.broken) continue;
        const reason =
          whyNotText(schema, model, field) ??
          (isUnique(model, field) && !configuration.phi.deterministic
            ? 'is unique, and a cipher with a random IV makes every value differ'
            : undefined);
        if (!reason) continue;
        const edits = [takeOutListedName(list.tree, listed)];
        report({
          at: listed.span,
          message: `\`${key}.${listed.name}\` ${reason}: take it out of the list, or make it a text field of its own.`,
          repairs:
            listed.array === array ? [{ title: `Take \`${listed.name}\` out of the list`, safe: false, edits }] : [],
          related:
            model.path === list.path ? [] : [{ ...model.at(field.name), path: model.path, message: 'The field.' }],
        });
      }
    }
  },
});
