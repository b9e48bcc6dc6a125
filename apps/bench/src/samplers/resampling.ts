import type {GivenOptions, OptionSet} from '@isomargin/core';
import {
  adasyn,
  adasynOptions,
  allKnn,
  allKnnOptions,
  borderlineSmote,
  borderlineSmoteOptions,
  clusterCentroids,
  clusterCentroidsOptions,
  condensedNearestNeighbour,
  condensedOptions,
  editedNearestNeighbours,
  editedNearestNeighboursOptions,
  kMeansSmote,
  kMeansSmoteOptions,
  nearMiss,
  nearMissOptions,
  neighbourhoodCleaningRule,
  neighbourhoodCleaningRuleOptions,
  oneSidedSelection,
  randomOverSampler,
  randomOverSamplerOptions,
  randomUnderSampler,
  randomUnderSamplerOptions,
  repeatedEditedNearestNeighbours,
  repeatedEditedNearestNeighboursOptions,
  type Sampler,
  smote,
  smoteEnn,
  smoteEnnOptions,
  smoteN,
  smoteNc,
  smoteNcOptions,
  smoteNOptions,
  smoteOptions,
  smoteTomek,
  smoteTomekOptions,
  tomekLinks,
  tomekLinksOptions,
} from '@isomargin/samplers';

/** A method that makes another training set of the one that is there. */
export interface ResamplingMethod {
  readonly name: string;
  readonly description: string;
  /** What a user may set: all but the seed, which is the run's. */
  readonly options: OptionSet;
  /** Whether it is given rows of numbers and texts; else text columns are as the network is fed them. */
  readonly takesTexts: boolean;
  make(options: GivenOptions<OptionSet>, seed: number): Sampler;
}

function method<S extends OptionSet>(
  name: string,
  description: string,
  declared: S,
  make: (options: GivenOptions<S>) => Sampler,
  takesTexts = false,
): ResamplingMethod {
  // Which columns are texts is known here.
  const {seed: drawn, categorical: _, ...options} = declared;
  return {
    name,
    description,
    options,
    takesTexts,
    make: (given, seed) => make({...given, ...(drawn === undefined ? {} : {seed})} as GivenOptions<S>),
  };
}

/**
 * The methods of @isomargin/samplers under their names with hyphens, but for those that need the probabilities of another
 * model.
 */
export const resamplingMethods: readonly ResamplingMethod[] = [
  method(
    'random-over-sampler',
    'repeats rows of the smaller classes',
    randomOverSamplerOptions,
    randomOverSampler,
  ),
  method('smote', 'new rows between a row and a neighbour of its class', smoteOptions, smote),
  method(
    'borderline-smote',
    'SMOTE from rows near the border alone',
    borderlineSmoteOptions,
    borderlineSmote,
  ),
  method('adasyn', 'SMOTE that makes more from rows that are harder', adasynOptions, adasyn),
  method('k-means-smote', 'SMOTE inside clusters', kMeansSmoteOptions, kMeansSmote),
  method('smote-nc', 'SMOTE for tables with columns of numbers and of text', smoteNcOptions, smoteNc, true),
  method('smote-n', 'SMOTE for tables with columns of text alone', smoteNOptions, smoteN, true),
  method('smote-tomek', 'SMOTE, then Tomek links are taken away', smoteTomekOptions, smoteTomek),
  method('smote-enn', 'SMOTE, then rows that disagree with their neighbours go', smoteEnnOptions, smoteEnn),
  method(
    'random-under-sampler',
    'keeps rows of the larger classes at random',
    randomUnderSamplerOptions,
    randomUnderSampler,
  ),
  method(
    'near-miss',
    'keeps rows of the larger classes by their distance to the smallest',
    nearMissOptions,
    nearMiss,
  ),
  method(
    'cluster-centroids',
    'centres of clusters instead of the rows of larger classes',
    clusterCentroidsOptions,
    clusterCentroids,
  ),
  method(
    'condensed-nearest-neighbour',
    'keeps the rows that a growing store gets wrong',
    condensedOptions,
    condensedNearestNeighbour,
  ),
  method(
    'one-sided-selection',
    'keeps the rows that a small store gets wrong, without Tomek links',
    condensedOptions,
    oneSidedSelection,
  ),
  method(
    'tomek-links',
    'takes rows away whose nearest is of another class, and the other way round',
    tomekLinksOptions,
    tomekLinks,
  ),
  method(
    'edited-nearest-neighbours',
    'takes rows away that disagree with their neighbours',
    editedNearestNeighboursOptions,
    editedNearestNeighbours,
  ),
  method(
    'repeated-edited-nearest-neighbours',
    'the same until nothing changes',
    repeatedEditedNearestNeighboursOptions,
    repeatedEditedNearestNeighbours,
  ),
  method('all-knn', 'the same with 1, 2, … k neighbours', allKnnOptions, allKnn),
  method(
    'neighbourhood-cleaning-rule',
    'the same, and the neighbours of rare rows that are misclassified',
    neighbourhoodCleaningRuleOptions,
    neighbourhoodCleaningRule,
  ),
];
