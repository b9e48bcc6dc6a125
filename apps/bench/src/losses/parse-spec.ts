import {type Choice, type ListKind, parseChoices} from '../choices.js';
import {UsageError} from '../errors.js';

/** A loss as it is typed: `affinity`, `affinity:margin=0.5:prototypesPerClass=5`, `./my-loss.js#name`. */
export interface LossSpec extends Choice {
  /** A loss's name, a package's name or a path. */
  readonly source: string;
  /** Which of the module's losses, where it has several. */
  readonly plugin: string | undefined;
}

const kind: ListKind = {
  option: 'losses',
  noun: 'loss',
  example: 'softmax,affinity:margin=0.5',
};

/**
 * The losses of a comma-separated list.
 *
 * @throws UsageError where an entry is empty, occurs twice, or has options that are none
 */
export function parseLossSpecs(list: string): LossSpec[] {
  return parseChoices(list, kind).map((choice) => {
    const [source = '', plugin] = choice.name.split('#');
    if (source === '') throw new UsageError(`--losses: '${choice.text}' names no loss before the '#'.`);
    return {...choice, source, plugin};
  });
}
