// Writes the JSON schema of ehr-schema.config.json, made from the rules and the keys, into dist/.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadRules, root } from './rules.mjs';

/** The schema for completion and hover; what is unknown is marked by the server, which names the nearest right word. */
export function configurationSchema({ RULES, CONFIGURATION_KEYS, LEVELS }) {
  const levels = { enum: LEVELS };
  const texts = { type: 'array', items: { type: 'string' } };
  const optionSchema = ({ description, default: value }) => ({
    description,
    default: value,
    ...(Array.isArray(value) ? texts : { type: typeof value }),
  });
  const ruleSchema = ({ severity, docs, options }) => ({
    description: `${docs.summary}\n\n${docs.why}`,
    default: severity,
    anyOf: [
      levels,
      {
        type: 'array',
        items: [levels, { type: 'object', properties: mapValues(options, optionSchema) }],
        minItems: 1,
        maxItems: 2,
      },
    ],
  });
  const keySchema = (shape) => {
    const { kind, description, default: value } = shape;
    const common = { description, ...(value !== undefined && { default: value }) };
    switch (kind) {
      case 'text':
        return { ...common, type: 'string' };
      case 'texts':
        return { ...common, ...texts };
      case 'flag':
        return { ...common, type: 'boolean' };
      case 'number':
        return { ...common, type: 'integer', minimum: shape.minimum, maximum: shape.maximum };
      case 'choice':
        return { ...common, enum: Object.keys(shape.values), enumDescriptions: Object.values(shape.values) };
      case 'group':
        return { ...common, type: 'object', properties: mapValues(shape.keys, keySchema) };
      case 'rules':
        return {
          ...common,
          type: 'object',
          properties: Object.fromEntries(RULES.map((rule) => [rule.id, ruleSchema(rule)])),
        };
    }
  };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Configuration of EHR Schema',
    type: 'object',
    allowTrailingCommas: true,
    properties: mapValues(CONFIGURATION_KEYS, keySchema),
  };
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = process.argv[2] ?? `${root}dist/ehr-schema.config.schema.json`;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(configurationSchema(await loadRules()), undefined, 2)}\n`);
}
