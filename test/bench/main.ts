import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { verdicts } from './goals';
import type { Measurement } from './measurement';
import { programs } from './programs';
import { Projects } from './projects';
import { goalTable, measurementTable } from './report';
import { PARTS, type Part } from './tasks';

const ROOT = process.cwd();
const HERE = join(ROOT, 'test', 'bench');
const CACHE = join(ROOT, '.cache', 'bench');

/** Measures us and our peers, prints the tables, and writes RESULTS.md when nothing was left out. */
async function main(words: readonly string[]): Promise<number> {
  const wanted = partsIn(words);
  if (!wanted) {
    console.error(`usage: npm run bench [-- --only ${Object.keys(PARTS).join('|')}]`);
    return 2;
  }
  const bundle = buildOurs();
  const peers = installPeers();
  const projects = new Projects();
  // What programs keep from run to run is ours to take away, and not that of the machine's user.
  process.env.XDG_CACHE_HOME = process.env.LOCALAPPDATA = join(projects.folder, 'cache');
  const measurements: Measurement[] = [];
  try {
    for (const part of wanted)
      for (const group of await PARTS[part](programs(bundle, peers), projects)) {
        measurements.push(...group);
        console.log(`${measurementTable(group)}\n`);
      }
  } finally {
    projects.remove();
  }
  const result = `${measurementTable(measurements)}\n\n${goalTable(verdicts(measurements))}\n`;
  console.log(result);
  if (wanted.length === Object.keys(PARTS).length) writeFileSync(join(HERE, 'RESULTS.md'), `${heading()}\n${result}`);
  return 0;
}

/** The parts that the arguments name, all without any; undefined when they cannot be understood. */
function partsIn(words: readonly string[]): readonly Part[] | undefined {
  const all = Object.keys(PARTS) as Part[];
  if (words.length === 0) return all;
  const [option, name, ...rest] = words;
  const parts = all.filter((part) => part === name);
  return option === '--only' && parts.length === 1 && rest.length === 0 ? parts : undefined;
}

function buildOurs(): string {
  // Within the project, so that the bundle finds our package.json above it as it does when it is installed.
  const bundle = join(CACHE, 'dist');
  execFileSync(process.execPath, ['scripts/build.mjs', '--production', `--outdir=${bundle}`], { stdio: 'inherit' });
  return bundle;
}

/** Installs what the lock file of the peers names, once; npm adds the squawk of the machine's own kind to it. */
function installPeers(): string {
  const folder = join(CACHE, 'peers');
  mkdirSync(folder, { recursive: true });
  const lock = join(HERE, 'peers', 'package-lock.json');
  const installed = join(folder, 'installed.json');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === readFileSync(lock, 'utf8')) return folder;
  for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(HERE, 'peers', name), join(folder, name));
  const shell = process.platform === 'win32';
  const words = ['install', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', words, { cwd: folder, stdio: 'inherit', shell });
  copyFileSync(lock, installed);
  return folder;
}

function heading(): string {
  const processors = cpus();
  const machine = [
    `${processors.length} × ${processors[0]?.model.trim() || process.arch}`,
    `${Math.round(totalmem() / 2 ** 30)} GB`,
    `${process.platform} ${release()}`,
    `Node ${process.versions.node}`,
  ].join(', ');
  return `# What was measured\n\n${new Date().toISOString().slice(0, 10)}, by \`npm run bench\`, on ${machine}. [README.md](README.md) says how to read it,\n[PROFILE.md](PROFILE.md) where the time goes and what holds back the goals that are missed.\n`;
}

process.exitCode = await main(process.argv.slice(2));
