import {
  allKnn,
  editedNearestNeighbours,
  nearMiss,
  neighbourhoodCleaningRule,
  repeatedEditedNearestNeighbours,
  type Sampler,
  tomekLinks,
} from '../src/index.js';

/** The methods that select rows without chance, by name, as fixtures name them. */
export function selectionMethod(name: string, options: object): Sampler {
  const methods: Record<string, (options: object) => Sampler> = {
    tomekLinks,
    editedNearestNeighbours,
    repeatedEditedNearestNeighbours,
    allKnn,
    neighbourhoodCleaningRule,
    nearMiss,
  };
  return methods[name]!(options);
}
