import {io, memory, setBackend, slice, type Tensor2D, tensor2d, train} from '@tensorflow/tfjs-core';
import {
  callbacks,
  initializers,
  layers,
  loadLayersModel,
  type Sequential,
  sequential,
} from '@tensorflow/tfjs-layers';
import {beforeAll, describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose, normals} from '../../../tools/testing/numeric.js';
import {type AffinityHead, affinity, type Choice, explainChoices, logChoices} from '../src/index.js';

// Where some tests alone are run.
beforeAll(async () => {
  await setBackend('cpu');
});

const dimension = 4;
const counts = [30, 9, 3];
const labels = counts.flatMap((count, label) => Array<number>(count).fill(label));
const inputs = Array.from(normals(labels.length * dimension, 1), (v) => 3 * v + 1);

type Config = Omit<Parameters<typeof affinity>[0], 'classes'>;

/** A model whose embeddings are its inputs. */
function identity(config: Config = {}): {model: Sequential; head: AffinityHead; x: Tensor2D; y: Tensor2D} {
  const head = affinity({classes: 3, seed: 7, ...config});
  const model = sequential({
    layers: [
      layers.dense({
        units: dimension,
        inputShape: [dimension],
        useBias: false,
        kernelInitializer: initializers.identity({gain: 1}),
      }),
      head,
    ],
  });
  model.compile({optimizer: train.sgd(0), loss: head.loss});
  return {model, head, x: tensor2d(inputs, [labels.length, dimension]), y: head.labels(labels)};
}

/** Mean squared distance of the inputs from their mean, in float64. */
function meanSquaredSpread(): number {
  const mean = Array.from({length: dimension}, (_, k) =>
    labels.reduce((sum, _, i) => sum + inputs[i * dimension + k]! / labels.length, 0),
  );
  return inputs.reduce((sum, v, i) => sum + (v - mean[i % dimension]!) ** 2, 0) / labels.length;
}

async function reload(model: Sequential): Promise<AffinityHead> {
  let kept: io.ModelArtifacts | undefined;
  await model.save(
    io.withSaveHandler(async (artifacts) => {
      kept = artifacts;
      return {modelArtifactsInfo: {dateSaved: new Date(0), modelTopologyType: 'JSON'}};
    }),
  );
  return (await loadLayersModel(io.fromMemory(kept!))).layers.at(-1) as AffinityHead;
}

onEachBackend(() => {
  test('before a training batch they are those of embeddings of variance 1', () => {
    const {choices} = identity().head;
    expect(choices.placed).toBe(false);
    expectClose([choices.radius, choices.sigma], [1, 0.7 * (dimension + 1)], 1e-6);
    expect(choices).toMatchObject({diversityClasses: 3, seed: 7, classCounts: [0, 0, 0]});
    expectClose(choices.countWeights!, [1, 1, 1], 1e-6);
    expectClose(choices.countOffsets!, [0, 0, 0], 1e-6);
  });

  test('after it they are what the equations make of it', async () => {
    const {model, head, x, y} = identity();
    await model.trainOnBatch(x, y);
    const {choices} = head;
    expect(choices.placed).toBe(true);
    const spread = meanSquaredSpread();
    expectClose([choices.radius, choices.sigma], [Math.sqrt(spread) / 2, 0.7 * 1.25 * spread], 1e-5);
    expect(choices.classCounts).toEqual(counts);
    const assumed = counts.map((count) => count + 10);
    const mean = assumed.reduce((a, b) => a + b, 0) / 3;
    expectClose(
      choices.countWeights!,
      assumed.map((n) => (n / mean) ** -0.5),
      1e-5,
    );
    expectClose(
      choices.countOffsets!,
      assumed.map((n) => 0.1 * Math.log(n / mean)),
      1e-5,
    );
  });

  test('a batch of one example decides nothing but its count', async () => {
    const {model, head, x} = identity();
    const {classCounts, ...before} = head.choices;
    await model.trainOnBatch(slice(x, [0, 0], [1, dimension]), head.labels([0]));
    expect(head.choices).toMatchObject({
      placed: false,
      radius: before.radius,
      sigma: before.sigma,
      classCounts: [1, 0, 0],
    });
  });

  test.each<[string, Config, object]>([
    ['counts given', {classCounts: [8, 2, 2]}, {classCounts: [8, 2, 2]}],
    ['no counts', {classCounts: 'none'}, {classCounts: undefined, countWeights: undefined}],
    ['no margins by counts', {countMargin: 0}, {countOffsets: undefined}],
    ['radius and sigma given', {radius: 2.5, sigma: 6}, {radius: 2.5, sigma: 6}],
    ['normal start', {start: 'normal'}, {radius: Math.SQRT2}],
  ])('%s', async (_, config, expected) => {
    const {model, head, x, y} = identity(config);
    await model.trainOnBatch(x, y);
    expect(head.choices).toMatchObject(expected);
  });

  test('reading them leaks nothing', async () => {
    for (const config of [{}, {classCounts: [8, 2, 2]}]) {
      const {model, head, x, y} = identity(config);
      await model.trainOnBatch(x, y);
      head.choices;
      const before = memory().numTensors;
      head.choices;
      expect(memory().numTensors).toBe(before);
    }
  });

  test('they are saved with the model, a drawn seed too', async () => {
    const {model, head, x, y} = identity({seed: undefined, sigma: 'trainable'});
    await model.trainOnBatch(x, y);
    expect((await reload(model)).choices).toEqual(head.choices);
  });

  test('with a drawn seed that was read a head starts the same', () => {
    const x = tensor2d(inputs, [labels.length, dimension]);
    const start = (seed?: number) => {
      const head = affinity({classes: 3, seed});
      head.apply(x, {training: true});
      return [head.choices.seed, head.prototypes().dataSync()] as const;
    };
    const [[seed, prototypes], [other]] = [start(), start()];
    expect(Number.isSafeInteger(seed)).toBe(true);
    expect(other).not.toBe(seed);
    expect(start(seed)).toEqual([seed, prototypes]);
  });

  test('of many classes the regularizer looks at some', () => {
    const head = affinity({classes: 300, seed: 7});
    head.apply(tensor2d(inputs, [labels.length, dimension]));
    expect(head.choices.diversityClasses).toBe(128);
    const words = explainChoices(head).find(({option}) => option === 'diversityClasses');
    expect(words).toMatchObject({value: 128, automatic: true, reason: expect.stringContaining('of the 300')});
  });
});

