import {boolean, type GivenOptions, type Option} from '@isomargin/core/options';
import {concatenated, rowsByClass} from '../input/data.js';
import {chooseSome, randomStreams, uniformBelow} from '../random.js';
import {type Method, type Sampler, samplerOf} from '../sampler.js';
import {seed} from '../shared-options.js';
import {rowsToKeep, type UnderTargets, underTargets} from '../targets.js';

export const randomUnderSamplerOptions: {
  readonly replacement: Option<boolean>;
  readonly targets: Option<UnderTargets>;
  readonly seed: Option<number>;
} = {
  replacement: boolean({default: false, description: 'Whether a row may be drawn more than once.'}),
  targets: underTargets,
  seed,
};

export type RandomUnderSamplerOptions = GivenOptions<typeof randomUnderSamplerOptions>;

const method: Method<typeof randomUnderSamplerOptions> = {
  name: 'randomUnderSampler',
  options: randomUnderSamplerOptions,
  reading: () => ({reads: 'nothing', interpolates: false}),
  *resample({classes}, {replacement, targets, seed}) {
    const toKeep = rowsToKeep('randomUnderSampler', classes, targets);
    const streams = randomStreams(seed, classes.names.length);
    const kept = rowsByClass(classes).map((rows, code) => {
      const count = toKeep.get(code);
      if (count === undefined) return rows;
      const random = streams[code]!;
      return replacement
        ? Int32Array.from({length: count}, () => rows[uniformBelow(random, rows.length)]!)
        : chooseSome(rows, count, random);
    });
    return {kept: concatenated(kept).sort()};
  },
};

/**
 * Keeps rows of the larger classes at random, in their old order (of any kind: nothing is computed).
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function randomUnderSampler(options: RandomUnderSamplerOptions = {}): Sampler {
  return samplerOf(method, options);
}
