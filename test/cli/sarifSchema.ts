/**
 * What SARIF 2.1.0 asks of the parts that we write: required properties, types, enumerations, lower bounds and
 * no property that the standard does not know. TypeScript holds the names against the published types as well.
 */
export const SARIF_SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  definitions: {
    message: object({ text: { type: 'string', minLength: 1 } }, ['text']),
    help: object({ text: { type: 'string' }, markdown: { type: 'string' } }, ['text']),
    artifactLocation: object({ uri: { type: 'string', pattern: "^[\\w%.~!$&'()*+,;=:@/-]+$" } }, ['uri']),
    region: object(
      {
        startLine: { type: 'integer', minimum: 1 },
        startColumn: { type: 'integer', minimum: 1 },
        endLine: { type: 'integer', minimum: 1 },
        endColumn: { type: 'integer', minimum: 1 },
      },
      ['startLine'],
    ),
    physicalLocation: object({ artifactLocation: ref('artifactLocation'), region: ref('region') }, [
      'artifactLocation',
    ]),
    location: object(
      { id: { type: 'integer', minimum: 0 }, physicalLocation: ref('physicalLocation'), message: ref('message') },
      [],
    ),
    replacement: object({ deletedRegion: ref('region'), insertedContent: object({ text: { type: 'string' } }, []) }, [
      'deletedRegion',
    ]),
    artifactChange: object(
      {
        artifactLocation: ref('artifactLocation'),
        replacements: { type: 'array', minItems: 1, items: ref('replacement') },
      },
      ['artifactLocation', 'replacements'],
    ),
    fix: object(
      {
        description: ref('message'),
        artifactChanges: { type: 'array', minItems: 1, uniqueItems: true, items: ref('artifactChange') },
      },
      ['artifactChanges'],
    ),
    result: object(
      {
        ruleId: { type: 'string' },
        ruleIndex: { type: 'integer', minimum: 0 },
        level: { enum: ['none', 'note', 'warning', 'error'] },
        message: ref('message'),
        locations: { type: 'array', items: ref('location') },
        relatedLocations: { type: 'array', uniqueItems: true, items: ref('location') },
        fixes: { type: 'array', uniqueItems: true, items: ref('fix') },
      },
      ['message'],
    ),
    rule: object(
      {
        id: { type: 'string' },
        shortDescription: ref('message'),
        fullDescription: ref('message'),
        help: ref('help'),
        defaultConfiguration: object(
          { level: { enum: ['none', 'note', 'warning', 'error'] }, enabled: { type: 'boolean' } },
          [],
        ),
      },
      ['id'],
    ),
    driver: object(
      {
        name: { type: 'string' },
        version: { type: 'string' },
        rules: { type: 'array', uniqueItems: true, items: ref('rule') },
      },
      ['name'],
    ),
    run: object(
      {
        tool: object({ driver: ref('driver') }, ['driver']),
        columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
        results: { type: 'array', items: ref('result') },
      },
      ['tool'],
    ),
  },
  ...object({ $schema: { type: 'string' }, version: { const: '2.1.0' }, runs: { type: 'array', items: ref('run') } }, [
    'version',
    'runs',
  ]),
};

function object(properties: Record<string, unknown>, required: readonly string[]) {
  return { type: 'object', properties, required, additionalProperties: false };
}

function ref(name: string) {
  return { $ref: `#/definitions/${name}` };
}
