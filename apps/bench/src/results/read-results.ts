import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {Ajv2020, type ValidateFunction} from 'ajv/dist/2020.js';
import {messageOf, UserError} from '../errors.js';
import {parseResults} from './parse-results.js';
import type {Results} from './types.js';

/** The file of a folder that says everything about its comparison. */
export const RESULTS = 'results.json';
const SCHEMA = new URL('../../results.schema.json', import.meta.url);

let compiled: ValidateFunction<Results> | undefined;

/**
 * Reads what a comparison wrote.
 *
 * @param folder absolute
 * @throws UserError where there is no `results.json`, or it cannot be read, is of another version, or is not what
 *   `results.schema.json` describes
 */
export function readResults(folder: string): Results {
  const path = join(folder, RESULTS);
  if (!existsSync(folder)) throw new UserError(`The folder ${folder} does not exist.`);
  if (!existsSync(path)) {
    const hint = existsSync(join(folder, 'journal.jsonl'))
      ? ': its comparison was killed; the command that began it goes on, and reports'
      : '';
    throw new UserError(`${folder} has no ${RESULTS}${hint}.`);
  }
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UserError(`${path} cannot be read: ${messageOf(error)}`, {cause: error});
  }
  return parseResults(text, path, () => {
    compiled ??= new Ajv2020({allowUnionTypes: true}).compile<Results>(
      JSON.parse(readFileSync(SCHEMA, 'utf8')),
    );
    return compiled;
  });
}
