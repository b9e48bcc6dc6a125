/** What knows only its own kind: heads, layers and tensors of another copy are strangers to it. */
const shared: ReadonlySet<string> = new Set([
  '@isomargin/core',
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-layers',
]);

/** As Node calls a hook: `next` returns a promise from `register`, and a result from `registerHooks`. */
type Next<R> = (specifier: string, context: Context) => R;
interface Context {
  readonly parentURL?: string | undefined;
}

/** A hook for Node's import: whoever imports one of the shared packages gets the benchmark's copy of it. */
export function resolve<R>(specifier: string, context: Context, next: Next<R>): R {
  return next(specifier, shared.has(specifier) ? {...context, parentURL: import.meta.url} : context);
}
