import {
  commands,
  type Disposable,
  ShellExecution,
  type ShellExecutionOptions,
  Task,
  TaskScope,
  tasks,
  type Uri,
  window,
  workspace,
} from 'vscode';
import { chooseHistory, findHistories } from './histories';
import { snakeCase } from './migrationName';
import { askTitle } from './newMigration';
import { findPrisma, type Prisma } from './prisma';

/** The type of our tasks in tasks.json. */
const TYPE = 'ehr-schema';

/** What Prisma is asked to do: one line of arguments for each run, one after the other. */
const JOBS = {
  deploy: { title: 'Deploy', runs: ['migrate deploy'] },
  'deploy-twice': { title: 'Deploy twice', runs: ['migrate deploy', 'migrate deploy'] },
  generate: { title: 'Generate', runs: ['generate'] },
  reset: { title: 'Reset', runs: ['migrate reset --force'] },
} as const;

type Job = keyof typeof JOBS;

/** Offers Prisma's jobs as tasks and as commands. */
export function registerTasks(): Disposable[] {
  return [
    tasks.registerTaskProvider(TYPE, {
      provideTasks: allTasks,
      resolveTask: async (task) => {
        const job: unknown = task.definition.task;
        const [history] = await findHistories();
        return isJob(job) && history ? taskOf(history, job) : undefined;
      },
    }),
    commands.registerCommand('ehrSchema.deploy', () => start('deploy')),
    commands.registerCommand('ehrSchema.deployTwice', () => start('deploy-twice')),
    commands.registerCommand('ehrSchema.generate', () => start('generate')),
    commands.registerCommand('ehrSchema.reset', reset),
    commands.registerCommand('ehrSchema.newMigrationFromSchema', newMigrationFromSchema),
  ];
}

async function allTasks(): Promise<Task[]> {
  if (!workspace.isTrusted) return [];
  const all: Task[] = [];
  for (const history of await findHistories())
    for (const job of Object.keys(JOBS).filter(isJob)) {
      const task = await taskOf(history, job);
      if (task) all.push(task);
    }
  return all;
}

function isJob(name: unknown): name is Job {
  return typeof name === 'string' && Object.hasOwn(JOBS, name);
}

async function taskOf(history: Uri, job: Job): Promise<Task | undefined> {
  const prisma = await findPrisma(history);
  return prisma && prismaTask(history, prisma, JOBS[job].title, JOBS[job].runs, job);
}

/** A task that runs Prisma in a terminal, once for each line of arguments, and stops at the first that fails. */
function prismaTask(history: Uri, prisma: Prisma, title: string, runs: readonly string[], job: string): Task {
  const line = runs.map((args) => `${quoted(prisma.command)} ${args}`).join(' && ');
  return new Task(
    { type: TYPE, task: job },
    workspace.getWorkspaceFolder(history) ?? TaskScope.Workspace,
    `${title} (${workspace.asRelativePath(history)})`,
    'EHR Schema',
    new ShellExecution(line, { cwd: prisma.folder.fsPath, ...shell() }),
    [],
  );
}

/** A shell that knows `&&`: PowerShell 5 does not. */
function shell(): ShellExecutionOptions {
  return process.platform === 'win32'
    ? { executable: 'cmd.exe', shellArgs: ['/d', '/c'] }
    : { executable: '/bin/sh', shellArgs: ['-c'] };
}

function quoted(path: string): string {
  return process.platform === 'win32' ? `"${path}"` : `'${path.replaceAll("'", `'\\''`)}'`;
}

async function start(job: Job): Promise<void> {
  const history = await chooseHistory(JOBS[job].title);
  if (history) await startIn(history, JOBS[job].title, JOBS[job].runs, job);
}

async function startIn(history: Uri, title: string, runs: readonly string[], job: string): Promise<void> {
  // The palette does not offer the commands then, but a key binding or another extension can still call them.
  if (!workspace.isTrusted) {
    await commands.executeCommand('workbench.trust.manage');
    return;
  }
  const prisma = await findPrisma(history);
  if (prisma) await tasks.executeTask(prismaTask(history, prisma, title, runs, job));
  else
    await window.showWarningMessage(
      `EHR Schema: Prisma is not installed for ${workspace.asRelativePath(history)}. "npm install prisma" there, then try again.`,
    );
}

async function reset(): Promise<void> {
  const drop = 'Drop all data and reset';
  const answer = await window.showWarningMessage(
    'Reset drops the database that Prisma is configured for, with everything in it, and applies all migrations anew.',
    { modal: true },
    drop,
  );
  if (answer === drop) await start('reset');
}

async function newMigrationFromSchema(): Promise<void> {
  const title = 'New migration from the schema';
  const history = await chooseHistory(title);
  const what = history && (await askTitle(title));
  if (history && what)
    await startIn(history, title, [`migrate dev --create-only --name ${snakeCase(what)}`], 'new-migration');
}
