import {basename, relative, resolve} from 'node:path';
import {type Arguments, help, readArguments} from './arguments.js';
import {gitUserName} from './author.js';
import {messageOf, UsageError, UserError} from './errors.js';
import {install, managerOf} from './install.js';
import {INTERRUPTED, type Io} from './io.js';
import {lossNames} from './loss-names.js';
import {checkIsFree, writeFolder} from './new-folder.js';
import {nextSteps, notInstalled} from './next-steps.js';
import {checkPackageName} from './package-name.js';
import {identifiersOf, readTemplate, renderTemplate, type Versions} from './template.js';

/**
 * Does what the command line says.
 *
 * @param args without the program's name
 * @param versions of what the new package depends on
 * @returns the exit code: 0, 1 for an error, 2 for a wrong command line, 130 after Ctrl-C
 */
export async function runCli(args: readonly string[], io: Io, versions: Versions): Promise<number> {
  try {
    const given = readArguments(args);
    if (given.help) {
      io.stdout.write(help);
      return 0;
    }
    return await create(given, io, versions);
  } catch (error) {
    if (io.interrupt.aborted) {
      io.stderr.write('\nInterrupted. Nothing was written.\n');
      return INTERRUPTED;
    }
    const isExpected = error instanceof UserError;
    io.stderr.write(`${isExpected ? error.message : ((error as Error).stack ?? messageOf(error))}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

async function create(given: Arguments, io: Io, versions: Versions): Promise<number> {
  const word = given.word ?? given.name ?? (await askName(io));
  const packageName = given.name ?? word;
  checkPackageName(packageName);
  const folder = resolve(io.cwd, given.dir ?? basename(word));
  checkIsFree(folder);

  const template = readTemplate();
  const names = lossNames(packageName, identifiersOf(template));
  const title = checkLine('title', given.title ?? names.title);
  const author = checkLine(
    'author',
    given.author ?? gitUserName(io.cwd) ?? (await askAuthor(packageName, io)),
  );
  const details = {packageName, names, title, author, year: new Date().getFullYear()};
  const files = renderTemplate(template, details, versions);
  // From here to the end of the writing there is no pause in which Ctrl-C could be noticed.
  if (io.interrupt.aborted) throw new Error('interrupted');
  writeFolder(folder, files);

  const place = relative(io.cwd, folder) || '.';
  const manager = managerOf(io.env);
  io.stdout.write(`${place}: ${packageName}, ${files.size} files\n`);
  let isInstalled = false;
  if (given.install) {
    io.stdout.write(`Installing what it needs with ${manager} …\n`);
    const outcome = await install(folder, manager, io);
    if (outcome !== 'installed') {
      io.stderr.write(notInstalled(outcome, place, manager));
      return outcome === 'interrupted' ? INTERRUPTED : 1;
    }
    isInstalled = true;
  }
  io.stdout.write(nextSteps({place, manager, isInstalled, kebab: names.kebab}));
  return 0;
}

async function askName({ask}: Io): Promise<string> {
  if (ask === undefined) throw new UsageError('The name is missing: npm create @isomargin/loss my-loss');
  const answer = (await ask('Name of the package, such as my-loss or @me/my-loss: ')).trim();
  if (answer === '') throw new UsageError('The name is missing.');
  return answer;
}

/** Asked for only where git does not know it. */
async function askAuthor(packageName: string, {ask}: Io): Promise<string> {
  const nobody = `The authors of ${packageName}`;
  const answer = await ask?.(`Author, for LICENSE (${nobody}): `);
  return answer?.trim() || nobody;
}

/** What goes into code and JSON is one line. */
function checkLine(option: string, text: string): string {
  if (/\p{Cc}/u.test(text)) throw new UsageError(`--${option} must be one line without control characters.`);
  return text;
}
