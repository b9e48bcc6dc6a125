import {loadBackbone} from '../backbones/own-backbone.js';
import {evaluateClassification} from '../evaluation/evaluate-classification.js';
import {evaluateVerification} from '../evaluation/evaluate-verification.js';
import {headNumbers, prototypesOf} from '../evaluation/prototypes.js';
import type {Examples} from '../examples.js';
import {makeHead} from '../losses/make-head.js';
import {seedOf} from '../random.js';
import type {Run} from '../results/types.js';
import {suiteOf} from '../suites/index.js';
import {buildModel} from '../training/build-model.js';
import {protocol} from '../training/protocol.js';
import {train} from '../training/train.js';
import {trainingSet} from '../training/training-set.js';
import {type RunSpec, runHeader} from './run-spec.js';

/**
 * Trains one loss with one sampler on one data set under one seed and looks at the test set once, at the end. The current
 * backend is used. Leaves no tensor behind where it succeeds.
 *
 * @throws Error where data, sampler, loss or training fail
 */
export async function performRun(
  spec: RunSpec,
  onStep?: (done: number, total: number) => void,
): Promise<Run> {
  const started = performance.now();
  const suite = suiteOf(spec);
  const {dataset, fold, sampler, epochs} = spec;
  const loaded = await suite.load({dataset, seed: spec.seed, fold, data: spec.data});
  const openTestSet = onlyOnce(loaded.test);
  const seed = fold === null ? spec.seed : seedOf(spec.seed, 'fold', fold.number);
  const {batchSize, learningRate} = protocol;
  const onProgress = (): void => onStep?.(0, 1);
  const training = await trainingSet(sampler, loaded.train, {batchSize, epochs, seed, onProgress});
  const head = await makeHead(spec.loss, {
    classes: loaded.train.classNames.length,
    classCounts: training.trainedOn.counts,
    seed: seedOf(seed, 'head'),
  });
  const backbone = spec.backbone === undefined ? suite.backbone : await loadBackbone(spec.backbone);
  const model = buildModel(backbone, loaded.train.shape, head, seed);
  const curves = await train(model, head, training, {epochs, learningRate, onStep});

  const evaluate = suite.task === 'verification' ? evaluateVerification : evaluateClassification;
  const {flippedLabels} = loaded;
  const run: Run = {
    ...runHeader(spec),
    status: 'ok',
    ...evaluate({
      model,
      head,
      dataset,
      train: loaded.train,
      test: openTestSet(),
      seed,
      keepsEmbedding: spec.keepsEmbedding,
    }),
    curves,
    trainedOn: {...training.trainedOn, ...(flippedLabels === undefined ? {} : {flippedLabels})},
    head: headNumbers(head, prototypesOf(head)),
    seconds: 0,
  };
  model.optimizer.dispose();
  model.dispose();
  run.seconds = Math.round(performance.now() - started) / 1000;
  return run;
}

/** Keeps the test set from being looked at twice in a run, for instance once an epoch. */
function onlyOnce(test: Examples): () => Examples {
  let opened = false;
  return () => {
    if (opened) throw new Error('The test set was asked for twice in one run.');
    opened = true;
    return test;
  };
}
