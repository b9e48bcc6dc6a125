/** Thrown where a model cannot be written to files or read from them; the message names the file. */
export class ModelFileError extends Error {
  override readonly name = 'ModelFileError';
}

/** The error of a file that the system refused. */
export function refused(what: string, path: string, cause: unknown): ModelFileError {
  const {code, message} = cause as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new ModelFileError(`${what}: there is no file '${path}'.`, {cause});
  return new ModelFileError(`${what}: '${path}': ${message}`, {cause});
}
