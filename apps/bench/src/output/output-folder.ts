import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import {dirname, join} from 'node:path';
import {messageOf, UserError} from '../errors.js';
import type {Run} from '../results/types.js';
import {lock} from './folder-lock.js';
import {Journal} from './journal.js';

/**
 * Where a comparison keeps its files. A file is either whole or not there, and one process at a time writes to the folder.
 */
export class OutputFolder {
  private readonly log: Journal;

  private constructor(
    readonly path: string,
    private readonly madeHere: boolean,
    private readonly unlock: () => void,
    /** The runs that an earlier comparison finished in this folder. */
    readonly earlierRuns: readonly Run[],
  ) {
    this.log = new Journal(this.pathOf(JOURNAL));
  }

  /**
   * Makes the folder, takes an empty one, or goes on in one that has a journal. `close` gives it back.
   *
   * @param path absolute
   * @param force begin a new journal, and also take a folder that has other files; those with the names of new ones are replaced
   * @param sign the file that shows that a folder is one of these
   * @throws UserError where the folder has files and no such one, has a journal that cannot be read, is written to by another
   *   process, or cannot be made or written to
   */
  static open(path: string, force: boolean, sign: string = JOURNAL): OutputFolder {
    let madeHere: boolean;
    let files: string[];
    try {
      madeHere = makeFolder(path);
      accessSync(path, constants.W_OK);
      files = filesIn(path);
    } catch (error) {
      throw new UserError(`--out: ${path} cannot be written to: ${messageOf(error)}`, {cause: error});
    }
    checkFiles(path, files, force, sign);
    const unlock = lock(join(path, LOCK));
    try {
      const journal = join(path, JOURNAL);
      if (force) rmSync(journal, {force: true});
      else new Journal(journal).mend();
      return new OutputFolder(path, madeHere, unlock, readJournal(journal));
    } catch (error) {
      unlock();
      throw error;
    }
  }

  /**
   * The runs that `open` would find, without writing anything; also while another process writes to the folder.
   *
   * @param path absolute
   * @param force whether the journal is going to be begun anew
   * @throws UserError where the folder has files and no journal, or one that cannot be read
   */
  static look(path: string, force: boolean): readonly Run[] {
    let files: string[];
    try {
      files = existsSync(path) ? filesIn(path) : [];
    } catch (error) {
      throw new UserError(`--out: ${path} cannot be read: ${messageOf(error)}`, {cause: error});
    }
    checkFiles(path, files, force, JOURNAL);
    return force ? [] : readJournal(join(path, JOURNAL));
  }

  pathOf(name: string): string {
    return join(this.path, name);
  }

  /** Adds a run to the journal: what was finished survives whatever comes. */
  journal(run: Run): void {
    this.guard(JOURNAL, () => this.log.append(run));
  }

  /** Writes a file as a whole. */
  write(name: string, text: string): void {
    this.guard(name, (path) => {
      const half = `${path}.tmp`;
      try {
        writeFileSync(half, text);
        renameSync(half, path);
      } catch (error) {
        rmSync(half, {force: true});
        throw error;
      }
    });
  }

  /** Lets others write to the folder, and takes it away again if it was made here and nothing was written to it. */
  close(): void {
    this.unlock();
    if (this.madeHere && readdirSync(this.path).length === 0) rmdirSync(this.path);
  }

  private guard(name: string, write: (path: string) => void): void {
    const path = this.pathOf(name);
    try {
      write(path);
    } catch (error) {
      const isFull = ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '');
      const help = isFull ? '. The disk is full: make room, and the same command goes on.' : '';
      throw new UserError(`${path} cannot be written: ${messageOf(error)}${help}`, {cause: error});
    }
  }
}

const filesIn = (path: string): string[] => readdirSync(path).filter((name) => name !== LOCK);

function checkFiles(path: string, files: readonly string[], force: boolean, sign: string): void {
  if (files.length === 0 || files.includes(sign) || force) return;
  throw new UserError(
    `--out: ${path} exists and is not empty; choose another folder, or --force to replace its files.`,
  );
}

function readJournal(path: string): Run[] {
  try {
    return new Journal(path).read();
  } catch (error) {
    throw new UserError(
      `${path} cannot be read: ${messageOf(error)}. Choose another --out, or --force to begin anew.`,
      {
        cause: error,
      },
    );
  }
}

/**
 * Folder by folder: `recursive` never returns where a file system such as /proc refuses.
 *
 * @returns whether the folder is new
 */
function makeFolder(path: string): boolean {
  if (existsSync(path)) return false;
  makeFolder(dirname(path));
  mkdirSync(path);
  return true;
}

/** One finished run a line, as JSON. */
const JOURNAL = 'journal.jsonl';
/** There while a process writes to the folder. */
const LOCK = '.lock';
