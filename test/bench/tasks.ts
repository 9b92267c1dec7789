import { commands } from './commands';
import type { Measurement } from './measurement';
import type { Programs } from './programs';
import type { Projects } from './projects';
import { starts } from './starting';
import { keystrokes } from './typing';
import { workspaceMemory } from './workspaceMemory';

/** The parts of the benchmark by the names that `--only` takes. */
export type Part = 'keystroke' | 'start' | 'check' | 'memory' | 'growth';

export const TASKS = {
  typingIn1000Lines: 'keystroke, 1,000-line migration',
  typingIn10000Lines: 'keystroke, 10,000-line migration',
  typingIn300Models: 'keystroke, 300-model schema',
  typingIn1000Models: 'keystroke, 1,000-model schema',
  startOnMigration: 'start to findings, 1,000-line migration',
  startOnSchema: 'start to findings, 300-model schema',
  check: 'check of 1,000 migrations',
  checkAgain: 'check of 1,000 migrations, again',
  checkSchema: 'check of a 300-model schema',
  memory: 'server with 1,000 migrations',
  growth: (count: number) => `keystroke, the last of ${count.toLocaleString('en')} migrations`,
} as const;

const STARTS = 7;
const RUNS = 7;
export const HISTORIES = [100, 1_000, 10_000];

/** Each part measures on its own. */
export const PARTS: Readonly<
  Record<Part, (programs: Programs, projects: Projects) => Promise<readonly (readonly Measurement[])[]>>
> = {
  async keystroke({ server, squawkServer, prismaServer }, projects) {
    const onSql = [server, squawkServer];
    const onPrisma = [server, prismaServer];
    return [
      await keystrokes({ task: TASKS.typingIn1000Lines, ...projects.migration(1_000), servers: onSql }),
      await keystrokes({ task: TASKS.typingIn10000Lines, ...projects.migration(10_000), servers: onSql }),
      await keystrokes({ task: TASKS.typingIn300Models, ...projects.schema(300), servers: onPrisma }),
      await keystrokes({ task: TASKS.typingIn1000Models, ...projects.schema(1_000), servers: onPrisma }),
    ];
  },
  async start({ server, squawkServer, prismaServer }, projects) {
    const onMigration = { task: TASKS.startOnMigration, ...projects.migration(1_000), servers: [server, squawkServer] };
    const onSchema = { task: TASKS.startOnSchema, ...projects.schema(300), servers: [server, prismaServer] };
    return [await starts(onMigration, STARTS), await starts(onSchema, STARTS)];
  },
  async check({ check, squawk, prismaLint }, projects) {
    const { folder, files } = projects.history(1_000);
    const schema = projects.schema(300);
    const ours = { command: check, words: ['.', '--format', 'json'], folder };
    const onHistory = [
      { ...ours, task: TASKS.check, isCold: true },
      { ...ours, task: TASKS.checkAgain },
      { task: TASKS.check, command: squawk, words: files, folder },
    ];
    const onSchema = [
      { ...ours, task: TASKS.checkSchema, folder: schema.folder, isCold: true },
      { task: TASKS.checkSchema, command: prismaLint, words: [schema.file], folder: schema.folder },
    ];
    return [await commands(onHistory, RUNS, projects.folder), await commands(onSchema, RUNS, projects.folder)];
  },
  async memory({ server }, projects) {
    return [await workspaceMemory({ task: TASKS.memory, ...projects.history(1_000), servers: [server] })];
  },
  async growth({ server }, projects) {
    const grown: (readonly Measurement[])[] = [];
    for (const count of HISTORIES)
      grown.push(await keystrokes({ task: TASKS.growth(count), ...projects.history(count), servers: [server] }));
    return grown;
  },
};
