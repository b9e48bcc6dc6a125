import {Writable} from 'node:stream';
import {runCli} from '../src/cli/cli.js';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function sink(): Writable & {text: string} {
  const stream = Object.assign(
    new Writable({
      write(chunk, _encoding, done) {
        stream.text += String(chunk);
        done();
      },
    }),
    {text: ''},
  );
  return stream;
}

/** Runs the command line in this process. */
export async function runCaptured(args: readonly string[], cwd: string): Promise<Outcome> {
  const [stdout, stderr] = [sink(), sink()];
  const [finish, interrupt] = [new AbortController().signal, new AbortController().signal];
  const code = await runCli(args, {stdout, stderr, cwd, finish, interrupt});
  return {code, stdout: stdout.text, stderr: stderr.text};
}
