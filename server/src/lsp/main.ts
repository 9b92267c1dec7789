import { compileWebAssemblyOnce } from '../host/webAssembly';
import { startWorker } from './threads/worker';

compileWebAssemblyOnce();
// The engine's thread is the longest way to an answer: it sets out before the rest of this program is loaded.
const first = [startWorker()];

async function serve(): Promise<void> {
  const [{ streamLink }, { Front }] = await Promise.all([import('./threads/editorLink'), import('./threads/front')]);
  const link = streamLink(process.stdin, process.stdout);
  new Front(
    link,
    () => first.pop() ?? startWorker(),
    (code) => process.exit(code),
  );
}

void serve();
