import type {Labels} from '../input/labels.js';
import type {Matrix} from '../input/numbers.js';
import {checkChoice, checkKnown, checkWhole, refuse} from '../input/options.js';
import {eachNeighbourhood} from './candidates.js';
import {QueryScorer, type Ties} from './query-scores.js';
import type {Retrieval} from './result.js';
import {checkGallery, classesOf, pointsOf, readKs, readSet} from './sets.js';
import {Tally} from './tally.js';

/** What is searched, where it is not the queries themselves. */
export interface Gallery {
  /** [m, d] */
  embeddings: Matrix;
  /** [m], or rows [m, classes] */
  labels: Labels;
}

/** Options of the retrieval measures. */
export interface RetrievalOptions {
  /** What is searched; default the queries themselves. */
  gallery?: Gallery;
  /**
   * 'exclude': a query does not find itself; a gallery that is given must begin with the queries then, in their order.
   * 'keep': it may. Default 'exclude' without a gallery and 'keep' with one, which other examples are in.
   */
  selfMatches?: 'exclude' | 'keep';
  /** Default 'euclidean'; 'cosine' is the same for embeddings of length 1. */
  distance?: 'euclidean' | 'cosine';
  /** The K of recall@K: whole numbers from 1 to the rows that a query can find; default 1, 2, 4, 8, as far as there are. */
  recallAt?: readonly number[];
  /**
   * What becomes of queries whose class has no other row in the gallery: 'exclude' (default) leaves them out of all means,
   * 'miss' counts them as 0.
   */
  lone?: 'exclude' | 'miss';
  /**
   * Which of rows at the same distance of a query is nearer: the one with the 'lower-row' in the gallery (default, as
   * faiss), or first those of the 'same-class' (the best case), or of an 'other-class' (the worst).
   */
  ties?: Ties;
  /** The number of classes; classes without queries then have an entry, too. Default the classes that occur. */
  classes?: number;
}

/**
 * Precision@1, recall@K, R-precision, MAP@R and mean reciprocal rank of embeddings. Neighbours are exact, in float64; no
 * matrix of all distances is made. Time grows with rows × rows × columns, and with R where classes are large.
 *
 * @param embeddings the queries, [n, d]
 * @param labels [n], or rows [n, classes]
 * @throws RangeError or TypeError where lengths or columns differ, an entry is not finite, a K is larger than the gallery,
 *   a label or an option is not allowed, a query has nothing to be compared with, or a row has no direction (cosine)
 * Source: Musgrave, Belongie, Lim, "A metric learning reality check", ECCV 2020, section 3.1 (MAP@R, R-precision);
 * pytorch-metric-learning's `AccuracyCalculator`, whose `avg_of_avgs` is `macro`.
 */
export function retrieval(embeddings: Matrix, labels: Labels, options: RetrievalOptions = {}): Retrieval {
  checkKnown(options, ['gallery', 'selfMatches', 'distance', 'recallAt', 'lone', 'ties', 'classes']);
  const {gallery, distance = 'euclidean', lone = 'exclude', ties = 'lower-row', classes} = options;
  const {selfMatches = gallery ? 'keep' : 'exclude'} = options;
  checkChoice('selfMatches', selfMatches, ['exclude', 'keep']);
  checkChoice('distance', distance, ['euclidean', 'cosine']);
  checkChoice('lone', lone, ['exclude', 'miss']);
  checkChoice('ties', ties, ['lower-row', 'same-class', 'other-class']);
  if (classes !== undefined) checkWhole('classes', classes, 1, 2 ** 24);
  const asked = readSet('', embeddings, labels, classes);
  const searched = gallery ? readSet('gallery.', gallery.embeddings, gallery.labels, classes) : asked;
  const excluded = selfMatches === 'exclude' ? 1 : 0;
  if (gallery) checkGallery(asked, searched, excluded === 1);
  const available = searched.rows - excluded;
  if (available === 0) refuse('embeddings', '[1, …]', 'a query needs another row to find');
  const ks = readKs(options.recallAt, available);

  const found = classesOf(asked, searched, classes);
  const depths = Int32Array.from(found.queryCodes, (code) =>
    Math.min(available, Math.max(found.galleryCounts[code]! - excluded, ks.at(-1)!)),
  );
  const tally = new Tally(found.labels.length, ks);
  const scorer = new QueryScorer(found.galleryCodes, ties);
  eachNeighbourhood(
    {...pointsOf(asked, searched, distance, excluded === 1), depths},
    (query, rows, squared) => {
      const code = found.queryCodes[query]!;
      const relevant = found.galleryCounts[code]! - excluded;
      if (relevant > 0) tally.add(code, scorer.score(code, relevant, rows, squared));
      else tally.addLone(code, lone === 'miss');
    },
  );
  return tally.result(found.labels.slice(0, found.reported), (code) =>
    Math.max(0, found.galleryCounts[code]! - excluded),
  );
}
