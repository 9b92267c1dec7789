import type { Related, Repair } from '../../core/finding';
import type { Declaration } from '../../languages/prisma/declaration';
import type { Field } from '../../languages/prisma/syntax';
import { addListedName } from '../../repairs/typescript/addListedName';
import { isEncryptable, isSearchable } from '../../workspace/phi/fields';
import { PHI_KINDS, peopleModel, phiKindOf } from '../../workspace/phi/identity';
import type { PhiList } from '../../workspace/phi/list';
import { isExcepted } from '../../workspace/phi/phrases';
import { type ModelContext, phiRule } from './context';

const LIST = { 'phiEncryption.ts': "const PHI_FIELDS_BY_MODEL = {\n  Client: ['phone'],\n};\n" };
const none: readonly string[] = [];

export const unlisted = phiRule({
  id: 'phi/unlisted',
  severity: 'info',
  docs: {
    summary: 'Text fields that hold health or identity data are in the encryption list.',
    why: 'A field that is added to the schema and forgotten in the list is stored in the clear. Nothing fails, so nobody notices until the data is out.',
    source: 'HOUSE-RULES: PHI field considerations; 45 CFR 164.514(b)(2)',
    bad: [
      { text: 'model Client {\n  id        String  @id\n  phone     String?\n  diagnosis String?\n}\n', files: LIST },
      { text: 'model EmergencyContact {\n  id   String @id\n  name String\n}\n', files: LIST },
    ],
    good: [
      { text: 'model Client {\n  id    String  @id\n  phone String?\n}\n', files: LIST },
      { text: 'model Product {\n  id    String @id\n  name  String\n  notes String?\n}\n', files: LIST },
      { text: 'model Client {\n  id       String @id\n  lastName String\n\n  @@index([lastName])\n}\n', files: LIST },
    ],
    whenOff: 'Where another layer encrypts whole tables, or the list is kept by other means.',
    notes: [
      "The words are those of the identifiers in HIPAA's safe harbor and of what clinicians write, compared whole and in the singular:",
      PHI_KINDS.map(
        ({ title, phrases, weak }) =>
          `- ${title}: ${[...phrases, ...(weak?.phrases.map((phrase) => `${phrase} (in ${weak.of})`) ?? [])].join(', ')}`,
      ).join('\n'),
      "Looked at are models that hold people's data: people by their name (`Client`, `EmergencyContact`), records about them by their name (`InsuranceInformation`), models that the list names already, and models with a foreign key to people other than the actor (`User`), who stands in every table and whose own name is no secret. `Product.name` is none of these. Models that only grow (`appendOnly`) are left out, since an audit trail must stay readable.",
      "Not reported: what is no text, ids, foreign keys, tokens, and fields in a unique key or an index. These are there to be searched by, which encryption takes away, as with the house's own `@@index([lastName, firstName])`; with `searchable` they are reported too.",
    ].join('\n\n'),
  },
  options: {
    also: { description: 'Further words that show data of people, such as `pronouns`.', default: none },
    people: { description: 'Further models that are people or hold their data, such as `Applicant`.', default: none },
    except: { description: 'What need not be encrypted, as `field`, `Model.field` or `Model`.', default: none },
    searchable: { description: 'Report fields of unique keys and indexes too.', default: false },
  },
  checkModel(context, model) {
    const { schema, list, configuration, options, inList, report } = context;
    const kind = peopleModel(schema, model, list, configuration, options.people);
    if (!kind) return;
    for (const field of model.fields) {
      const data = phiKindOf(field.name.text, kind, options.also);
      if (!data || !isOpen(context, model, field)) continue;
      if (!options.searchable && isSearchable(model, field)) continue;
      if (isExcepted(model.name, field.name.text, options.except)) continue;
      const added = addToList(list, model.name, field.name.text);
      const repair = added && inList(added);
      report({
        at: model.at(field.name),
        message: `\`${model.name}.${field.name.text}\` looks like ${data.title} and is stored in the clear: add it to \`${list.name}\`.`,
        repairs: repair ? [repair] : [],
        related: listPlace(list, model.name),
      });
    }
  },
});

/** True for a text field that the list does not name. */
function isOpen({ schema, list }: ModelContext, model: Declaration, field: Field): boolean {
  return !list.has(model.name, field.name.text) && isEncryptable(schema, model, field);
}

function addToList(list: PhiList, model: string, field: string): Repair | undefined {
  const edits = addListedName(list.tree, list.lists, model, field);
  return edits && { title: `Add \`${model}.${field}\` to the encryption list`, safe: false, edits };
}

function listPlace(list: PhiList, model: string): Related[] {
  const { object } = list.lists;
  const at = list.now(list.entry(model)?.span ?? { start: object.start ?? 0, end: (object.start ?? 0) + 1 });
  return at ? [{ ...at, path: list.path, message: `\`${list.name}\` is here.` }] : [];
}
