import {messageOf, UserError} from '../errors.js';
import type {Results} from './types.js';

const VERSION: Results['version'] = 1;

/** The schema of results as a function of ajv. */
export interface Validate {
  (content: unknown): content is Results;
  errors?: readonly {readonly instancePath?: string; readonly message?: string}[] | null;
}

/**
 * Results from the text of a file.
 *
 * @param name of the file, for errors
 * @throws UserError where the text is no JSON, is of another version, or is not what `results.schema.json` describes
 */
export function parseResults(text: string, name: string, validate: () => Validate): Results {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new UserError(`${name} cannot be read: ${messageOf(error)}`, {cause: error});
  }
  const version = (content as {version?: unknown} | null)?.version;
  if (version !== VERSION) {
    throw new UserError(
      `${name} is of version ${JSON.stringify(version) ?? 'unknown'} of the results; this benchmark reads version ${VERSION}.`,
    );
  }
  const check = validate();
  if (check(content)) return content;
  const {instancePath = '', message = ''} = check.errors?.[0] ?? {};
  throw new UserError(`${name} holds no results: ${instancePath === '' ? 'it' : instancePath} ${message}.`);
}
