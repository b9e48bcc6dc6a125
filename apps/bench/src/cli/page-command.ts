import {cp, readdir} from 'node:fs/promises';
import {resolve} from 'node:path';
import {type ArgsDef, type CommandDef, defineCommand} from 'citty';
import {UsageError, UserError} from '../errors.js';
import {pageFolder, servePage} from '../page/serve-page.js';
import {readTexts} from './arguments.js';
import type {Io} from './io.js';

const args: ArgsDef = {
  port: {type: 'string', valueHint: 'PORT', description: 'Port to serve at (4173); 0 for any that is free'},
  host: {
    type: 'string',
    valueHint: 'HOST',
    description: 'Address to serve at (127.0.0.1: for this machine alone); 0.0.0.0 for the network',
  },
  out: {
    type: 'string',
    valueHint: 'DIR',
    description: 'Writes the page as static files for any host into this folder, and does not serve',
  },
  force: {type: 'boolean', description: 'Also take an --out that has other files'},
};

const DEFAULT_PORT = 4173;

export const pageCommand: CommandDef = defineCommand({
  meta: {name: 'page', description: 'Serves the page that trains losses side by side, live, in the browser'},
  args,
  run: async ({args: given, data}) => {
    const {cwd, stdout, finish} = data as Io;
    const {port, host = '127.0.0.1', out} = readTexts(args, given);
    if (out !== undefined) {
      const target = resolve(cwd, out);
      await copyPage(target, given.force === true);
      stdout.write(`${target}\nThese files work under any address of a web server.\n`);
      return 0;
    }
    const server = await servePage({port: portOf(port), host});
    stdout.write(`${server.url}\nCtrl-C ends it.\n`);
    if (!finish.aborted) await new Promise((done) => finish.addEventListener('abort', done, {once: true}));
    await server.close();
    return 0;
  },
});

function portOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_PORT;
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65535) return port;
  throw new UsageError(`--port: '${text}' is no port; a whole number from 0 to 65535 is allowed.`);
}

async function copyPage(target: string, force: boolean): Promise<void> {
  const there = await readdir(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new UserError(`--out: ${target} cannot be read: ${error.message}`);
  });
  if (there.length > 0 && !force) {
    throw new UserError(`--out: ${target} has other files; choose another folder, or --force.`);
  }
  await cp(pageFolder(), target, {recursive: true});
}
