import { type BrowserContext, chromium } from 'playwright-core';
import { installChromium } from './install';

const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-dev-shm-usage',
  '--disable-extensions',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
];

/** How a page is shown: its size in CSS pixels, and how many device pixels each of them is. */
export interface Screen {
  readonly width: number;
  readonly height: number;
  readonly scale: number;
}

/** Starts a browser without a display that reaches nothing but this machine. */
export async function startBrowser(
  profile: string,
  screen: Screen = { width: 1280, height: 800, scale: 1 },
): Promise<BrowserContext> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: installChromium(),
    headless: true,
    args: FLAGS,
    ignoreDefaultArgs: ['--headless', '--headless=old'],
    viewport: { width: screen.width, height: screen.height },
    deviceScaleFactor: screen.scale,
    handleSIGINT: false,
  });
  await context.route(leavesTheMachine, (route) => route.abort());
  return context;
}

function leavesTheMachine(address: URL): boolean {
  return /^https?:$/.test(address.protocol) && address.hostname !== '127.0.0.1' && address.hostname !== 'localhost';
}
