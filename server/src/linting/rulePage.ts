import { type Example, exampleOf } from '../core/rule';
import type { AnyRule } from '../rules/contexts';

const LANGUAGES: Readonly<Record<string, string>> = {
  sql: 'sql',
  prisma: 'prisma',
  typescript: 'ts',
  configuration: 'jsonc',
  history: 'text',
};

/** The whole page of a rule, in Markdown: for the docs folder, the editor and `explain`. */
export function rulePage(rule: AnyRule): string {
  const { docs } = rule;
  const sections = [
    `# ${rule.id}`,
    docs.summary,
    `Severity: **${rule.severity}** · Source: ${docs.source}`,
    `## Why\n\n${docs.why}`,
    `## Wrong\n\n${docs.bad.map((example) => block(rule, example)).join('\n\n')}`,
    `## Right\n\n${docs.good.map((example) => block(rule, example)).join('\n\n')}`,
    ...(docs.notes === undefined ? [] : [`## Notes\n\n${docs.notes}`]),
    ...optionsSection(rule),
    `## When to switch it off\n\n${docs.whenOff}`,
    `\`\`\`jsonc\n// ehr-schema.config.json\n{ "rules": { "${rule.id}": "off" } }\n\`\`\``,
  ];
  return `${sections.join('\n\n')}\n`;
}

/** What a hover over a finding adds to its message: why, the shortest wrong and right example. */
export function ruleSummary(rule: AnyRule): string {
  const { docs } = rule;
  return [
    docs.why,
    ...(docs.bad[0] === undefined ? [] : [`Wrong:\n\n${fence(languageFor(rule), exampleOf(docs.bad[0]).text)}`]),
    ...(docs.good[0] === undefined ? [] : [`Right:\n\n${fence(languageFor(rule), exampleOf(docs.good[0]).text)}`]),
  ].join('\n\n');
}

function optionsSection({ id, options }: AnyRule): string[] {
  const rows = Object.entries(options).map(
    ([name, { description, default: value }]) => `| \`${name}\` | \`${JSON.stringify(value)}\` | ${description} |`,
  );
  if (rows.length === 0) return [];
  const [first] = Object.entries(options);
  const sample = `"${id}": ["warning", { "${first![0]}": ${JSON.stringify(first![1].default)} }]`;
  return [
    `## Options\n\n| option | default | |\n|---|---|---|\n${rows.join('\n')}`,
    `\`\`\`jsonc\n{ "rules": { ${sample} } }\n\`\`\``,
  ];
}

function block(rule: AnyRule, example: string | Example): string {
  const { text, before, files } = exampleOf(example);
  const language = languageFor(rule);
  const shown = [
    ...(before === undefined ? [] : [`Given:\n\n${fence(language, before)}`]),
    fence(language, text),
    ...Object.entries(files ?? {}).map(([path, content]) => `With \`${path}\`:\n\n${fence(languageOf(path), content)}`),
  ];
  return shown.join('\n\n');
}

function languageFor({ checks }: AnyRule): string {
  return LANGUAGES[Object.keys(checks)[0] ?? 'sql'] ?? 'text';
}

function languageOf(path: string): string {
  const ending = path.slice(path.lastIndexOf('.') + 1);
  return ending === path ? 'text' : ending;
}

function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text.replace(/\s+$/, '')}\n\`\`\``;
}
