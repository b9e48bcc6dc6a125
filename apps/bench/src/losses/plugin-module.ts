import type {LossPlugin} from '@isomargin/core';
import {messageOf, UserError} from '../errors.js';

const isPlugin = (value: unknown): value is LossPlugin =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  typeof value.name === 'string' &&
  'create' in value &&
  typeof value.create === 'function';

/**
 * The losses that a module exports as `plugins`; none where it exports no such list.
 *
 * @param module what `import()` takes
 * @throws UserError where the module cannot be imported
 */
export async function pluginsOf(module: string): Promise<readonly LossPlugin[]> {
  let exported: {readonly plugins?: unknown};
  try {
    exported = (await import(module)) as {readonly plugins?: unknown};
  } catch (error) {
    throw new UserError(`The loss module ${module} cannot be imported: ${messageOf(error)}`, {cause: error});
  }
  return Array.isArray(exported.plugins) ? exported.plugins.filter(isPlugin) : [];
}
