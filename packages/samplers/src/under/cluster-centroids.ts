import {choice, type GivenOptions, type Option} from '@isomargin/core/options';
import {kMeans} from '../clustering/k-means.js';
import {SamplingError} from '../errors.js';
import {concatenated, type Outcome, rowsByClass} from '../input/data.js';
import type {Job} from '../job.js';
import {KdTree} from '../neighbours/kd-tree.js';
import {NearestList} from '../neighbours/nearest-list.js';
import {randomStreams} from '../random.js';
import {type Method, type Sampler, samplerOf} from '../sampler.js';
import {seed} from '../shared-options.js';
import {rowsToKeep, type UnderTargets, underTargets} from '../targets.js';

export const clusterCentroidsOptions: {
  readonly voting: Option<'soft' | 'hard'>;
  readonly targets: Option<UnderTargets>;
  readonly seed: Option<number>;
} = {
  voting: choice(['soft', 'hard'], {
    default: 'soft',
    description: 'Whether the centres themselves stand for a class, or the rows nearest to them.',
  }),
  targets: underTargets,
  seed,
};

export type ClusterCentroidsOptions = GivenOptions<typeof clusterCentroidsOptions>;

const name = 'clusterCentroids';

const method: Method<typeof clusterCentroidsOptions> = {
  name,
  options: clusterCentroidsOptions,
  reading: ({voting}) => ({reads: 'numbers', interpolates: voting === 'soft'}),
  *resample({table, classes}, {voting, targets, seed}): Job<Outcome> {
    const {columns} = table;
    const toKeep = rowsToKeep(name, classes, targets);
    const streams = randomStreams(seed, classes.names.length);
    const kept: Int32Array[] = [];
    const made: {centres: Float64Array; origins: Int32Array; code: number}[] = [];
    for (const [code, rows] of rowsByClass(classes).entries()) {
      const count = toKeep.get(code);
      if (count === undefined) {
        kept.push(rows);
        continue;
      }
      if (count === 0) {
        throw new SamplingError(
          `${name}: targets asks for 0 rows of class ${classes.names[code]}; at least 1 centre.`,
        );
      }
      const {centres} = yield* kMeans(table, rows, count, streams[code]!);
      const origins = nearestTo(centres, {values: table.values, columns}, rows);
      if (voting === 'hard') kept.push(origins);
      else made.push({centres, origins, code});
    }
    const origins = concatenated(made.map((part) => part.origins));
    const values = new Float64Array(origins.length * columns);
    const codes = new Int32Array(origins.length);
    let at = 0;
    for (const part of made) {
      values.set(part.centres, at * columns);
      codes.fill(part.code, at, at + part.origins.length);
      at += part.origins.length;
    }
    return {kept: concatenated(kept).sort(), made: {values, origins, codes}};
  },
};

/**
 * Puts the centres of k-means clusters in the place of a class's rows, as many as rows are wanted (with `hard`, the
 * rows nearest to the centres). The index of a centre is that of the row nearest to it.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function clusterCentroids(options: ClusterCentroidsOptions = {}): Sampler {
  return samplerOf(method, options);
}

function nearestTo(
  centres: Float64Array,
  points: {values: Float32Array | Float64Array; columns: number},
  rows: Int32Array,
): Int32Array {
  const tree = new KdTree(points, rows);
  const found = new NearestList(1);
  return Int32Array.from({length: centres.length / points.columns}, (_, cluster) => {
    found.clear();
    tree.search(centres, cluster * points.columns, -1, found);
    return found.rows[0]!;
  });
}
