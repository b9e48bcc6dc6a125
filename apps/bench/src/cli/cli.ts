import {stripVTControlCharacters} from 'node:util';
import {nearestName, OptionError} from '@isomargin/core';
import {type CommandDef, defineCommand, renderUsage, runCommand} from 'citty';
import {messageOf, UsageError, UserError} from '../errors.js';
import {manifest} from '../manifest.js';
import {suites} from '../suites/index.js';
import {INTERRUPTED, type Io} from './io.js';

/** Imported when they are needed: each brings libraries of its own. */
const commands: Readonly<Record<string, () => Promise<CommandDef>>> = {
  run: async () => (await import('./run-command.js')).runCommand,
  worker: async () => (await import('./worker-command.js')).workerCommand,
  report: async () => (await import('./report-command.js')).reportCommand,
  list: async () => (await import('./list-command.js')).listCommand,
  suite: async () => (await import('./suite-command.js')).suiteCommand,
  cost: async () => (await import('./cost-command.js')).costCommand,
  page: async () => (await import('./page-command.js')).pageCommand,
};

/**
 * Does what the command line says.
 *
 * @param args without the program's name
 * @returns the exit code: 0, 1 for an error, 2 for a wrong command line, 130 after Ctrl-C
 */
export async function runCli(args: readonly string[], io: Io): Promise<number> {
  try {
    if (args.includes('--help') || args.includes('-h')) return await showHelp(args[0], io);
    // Without a command it is 'run': `npm run bench -- --seeds 1` is a shorter comparison on the default suite.
    const named = args[0] !== undefined && !args[0].startsWith('-');
    const command = await commandNamed(named ? args[0]! : 'run');
    const {result} = await runCommand(command, {rawArgs: named ? args.slice(1) : [...args], data: io});
    return result as number;
  } catch (error) {
    if (io.finish.aborted) {
      io.stderr.write('Interrupted.\n');
      return INTERRUPTED;
    }
    const isUsage =
      error instanceof UsageError ||
      error instanceof OptionError ||
      (error instanceof Error && error.name === 'CLIError');
    const text =
      error instanceof UserError || isUsage || !isBug(error) ? messageOf(error) : (error as Error).stack;
    io.stderr.write(`${text}\n`);
    return isUsage ? 2 : 1;
  }
}

/** What no user can mend is shown with its stack. */
function isBug(error: unknown): boolean {
  return error instanceof TypeError || error instanceof ReferenceError || error instanceof SyntaxError;
}

async function commandNamed(name: string): Promise<CommandDef> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command !== undefined) return command();
  const names = Object.keys(commands);
  const isSuite = suites.some((suite) => suite.name === name);
  const nearest = isSuite ? `run ${name}` : nearestName(name, names);
  throw new UsageError(
    `Unknown command '${name}'. ${nearest === undefined ? '' : `Did you mean '${nearest}'? `}Known commands: ${names.join(', ')}.`,
  );
}

async function showHelp(name: string | undefined, io: Io): Promise<number> {
  const main = defineCommand({
    meta: {name: 'npm run bench --', version: manifest.version, description: manifest.description},
    subCommands: commands,
  });
  const text =
    name === undefined || name.startsWith('-')
      ? await renderUsage(main)
      : await renderUsage(await commandNamed(name), main);
  io.stdout.write(`${io.stdout.isTTY ? text : stripVTControlCharacters(text)}\n`);
  return 0;
}