test('there are none before the head is part of a model', () => {
  expect(() => affinity({classes: 3}).choices).toThrow('before it is part of a model');
});

describe('in words', () => {
  const words = (head: AffinityHead, option: Choice['option']) =>
    explainChoices(head).find((choice) => choice.option === option);

  test('say what was measured, and where', async () => {
    const {model, head, x, y} = identity();
    expect(words(head, 'sigma')!.reason).toContain('embeddings of variance 1, until a training batch');
    await model.trainOnBatch(x, y);
    expect(words(head, 'sigma')).toEqual({
      option: 'sigma',
      value: head.sigma,
      automatic: true,
      reason:
        '0.7 of the mean squared distance between embeddings and prototypes, by the first training batch.',
    });
    const learned = identity({sigma: 'trainable'});
    await learned.model.trainOnBatch(learned.x, learned.y);
    expect(words(learned.head, 'sigma')).toMatchObject({
      value: learned.head.sigmas,
      reason: expect.stringMatching(/first training batch, and is learned for each class\.$/),
    });
    const assumed = counts.map((count) => count + 10);
    const range = 0.1 * Math.log(assumed[0]! / assumed[2]!);
    const [low, high] = [0.5 - range, 0.5 + range].map((v) => Number(v.toPrecision(4)));
    expect(words(head, 'countMargin')!.reason).toBe(
      `λ is from ${low} (class 0 against 2) to ${high} (class 2 against 0).`,
    );
    expect(words(head, 'prototypesPerClass')!.reason).toBe('As the option says.');
    expect(words(identity({classCounts: [8, 5, 2]}).head, 'prototypesPerClass')!.reason).toContain(
      'the smallest class has 2 examples',
    );
  });

  test.each<[Config, Choice['option'][]]>([
    [{sigma: 4}, ['sigma']],
    [{radius: 2}, ['radius']],
    [{diversityClasses: 'all'}, ['diversityClasses']],
    [{classCounts: [8, 2, 2]}, ['classCounts', 'countMargin', 'countWeight']],
  ])('what %j settles is not automatic', (config, settled) => {
    const automatic = (head: AffinityHead) =>
      explainChoices(head)
        .filter((choice) => choice.automatic)
        .map(({option}) => option);
    expect(automatic(identity(config).head)).toEqual(
      automatic(identity().head).filter((option) => !settled.includes(option)),
    );
  });

  test('a margin of the batch is said to be one', () => {
    expect(words(identity({margin: 'auto'}).head, 'margin')).toMatchObject({value: 'auto', automatic: true});
  });
});

describe('logged by fit', () => {
  const options = (lines: readonly string[]) => lines.map((line) => /^affinity: (\w+) = /.exec(line)?.[1]);
  const atOnce = ['sigma', 'radius', 'diversityClasses', 'seed'];
  const later = ['classCounts', 'countMargin', 'countWeight'];

  test('once each: by the first batch what it decides, after the first epoch what counts do', async () => {
    const {model, head, x, y} = identity();
    const events: string[] = [];
    const log = logChoices(head, (line) => events.push(line));
    const batches = {
      onBatchEnd: async () => {
        events.push('affinity: batch = ');
      },
    };
    const fit = () =>
      model.fit(x, y, {epochs: 2, batchSize: 14, verbose: 0, callbacks: [batches, log as object]});
    await fit();
    const batch = 'batch';
    expect(options(events)).toEqual([batch, ...atOnce, batch, batch, ...later, batch, batch, batch]);
    expect(events[1]).toBe(
      `affinity: sigma = ${Number(head.sigma.toPrecision(4))}: ${explainChoices(head)[0]!.reason}`,
    );
    expect(events.find((line) => line.includes('classCounts'))).toContain('= [30, 9, 3]:');
    events.length = 0;
    await fit();
    expect(options(events)).toEqual(Array(6).fill(batch));
  });

  test('of an epoch of one batch, beside callbacks of TensorFlow.js', async () => {
    const {model, head, x, y} = identity();
    const lines: string[] = [];
    const log = logChoices(head, (line) => lines.push(line));
    const stop = callbacks.earlyStopping({monitor: 'loss', patience: 5});
    await model.fit(x, y, {epochs: 1, batchSize: 64, verbose: 0, callbacks: [stop, log]});
    expect(options(lines).sort()).toEqual([...atOnce, ...later].sort());
  });

  test('not by a loaded head, which chose before', async () => {
    const {model, head, x, y} = identity();
    await model.trainOnBatch(x, y);
    const again = sequential({
      layers: [layers.dense({units: dimension, inputShape: [dimension]}), await reload(model)],
    });
    const loaded = again.layers[1] as AffinityHead;
    again.compile({optimizer: train.sgd(0), loss: loaded.loss});
    const lines: string[] = [];
    await again.fit(x, y, {verbose: 0, callbacks: logChoices(loaded, (line) => lines.push(line))});
    expect(lines).toEqual([]);
    expect(loaded.sigma).toBe(head.sigma);
  });
});
