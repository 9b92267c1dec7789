import { commands, type Disposable } from 'vscode';
import { offerRepairs } from './freshMigration';
import { newMigration } from './newMigration';
import { registerTasks } from './tasks';

/** Registers what helps with making, deploying and repairing migrations. */
export function registerWorkflow(): Disposable[] {
  return [commands.registerCommand('ehrSchema.newMigration', newMigration), ...registerTasks(), ...offerRepairs()];
}
