import {existsSync} from 'node:fs';
import {basename, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {nearestName} from '@isomargin/core';
import {UsageError, UserError} from '../errors.js';
import {backbones, namedBackbone} from './named.js';

/** A backbone that was chosen in place of the suite's: plain JSON, so that it can go to a worker. */
export interface BackboneChoice {
  /** Of one of the benchmark's own, or the name of the file. */
  readonly name: string;
  /** What `import()` takes; left out for the benchmark's own. */
  readonly module?: string;
}

/**
 * @param text a name or a path
 * @param cwd where relative paths start
 * @throws UsageError for a name that is unknown, with the nearest one
 * @throws UserError for a file that does not exist
 */
export function chooseBackbone(text: string, cwd: string): BackboneChoice {
  const known = namedBackbone(text);
  if (known !== undefined) return {name: known.name};
  if (!/[\\/]|\.[cm]?js$/.test(text)) {
    const names = backbones.map(({name}) => name);
    const nearest = nearestName(text, names);
    const hint = nearest === undefined ? '' : ` Did you mean '${nearest}'?`;
    throw new UsageError(
      `--backbone: '${text}' is unknown.${hint} Known backbones: ${names.join(', ')}; the path of a module is allowed too.`,
    );
  }
  const path = resolve(cwd, text);
  if (!existsSync(path)) throw new UserError(`--backbone: ${path} does not exist.`);
  return {name: basename(path), module: pathToFileURL(path).href};
}
