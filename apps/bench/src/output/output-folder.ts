import {
  accessSync,
  appendFileSync,
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

/** Where a comparison keeps its files. A file is either whole or not there. */
export class OutputFolder {
  private constructor(
    readonly path: string,
    private readonly madeHere: boolean,
  ) {}

  /**
   * Makes the folder, or takes an empty one.
   *
   * @param path absolute
   * @param force also take a folder that has files; those with the names of new ones are replaced
   * @throws UserError where the folder has files, or cannot be made or written to
   */
  static open(path: string, force: boolean): OutputFolder {
    let madeHere: boolean;
    let files: string[];
    try {
      madeHere = makeFolder(path);
      accessSync(path, constants.W_OK);
      files = readdirSync(path);
    } catch (error) {
      throw new UserError(`--out: ${path} cannot be written to: ${messageOf(error)}`, {cause: error});
    }
    if (files.length > 0 && !force) {
      throw new UserError(
        `--out: ${path} exists and is not empty; choose another folder, or --force to replace its files.`,
      );
    }
    const folder = new OutputFolder(path, madeHere);
    rmSync(folder.pathOf(JOURNAL), {force: true});
    return folder;
  }

  pathOf(name: string): string {
    return join(this.path, name);
  }

  /** Adds a line to the journal: what was finished survives whatever comes. */
  journal(entry: unknown): void {
    this.guard(JOURNAL, (path) => appendFileSync(path, `${JSON.stringify(entry)}\n`));
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

  /** Takes the folder away again if it was made here and nothing was written to it. */
  removeIfUnused(): void {
    if (this.madeHere && readdirSync(this.path).length === 0) rmdirSync(this.path);
  }

  private guard(name: string, write: (path: string) => void): void {
    const path = this.pathOf(name);
    try {
      write(path);
    } catch (error) {
      throw new UserError(`${path} cannot be written: ${messageOf(error)}`, {cause: error});
    }
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
