// npm start: from a fresh clone to the example with its findings, in the terminal and in VS Code.
import { spawn } from 'node:child_process';
import { install, root, run, runNode } from './steps.mjs';

const built = install() && run('npm', ['run', '--silent', 'build']) && runNode(['test/e2e/build.mjs']);
if (!built) process.exit(1);
runNode(['dist/cli.cjs', 'check', 'examples/mentalspace']);

const opened = spawn(process.execPath, ['dist/e2e/open.cjs'], { cwd: root, stdio: 'inherit' });
// The terminal sends Ctrl-C to both: we wait until the other one has tidied up.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => opened.kill('SIGTERM'));
opened.once('exit', (code) => process.exit(code ?? 1));
