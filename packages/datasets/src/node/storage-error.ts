/** A failure of the disk or the folder: no mirror can help. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
}

/** Runs a file operation; its failure becomes an error that says what to do. */
export async function onDisk<T>(path: string, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    throw new StorageError(`${path} cannot be written: ${reason(error)}`, {cause: error});
  }
}

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return 'no space is left there; free some, or choose another folder';
  if (code === 'EACCES' || code === 'EPERM') return 'no permission; choose another folder';
  if (code === 'EROFS') return 'its disk is read-only; choose another folder';
  if (code === 'ENOTDIR' || code === 'EEXIST') return 'a part of its path is a file, not a folder';
  return error instanceof Error ? error.message : String(error);
}
