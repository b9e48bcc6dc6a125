import {UsageError} from '../errors.js';

/** A loss as it is typed: `affinity`, `affinity:margin=0.5:prototypesPerClass=5`, `./my-loss.js#name`. */
export interface LossSpec {
  /** As it was typed. */
  readonly text: string;
  /** A loss's name, a package's name or a path. */
  readonly source: string;
  /** Which of the module's losses, where it has several. */
  readonly plugin: string | undefined;
  readonly options: readonly (readonly [name: string, value: string])[];
}

/**
 * The losses of a comma-separated list. A comma inside brackets is part of a value: `ldam:classWeights=[1,2]`.
 *
 * @throws UsageError where an entry is empty or occurs twice
 */
export function parseLossSpecs(list: string): LossSpec[] {
  const texts = list.split(/,(?![^[]*\])/).map((text) => text.trim());
  const twice = texts.find((text, index) => texts.indexOf(text) !== index);
  if (twice !== undefined) throw new UsageError(`--losses: '${twice}' occurs twice.`);
  return texts.map(parseLossSpec);
}

function parseLossSpec(text: string): LossSpec {
  // Only a colon before `name=` begins an option: those of a drive letter or a URL do not.
  const [where = '', ...pairs] = text.split(/:(?=\w+=)/);
  const [source = '', plugin] = where.split('#');
  if (source === '') {
    throw new UsageError(
      `--losses: '${text}' names no loss; expected are names such as softmax,affinity:prototypesPerClass=5.`,
    );
  }
  const colon = source.search(/:(?![\\/])/);
  if (colon > 0) {
    throw new UsageError(
      `--losses: '${source.slice(colon + 1)}' in '${text}' is no option; expected is name=value, as in affinity:margin=0.5.`,
    );
  }
  const options = pairs.map((pair): [string, string] => {
    const equals = pair.indexOf('=');
    return [pair.slice(0, equals), pair.slice(equals + 1)];
  });
  return {text, source, plugin, options};
}
