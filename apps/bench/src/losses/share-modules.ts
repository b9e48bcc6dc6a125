import * as nodeModule from 'node:module';
import {resolve} from './shared-modules.js';

/** Of Node 22.15 and later; it takes the place of `register`, which newer versions advise against. */
type RegisterHooks = (hooks: {readonly resolve: typeof resolve}) => void;

/**
 * Lets a loss package that was installed elsewhere, with copies of core and of tfjs in its own node_modules, work in
 * the benchmark. Once a process, before a loss is imported.
 */
export function shareModules(): void {
  const {registerHooks} = nodeModule as {readonly registerHooks?: RegisterHooks};
  if (registerHooks === undefined) nodeModule.register('./shared-modules.js', import.meta.url);
  else registerHooks({resolve});
}
