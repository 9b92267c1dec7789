// The rules and what is made from them, for scripts: the sources are TypeScript, so they are bundled into memory first.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export const root = fileURLToPath(new URL('..', import.meta.url));

const ENTRY = `
export { RULES } from './server/src/rules/registry';
export { rulePage } from './server/src/linting/rulePage';
export { CONFIGURATION_KEYS } from './server/src/core/configurationShape';
export { LEVELS } from './server/src/core/ruleSettings';
`;

/** `{ RULES, rulePage, CONFIGURATION_KEYS, LEVELS }` as the sources are now. */
export async function loadRules() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    stdin: { contents: ENTRY, resolveDir: root, loader: 'ts' },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    alias: { lilconfig: `${root}scripts/lilconfig-stub.js`, 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
    logLevel: 'warning',
  });
  const module = { exports: {} };
  new Function('module', 'exports', 'require', outputFiles[0].text)(
    module,
    module.exports,
    createRequire(import.meta.url),
  );
  return module.exports;
}
