import type {LossHead} from '@isomargin/core';
import type {Sequential} from '@tensorflow/tfjs-layers';
import type {Backbone} from '../backbones/backbone.js';
import {loadBackbone} from '../backbones/own-backbone.js';
import {evaluateClassification} from '../evaluation/evaluate-classification.js';
import {evaluateUntrained} from '../evaluation/evaluate-untrained.js';
import {evaluateVerification} from '../evaluation/evaluate-verification.js';
import {headNumbers, prototypesOf} from '../evaluation/prototypes.js';
import {validationMetrics} from '../evaluation/validation-metrics.js';
import type {Examples} from '../examples.js';
import {HEAD_LEARNING_RATE} from '../losses/head-learning-rate.js';
import {makeHead} from '../losses/make-head.js';
import {seedOf} from '../random.js';
import {isUntrained} from '../report/untrained.js';
import type {Curves, Run} from '../results/types.js';
import {suiteOf} from '../suites/index.js';
import {buildModel} from '../training/build-model.js';
import {protocol} from '../training/protocol.js';
import {train as trainModel} from '../training/train.js';
import {type TrainingSet, trainingSet} from '../training/training-set.js';
import {validationFold} from '../tuning/validation-folds.js';
import {type RunSpec, runHeader} from './run-spec.js';

/**
 * Trains one loss with one sampler on one data set under one seed and looks at the test set once, at the end; a training of the
 * tuning has no test set, and looks at the part of the training examples that it did not train on. The current backend is used.
 * Leaves no tensor behind where it succeeds.
 *
 * @throws Error where data, sampler, loss or training fail
 */
export async function performRun(
  spec: RunSpec,
  onStep?: (done: number, total: number) => void,
): Promise<Run> {
  const started = performance.now();
  const perform = isUntrained(runHeader(spec)) ? untrained : spec.trial === undefined ? evaluated : validated;
  const run = {...runHeader(spec), status: 'ok', ...(await perform(spec, onStep)), seconds: 0} satisfies Run;
  run.seconds = Math.round(performance.now() - started) / 1000;
  return run;
}

/** What a run has beside its header. */
type Outcome = Omit<Run, 'seconds' | 'status' | keyof ReturnType<typeof runHeader>>;
type OnStep = ((done: number, total: number) => void) | undefined;

async function evaluated(spec: RunSpec, onStep: OnStep): Promise<Outcome> {
  const suite = suiteOf(spec);
  const {dataset, fold} = spec;
  const loaded = await suite.load({dataset, seed: spec.seed, fold, data: spec.data});
  const openTestSet = onlyOnce(loaded.test);
  const seed = fold === null ? spec.seed : seedOf(spec.seed, 'fold', fold.number);
  const trained = await trainedModel(spec, loaded.train, seed, onStep);
  const {model, head, training, curves} = trained;
  const evaluate = suite.task === 'verification' ? evaluateVerification : evaluateClassification;
  const {flippedLabels} = loaded;
  const outcome: Outcome = {
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
  };
  disposeModel(model);
  return outcome;
}

/** The backbone as it is drawn: nothing is trained, and the nearest class mean decides. */
async function untrained(spec: RunSpec): Promise<Outcome> {
  const {dataset, fold, data} = spec;
  const {train, test} = await suiteOf(spec).load({dataset, seed: spec.seed, fold, data});
  const seed = fold === null ? spec.seed : seedOf(spec.seed, 'fold', fold.number);
  const metrics = evaluateUntrained(await backboneOf(spec), {train, test, seed});
  return {metrics, perClass: [], confusion: [], curves: {epoch: [], trainLoss: []}};
}

/** As a run, on a part of the training examples and judged by the rest of them. */
async function validated(spec: RunSpec, onStep: OnStep): Promise<Outcome> {
  const suite = suiteOf(spec);
  const {dataset, fold} = spec;
  const {fold: number, folds: of} = spec.trial!;
  // The test set stays where it is.
  const {train: whole} = await suite.load({dataset, seed: spec.seed, fold, data: spec.data});
  const seed = seedOf(spec.seed, 'tuning', fold?.number ?? 0);
  const {train, validation} = validationFold(whole, suite.task, {number, of}, seed);
  const trained = await trainedModel(spec, train, seedOf(seed, 'validation', number), onStep);
  const {model, curves} = trained;
  const metrics =
    suite.task === 'verification'
      ? evaluateVerification({...trained, dataset, train, test: validation, seed, keepsEmbedding: false})
          .metrics
      : validationMetrics(model, dataset, validation);
  disposeModel(model);
  return {metrics, perClass: [], confusion: [], curves};
}

async function trainedModel(
  spec: RunSpec,
  train: Examples,
  seed: number,
  onStep: OnStep,
): Promise<{model: Sequential; head: LossHead; training: TrainingSet; curves: Curves}> {
  const {sampler, epochs, loss} = spec;
  const {batchSize, learningRate} = protocol;
  const onProgress = (): void => onStep?.(0, 1);
  const training = await trainingSet(sampler, train, {batchSize, epochs, seed, onProgress});
  const head = await makeHead(loss, {
    classes: train.classNames.length,
    classCounts: training.trainedOn.counts,
    seed: seedOf(seed, 'head'),
  });
  const model = buildModel(await backboneOf(spec), train.shape, head, seed);
  const rate = loss.settings.options[HEAD_LEARNING_RATE] as number | undefined;
  const options = {epochs, learningRate, headLearningRate: rate, onStep};
  return {model, head, training, curves: await trainModel(model, head, training, options)};
}

async function backboneOf(spec: RunSpec): Promise<Backbone> {
  return spec.backbone === undefined ? suiteOf(spec).backbone : loadBackbone(spec.backbone);
}

function disposeModel(model: Sequential): void {
  model.optimizer.dispose();
  model.dispose();
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
