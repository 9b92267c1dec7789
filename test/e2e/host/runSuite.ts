import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format } from 'node:util';
import type { BrowserContext } from 'playwright-core';
import { startBrowser } from './browser';
import type { Host } from './install';
import { pageAddress, remoteAddress, startServer, type Workbench } from './server';

export interface SuiteOptions {
  readonly folder?: string;
  readonly extensionPaths: readonly string[];
  readonly testsPath: string;
  readonly dataDir?: string;
  readonly extensionsDir?: string;
  readonly disableExtensions?: boolean;
  readonly workspaceTrust?: boolean;
}

/** Nothing that hangs may hold up a build for longer. */
const LIMIT_MS = 10 * 60_000;

/** Lines of the workbench itself on the channel on which the tests write. */
const NOISE =
  /^(Resolv(ing|ed) connection token|Creating a socket|Ignoring fetching additional|Updating additional builtin|\[(Service Worker|AgentHost|AccountPolicyGate|reconnection-grace-time)|Creation of workbench contribution|ChatSessionStore|Workspace Trust|Marking )/;

/** Runs a suite in the extension host: 0 when its `run()` resolved, 1 when it rejected, 130 when interrupted. */
export async function runSuite(host: Host, options: SuiteOptions): Promise<number> {
  const temporary = mkdtempSync(join(tmpdir(), 'ehr-schema-e2e-'));
  let workbench: Workbench | undefined;
  let browser: BrowserContext | undefined;
  try {
    workbench = await startServer(host, {
      dataDir: options.dataDir ?? join(temporary, 'data'),
      extensionsDir: options.extensionsDir,
      workspaceTrust: options.workspaceTrust,
    });
    browser = await startBrowser(join(temporary, 'chromium'));
    return await runInPage(browser, suiteAddress(workbench, options));
  } finally {
    await browser?.close();
    await workbench?.stop();
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}

function suiteAddress(workbench: Workbench, options: SuiteOptions): string {
  return pageAddress(workbench, options.folder, [
    ...options.extensionPaths.map((path) => ['extensionDevelopmentPath', remoteAddress(workbench, path)] as const),
    ['extensionTestsPath', remoteAddress(workbench, options.testsPath)],
    ...(options.disableExtensions ? [['disableExtensions', 'true'] as const] : []),
  ]);
}

async function runInPage(browser: BrowserContext, address: string): Promise<number> {
  const page = browser.pages()[0] ?? (await browser.newPage());
  let finish: (code: number, why?: string) => void = () => undefined;
  const finished = new Promise<number>((resolve) => {
    finish = (code, why) => {
      if (why) console.error(why);
      resolve(code);
    };
  });
  // The workbench calls these two where the address names tests.
  await page.exposeFunction('codeAutomationLog', (type: string, args: readonly unknown[]) => {
    const line = format(...args);
    if (NOISE.test(line)) return;
    (type === 'error' || type === 'warn' ? process.stderr : process.stdout).write(`${line}\n`);
  });
  await page.exposeFunction('codeAutomationExit', (code: number) => finish(code));
  page.on('crash', () => finish(1, 'The page of the workbench crashed.'));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => finish(130, signal));
  const limit = setTimeout(() => finish(1, `No result after ${LIMIT_MS / 60_000} minutes.`), LIMIT_MS);
  await page.goto(address);
  const code = await finished;
  clearTimeout(limit);
  return code;
}
