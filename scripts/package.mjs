// npm run package: the extension as a VSIX and the command as an npm tarball, from the allow-list `files` of package.json.
import { readFileSync, statSync } from 'node:fs';
import { root, run, runNode } from './steps.mjs';

const { name, version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
// The bundles hold the dependencies; the README's links are read inside the package.
const VSCE_OPTIONS = [
  '--no-dependencies',
  '--no-rewrite-relative-links',
  '--allow-missing-repository',
  '--allow-unused-files-pattern',
];
const LARGEST = 10 * 1024 * 1024;

/** The files that `npm run package` makes, in the project's root. */
export const vsix = `${name}-${version}.vsix`;
export const tarball = `${name}-${version}.tgz`;

/** Builds without source maps and packs; true when both packages are there and small enough. */
export function makePackages() {
  const packed =
    run('npm', ['run', '--silent', 'prepack']) &&
    runNode(['node_modules/@vscode/vsce/vsce', 'package', ...VSCE_OPTIONS, '-o', vsix]) &&
    run('npm', ['pack', '--silent', '--ignore-scripts']);
  return packed && [vsix, tarball].every(smallEnough);
}

function smallEnough(file) {
  const { size } = statSync(root + file);
  const megabytes = `${file}: ${(size / 1024 / 1024).toFixed(1)} MB`;
  if (size < LARGEST) console.log(megabytes);
  else console.error(`${megabytes}, and a package must stay below ${LARGEST / 1024 / 1024} MB`);
  return size < LARGEST;
}

if (process.argv[1] === import.meta.filename) process.exit(makePackages() ? 0 : 1);
