/** The values of an option that a tuner may try. */
export interface SearchRange {
  readonly low: number;
  readonly high: number;
  /** How the range is to be searched: by differences or by ratios. */
  readonly scale: 'linear' | 'log';
}

/**
 * The declaration of one option. It is the single source of the constructor's checks, of the error texts, of
 * the options table in the README and of the tuner's search space.
 */
export interface Option<T> {
  /** The value where none is given; `undefined` for an option that may be left out altogether. */
  readonly default: T;
  /** What the option does, for the README: one sentence. Here or by `describeOptions`. */
  readonly description?: string;
  /** The allowed values in words: 'a number > 0'. */
  readonly allowed: string;
  readonly accepts: (value: unknown) => value is T;
  readonly search?: SearchRange;
}

/** The options that a loss declares, by name. */
export type OptionSet = {readonly [name: string]: Option<unknown>};

/** Numbers in an array of any kind. */
export type NumberList =
  | readonly number[]
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Uint32Array;

/** A list of numbers may be given as a typed array; it becomes a plain one, as a saved model has it. */
type Given<T> = readonly number[] extends T ? T | NumberList : T;

/** What a caller may give for a declared set of options. */
export type GivenOptions<S extends OptionSet> = {
  readonly [K in keyof S]?: S[K] extends Option<infer T> ? Given<T> : never;
};

/** A declared set of options with every default filled in. */
export type ResolvedOptions<S extends OptionSet> = {
  readonly [K in keyof S]: S[K] extends Option<infer T> ? T : never;
};
