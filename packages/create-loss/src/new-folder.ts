import {randomUUID} from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import {dirname, join} from 'node:path';
import {messageOf, UserError} from './errors.js';
import type {Files} from './template.js';

const SHOWN_ENTRIES = 3;

/**
 * Refuses a folder that something would be lost in.
 *
 * @throws UserError where it has files, is itself a file, or cannot be looked at
 */
export function checkIsFree(folder: string): void {
  try {
    check(folder);
  } catch (error) {
    throw error instanceof UserError ? error : cannotMake(folder, error);
  }
}

function check(folder: string): void {
  const found = lstatSync(folder, {throwIfNoEntry: false});
  if (found === undefined) return;
  if (!statSync(folder, {throwIfNoEntry: false})?.isDirectory()) {
    throw new UserError(`${folder} exists and is no folder. Choose another by --dir.`);
  }
  const entries = readdirSync(folder).sort();
  if (entries.length === 0) return;
  const shown = entries.slice(0, SHOWN_ENTRIES).join(', ');
  const others = entries.length > SHOWN_ENTRIES ? ` and ${entries.length - SHOWN_ENTRIES} more` : '';
  throw new UserError(
    `The folder ${folder} is not empty: it has ${shown}${others}. Choose another by --dir.`,
  );
}

/**
 * Writes a folder as a whole: the files are written beside it and take its name at the end. All of it is synchronous, so
 * that a Ctrl-C which the process handles comes before or after it.
 *
 * @throws UserError where it cannot be written; then nothing is left of it
 */
export function writeFolder(folder: string, files: Files): void {
  const parent = dirname(folder);
  const isThere = existsSync(folder);
  // An empty folder may be the one that the user's shell is in: it stays, and its files come from within.
  const draft = join(isThere ? folder : parent, `.create-loss-${randomUUID()}`);
  let made: string | undefined;
  try {
    made = mkdirSync(parent, {recursive: true});
    mkdirSync(draft);
    writeFiles(draft, files);
    if (isThere) moveUp(draft, folder);
    else renameSync(draft, folder);
  } catch (error) {
    const written = isThere ? topLevelOf(files).map((name) => join(folder, name)) : [];
    for (const path of [draft, ...written]) rmSync(path, {recursive: true, force: true});
    if (made !== undefined) rmSync(made, {recursive: true, force: true});
    throw cannotMake(folder, error);
  }
}

function cannotMake(folder: string, cause: unknown): UserError {
  return new UserError(`Cannot make the folder ${folder}: ${messageOf(cause)}.`, {cause});
}

function writeFiles(folder: string, files: Files): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), {recursive: true});
    writeFileSync(join(folder, path), text);
  }
}

const topLevelOf = (files: Files): string[] => [
  ...new Set([...files.keys()].map((path) => path.split('/')[0]!)),
];

function moveUp(draft: string, folder: string): void {
  for (const name of readdirSync(draft)) renameSync(join(draft, name), join(folder, name));
  rmSync(draft, {recursive: true});
}
