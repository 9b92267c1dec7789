// npm test: from a fresh clone to one line that counts what passed and what failed, in every suite.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { makePackages, vsix } from './package.mjs';
import { install, root, run, runNode } from './steps.mjs';

const results = `${root}.cache/results`;
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

/** A step that is one check as a whole. */
const check = (succeeded) => ({ passed: succeeded ? 1 : 0, failed: succeeded ? 0 : 1 });

/** The counts that a suite wrote; a suite that ended without them has failed, and so has one that counts no failure but ended badly. */
function counts(file, succeeded, read) {
  let result;
  try {
    result = read(JSON.parse(readFileSync(`${results}/${file}`, 'utf8')));
  } catch {
    return { passed: 0, failed: 1 };
  }
  return succeeded || result.failed > 0 ? result : { ...result, failed: 1 };
}

function unit() {
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${results}/unit.json`];
  const succeeded = runNode(['node_modules/vitest/vitest.mjs', 'run', ...reporters]);
  return counts('unit.json', succeeded, (report) => ({ passed: report.numPassedTests, failed: report.numFailedTests }));
}

function endToEnd() {
  // Not those that press keys in the window: they take minutes more, and `npm run test:e2e` runs them too.
  const runs = 'suite,multiRoot,restricted';
  const env = { ...process.env, EHR_SCHEMA_E2E_RESULT: `${results}/e2e.json`, EHR_SCHEMA_E2E_RUN: runs };
  const succeeded = makePackages() && runNode(['test/e2e/build.mjs']) && runNode(['dist/e2e/run.cjs', vsix], { env });
  return counts('e2e.json', succeeded, (result) => result);
}

const npmRun = (script) => () => check(run('npm', ['run', '--silent', script]));
const steps = [
  ['Build', npmRun('build')],
  ['Lint', npmRun('lint')],
  ['Types', npmRun('typecheck')],
  ['Unit, rule, proof and protocol tests', unit],
  ['End-to-end tests in VS Code, on the installed package', endToEnd],
];

if (!install()) {
  console.log('0 passed, 1 failed');
  process.exit(1);
}
const total = { passed: 0, failed: 0 };
const lines = [];
for (const [name, step] of steps) {
  console.log(`\n— ${name}`);
  const start = performance.now();
  const { passed, failed } = step();
  total.passed += passed;
  total.failed += failed;
  lines.push(`${name}: ${passed} passed, ${failed} failed, ${((performance.now() - start) / 1000).toFixed(1)} s`);
}
console.log(`\n${lines.join('\n')}`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
