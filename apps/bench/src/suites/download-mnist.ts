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
