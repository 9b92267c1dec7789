// Writes server/src/rules/registry.ts: every rule file in server/src/rules/<family>/, so that adding a rule touches nothing else.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const rules = new URL('../server/src/rules/', import.meta.url);
const camel = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());

/** The text that the registry must have now. */
export function registryText() {
  const families = readdirSync(rules, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const imports = [];
  const names = [];
  for (const family of families) {
    for (const file of readdirSync(new URL(`${family}/`, rules)).sort()) {
      if (!file.endsWith('.ts') || file.endsWith('.test.ts') || file === 'context.ts') continue;
      const name = file.slice(0, -3);
      const local = camel(`${family}-${name}`);
      imports.push(`import { ${camel(name)} as ${local} } from './${family}/${name}';`);
      names.push(local);
    }
  }
  return `// Made by scripts/registry.mjs from the files in this folder: do not edit.\n${[
    ...imports,
    "import type { AnyRule } from './contexts';",
  ].join(
    '\n',
  )}\n\n/** Every rule, by family and name. */\nexport const RULES: readonly AnyRule[] = [${names.length ? `\n${names.map((name) => `  ${name},`).join('\n')}\n` : ''}];\n`;
}

const target = new URL('registry.ts', rules);
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = registryText();
  if (process.argv.includes('--check')) {
    if (readFileSync(target, 'utf8') !== text) {
      console.error('server/src/rules/registry.ts is stale: run npm run generate');
      process.exit(1);
    }
  } else writeFileSync(target, text);
}
