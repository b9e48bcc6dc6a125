import {createHash} from 'node:crypto';
import {summarise} from '../src/report/summarise.js';
import type {ClassResult, DatasetSettings, Results, Run} from '../src/results/types.js';
import {rareClassHeadline} from '../src/suites/headline.js';

/** Repeatable noise from 0 to 1 (mulberry32). */
function noise(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Shape {
  fractions?: number[];
  seeds?: number;
  points?: number;
  /** The run at this place fails. */
  failing?: number;
}

const names = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', '<nine> & "more"'];
const epochs = 12;

function dataset(fraction: number): DatasetSettings {
  return {
    name: `digits ${fraction * 100} %`,
    description: `drawn digits 28×28, classes 0-4 cut to ${fraction * 100} %`,
    classNames: names,
    trainCounts: names.map((_, label) => (label < 5 ? Math.round(5000 * fraction) : 5000)),
    testCounts: names.map(() => 200),
    rareLabels: [0, 1, 2, 3, 4],
    fraction,
  };
}

function run(data: DatasetSettings, loss: number, seed: number, points: number): Run {
  const random = noise(seed * 100 + loss * 7 + Math.round((data.fraction ?? 0) * 1000));
  const gain = [0, 0.04, 0.005][loss] ?? 0;
  const confusion = names.map((_, t) => {
    const rare = data.rareLabels.includes(t);
    const recall = Math.min(
      0.995,
      (rare ? 0.74 + 0.1 * Math.log10((data.fraction ?? 1) * 100) + gain : 0.96) + 0.05 * (random() - 0.5),
    );
    const row = names.map(() => 0);
    row[t] = Math.round(recall * 200);
    for (let missed = 200 - (row[t] ?? 0); missed > 0; missed--) {
      const taken = (t + 1 + Math.floor(random() ** 2 * 9)) % 10;
      row[taken] = (row[taken] ?? 0) + 1;
    }
    return row;
  });
  const perClass = names.map((name, label): ClassResult => {
    const hits = confusion[label]?.[label] ?? 0;
    const predicted = confusion.reduce((sum, row) => sum + (row[label] ?? 0), 0);
    return {
      label,
      name,
      trainCount: data.trainCounts[label] ?? 0,
      support: 200,
      precision: hits / predicted,
      recall: hits / 200,
      f1: (2 * hits) / (200 + predicted),
    };
  });
  const average = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const accuracy = average(perClass.map(({recall}) => recall));
  const epoch = Array.from({length: epochs}, (_, index) => index + 1);
  const result: Run = {
    id: `${data.name}-${loss}-${seed}`,
    key: createHash('sha256').update(`${data.name}-${loss}-${seed}`).digest('hex'),
    dataset: data.name,
    loss: ['softmax', 'affinity', 'affinity-m5'][loss] ?? '',
    options: loss === 2 ? {prototypesPerClass: 5} : {},
    sampler: null,
    seed,
    status: 'ok',
    metrics: {
      accuracy,
      balancedAccuracy: accuracy,
      macroF1: average(perClass.map(({f1}) => f1)),
      gMean: Math.exp(average(perClass.map(({recall}) => Math.log(recall)))),
      rareRecall: average(perClass.slice(0, 5).map(({recall}) => recall)),
      nearestMeanAccuracy: accuracy - 0.01 * random(),
    },
    perClass,
    confusion,
    curves: {
      epoch,
      trainLoss: epoch.map((e) => (loss + 1) * (2.2 * Math.exp(-e / 3) + 0.05 + 0.06 * random())),
      trainAccuracy: epoch.map((e) => 0.99 - 0.6 * Math.exp(-e / (2 + loss)) - 0.02 * random()),
    },
    head: loss === 0 ? {} : {sigma: 31.4 + random(), prototypeSpread: 0.012 * random()},
    seconds: 12 + 3 * loss + random(),
  };
  if (seed === 1) {
    const centre = (label: number): [number, number] => [
      (9 + loss) * Math.cos((label / 10) * 2 * Math.PI),
      (9 + loss) * Math.sin((label / 10) * 2 * Math.PI),
    ];
    const labels = Array.from({length: points}, (_, index) => index % 10);
    result.embedding = {
      points: labels.map((label): [number, number] => {
        const [x, y] = centre(label);
        const radius = 2.6 * Math.sqrt(-Math.log(1 - random() * 0.999)) * (label < 5 ? 1.2 : 0.7);
        const angle = 2 * Math.PI * random();
        return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
      }),
      labels,
      prototypes: loss === 0 ? [] : names.map((_, label) => centre(label)),
      prototypeLabels: loss === 0 ? [] : names.map((_, label) => label),
      method: 'two principal components',
      varianceShown: 0.384,
    };
  }
  return result;
}

/** Made-up results of softmax, affinity (better on rare classes) and affinity with m = 5 (a tie). */
export function exampleResults({fractions = [0.05], seeds = 3, points = 120, failing}: Shape = {}): Results {
  const datasets = fractions.map(dataset);
  const seedList = Array.from({length: seeds}, (_, index) => index + 1);
  const runs = datasets.flatMap((data) =>
    [0, 1, 2].flatMap((loss) => seedList.map((seed) => run(data, loss, seed, points))),
  );
  const failed = failing === undefined ? undefined : runs[failing];
  if (failed) {
    Object.assign(failed, {
      status: 'failed',
      error: 'the loss became NaN in epoch 3 <script>alert(1)</script>',
      command: `npm run bench -- run digits --losses ${failed.loss} --seed ${failed.seed}`,
      metrics: {},
      perClass: [],
      confusion: [],
      curves: {epoch: [1, 2, 3], trainLoss: [2.1, 5.5, null]},
    });
    delete failed.embedding;
    delete failed.head;
  }
  return {
    version: 1,
    suite: 'digits',
    settings: {
      command: 'npm run bench -- run digits --seeds 3',
      description: 'Drawn digits, half of the classes rare.',
      datasets,
      backbone: [
        'conv 3×3, 16, batch normalization, relu',
        'conv 3×3, 32, batch normalization, relu',
        'dense 64',
      ],
      embeddingSize: 64,
      epochs,
      batchSize: 128,
      optimizer: 'adam',
      learningRate: 0.001,
      schedule: 'cosine decay to 0',
      seeds: seedList,
      losses: [
        {name: 'softmax', title: 'softmax', package: '@isomargin/softmax', options: {}},
        {name: 'affinity', title: 'affinity', package: '@isomargin/affinity', options: {}},
        {
          name: 'affinity-m5',
          title: 'affinity (m = 5)',
          package: '@isomargin/affinity',
          options: {prototypesPerClass: 5},
        },
      ],
      samplers: [null],
      baseline: {loss: 'softmax', sampler: null},
      headline: [...rareClassHeadline],
      backend: 'wasm',
      jobs: 2,
      versions: {isomargin: '0.1.0', tfjs: '4.22.0', node: '20.20.0'},
      host: {cpu: 'some processor', cores: 2},
      startedAt: '2026-01-02T03:04:05.000Z',
      seconds: 170.5,
    },
    runs,
    summary: summarise(runs, {baseline: {loss: 'softmax', sampler: null}}),
  };
}
