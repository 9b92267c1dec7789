import { Command, CommanderError } from 'commander';
import { version } from '../host/installation';
import { registerCheck } from './check';
import { registerInit } from './init';
import { registerLsp } from './lsp';
import { complain, letReadersLeave } from './output';
import { registerExplain, registerRules } from './rules';
import { UsageError } from './usageError';
import { registerVerify } from './verify';

/** Runs `ehr-schema` with the arguments of the process, and leaves the exit code in the process. Never throws. */
export async function runCommandLine(words: readonly string[]): Promise<void> {
  letReadersLeave();
  const program = createProgram();
  try {
    await program.parseAsync(words);
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
}

function createProgram(): Command {
  const program = new Command('ehr-schema')
    .description('Safe, repeatable PostgreSQL migrations and house rules for Prisma schemas.')
    .version(version())
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({
      outputError: (text) =>
        complain(
          text
            .trim()
            .replace(/^error: /, '')
            .replace(/\s*\n\s*/g, ' '),
        ),
    });
  for (const register of [registerCheck, registerVerify, registerInit, registerRules, registerExplain, registerLsp])
    register(program);
  for (const command of program.commands) command.copyInheritedSettings(program);
  return program;
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UsageError) complain(error.message);
  else complain(`this is a mistake of ours, please report it: ${error instanceof Error ? error.stack : String(error)}`);
  return 2;
}
