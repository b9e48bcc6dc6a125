import {existsSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';
import {mnistSource} from '@isomargin/datasets';
import {downloadSource} from '@isomargin/datasets/node';
import {messageOf, UserError} from '../errors.js';

/** Where downloaded data stays, for all runs of this user. */
function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'isomargin', 'mnist');
}

/**
 * Downloads what is missing of MNIST.
 *
 * @param say takes a line for the user
 * @returns the folder with the files
 * @throws UserError where a file can neither be found nor downloaded
 */
export async function downloadMnist(say: (line: string) => void, signal: AbortSignal): Promise<string> {
  const dir = cacheFolder();
  let announced: string | undefined;
  try {
    await downloadSource(mnistSource, {
      dir,
      signal,
      onProgress: ({file, total}) => {
        if (file === announced) return;
        announced = file;
        say(`downloading ${file} (${(total / 1e6).toFixed(1)} MB) to ${dir}`);
      },
    });
  } catch (error) {
    signal.throwIfAborted();
    throw new UserError(`${messageOf(error)}\nA folder that has them can be given by --data DIR.`, {
      cause: error,
    });
  }
  return dir;
}

/**
 * The folder that {@link downloadMnist} has filled before. Nothing is downloaded or written.
 *
 * @throws UserError where files are missing
 */
export async function downloadedMnist(): Promise<string> {
  const dir = cacheFolder();
  const missing = Object.values(mnistSource.files).filter(({name}) => !existsSync(join(dir, name)));
  if (missing.length === 0) return dir;
  const size = missing.reduce((sum, {bytes}) => sum + bytes, 0);
  throw new UserError(
    `--dry-run downloads nothing, and MNIST is not in ${dir} yet (${(size / 1e6).toFixed(1)} MB). A folder that has it can be ` +
      'given by --data DIR.',
  );
}
