import '@tensorflow/tfjs-backend-cpu';
import {type OptionSet, optionsTable} from '@isomargin/core/options';
import {testReadme} from '../../../tools/testing/readme-examples.js';
import {testOptionsTable} from '../../../tools/testing/readme-options.js';
import {progressiveOptions} from '../src/batches/balanced-batches.js';
import {mPerClassOptions} from '../src/batches/m-per-class-batches.js';
import {batchOptions, epochOptions} from '../src/batches/options.js';
import {cmtnnSmoteOptions} from '../src/combined/cmtnn-smote.js';
import {smoteEnnOptions} from '../src/combined/smote-enn.js';
import {smoteTomekOptions} from '../src/combined/smote-tomek.js';
import {effectiveNumberOptions} from '../src/costs/class-weights.js';
import {embeddingOptions} from '../src/embedding/in-embedding-space.js';
import {perceptronOptions} from '../src/networks/perceptron.js';
import {adasynOptions} from '../src/over/adasyn.js';
import {borderlineSmoteOptions} from '../src/over/borderline-smote.js';
import {kMeansSmoteOptions} from '../src/over/k-means-smote.js';
import {randomOverSamplerOptions} from '../src/over/random-over-sampler.js';
import {smoteOptions} from '../src/over/smote.js';
import {smoteNOptions} from '../src/over/smote-n.js';
import {smoteNcOptions} from '../src/over/smote-nc.js';
import {allKnnOptions} from '../src/under/all-knn.js';
import {clusterCentroidsOptions} from '../src/under/cluster-centroids.js';
import {condensedOptions} from '../src/under/condensed-options.js';
import {editedNearestNeighboursOptions} from '../src/under/edited-nearest-neighbours.js';
import {instanceHardnessThresholdOptions} from '../src/under/instance-hardness-threshold.js';
import {nearMissOptions} from '../src/under/near-miss.js';
import {neighbourhoodCleaningRuleOptions} from '../src/under/neighbourhood-cleaning-rule.js';
import {randomUnderSamplerOptions} from '../src/under/random-under-sampler.js';
import {repeatedEditedNearestNeighboursOptions} from '../src/under/repeated-edited-nearest-neighbours.js';
import {tomekLinksOptions} from '../src/under/tomek-links.js';

const readme = new URL('../README.md', import.meta.url);
testReadme(readme);
const reference = new URL('../OPTIONS.md', import.meta.url);

const tables: Record<string, OptionSet> = {
  randomOverSampler: randomOverSamplerOptions,
  smote: smoteOptions,
  borderlineSmote: borderlineSmoteOptions,
  adasyn: adasynOptions,
  kMeansSmote: kMeansSmoteOptions,
  smoteNc: smoteNcOptions,
  smoteN: smoteNOptions,
  randomUnderSampler: randomUnderSamplerOptions,
  nearMiss: nearMissOptions,
  instanceHardnessThreshold: instanceHardnessThresholdOptions,
  clusterCentroids: clusterCentroidsOptions,
  'condensedNearestNeighbour, oneSidedSelection': condensedOptions,
  tomekLinks: tomekLinksOptions,
  editedNearestNeighbours: editedNearestNeighboursOptions,
  repeatedEditedNearestNeighbours: repeatedEditedNearestNeighboursOptions,
  allKnn: allKnnOptions,
  neighbourhoodCleaningRule: neighbourhoodCleaningRuleOptions,
  smoteTomek: smoteTomekOptions,
  smoteEnn: smoteEnnOptions,
  cmtnnSmote: cmtnnSmoteOptions,
  perceptron: perceptronOptions,
  inEmbeddingSpace: embeddingOptions,
  'shuffledBatches, classBalancedBatches, squareRootBatches': epochOptions,
  progressivelyBalancedBatches: progressiveOptions,
  stratifiedBatches: batchOptions,
  mPerClassBatches: mPerClassOptions,
  effectiveNumberWeights: effectiveNumberOptions,
};
for (const [name, options] of Object.entries(tables))
  testOptionsTable(reference, optionsTable(options), name);
