// Writes docs/rules: a page for each rule, made from the rule itself, and an index by family. With --check it only compares.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadRules, root } from './rules.mjs';

const FOLDER = join(root, 'docs/rules');

const FAMILIES = {
  sql: 'SQL migrations',
  migration: 'Folders of migrations',
  prisma: 'Prisma schemas',
  phi: 'The list of encrypted fields',
  ts: 'TypeScript and JavaScript',
  suppression: 'Comments that hide findings',
  configuration: 'The configuration',
};

/** Every file of docs/rules by its name, as it must be now. */
export function docsFiles({ RULES, rulePage }) {
  const files = new Map(RULES.map((rule) => [`${rule.id}.md`, rulePage(rule)]));
  files.set('README.md', index(RULES));
  return files;
}

function index(rules) {
  const families = [...new Set(rules.map(({ id }) => id.split('/')[0]))].sort(byOrder);
  const tables = families.map((family) => {
    const rows = rules
      .filter(({ id }) => id.startsWith(`${family}/`))
      .map(({ id, severity, docs }) => `| [${id}](${id}.md) | ${severity} | ${docs.summary.replaceAll('|', '\\|')} |`);
    return `## ${FAMILIES[family] ?? family}\n\n| rule | severity | |\n|---|---|---|\n${rows.join('\n')}`;
  });
  const head = '# Rules\n\nMade from the rules by `npm run docs`. `ehr-schema explain <rule>` shows the same pages.';
  return `${[head, ...tables].join('\n\n')}\n`;
}

function byOrder(a, b) {
  const order = Object.keys(FAMILIES);
  return order.indexOf(a) - order.indexOf(b);
}

async function present() {
  const entries = await readdir(FOLDER, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(FOLDER.length + 1)
        .replaceAll('\\', '/'),
    );
}

async function stale(files) {
  const there = await present();
  const wrong = there.filter((name) => !files.has(name));
  for (const [name, text] of files) {
    const now = there.includes(name) ? await readFile(join(FOLDER, name), 'utf8') : undefined;
    if (now !== text) wrong.push(name);
  }
  return wrong;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = docsFiles(await loadRules());
  const wrong = await stale(files);
  if (process.argv.includes('--check')) {
    if (wrong.length > 0) {
      console.error(`docs/rules is stale (${wrong.join(', ')}): run npm run docs`);
      process.exit(1);
    }
  } else {
    for (const name of wrong) {
      if (!files.has(name)) await rm(join(FOLDER, name));
      else {
        await mkdir(dirname(join(FOLDER, name)), { recursive: true });
        await writeFile(join(FOLDER, name), files.get(name));
      }
    }
  }
}
