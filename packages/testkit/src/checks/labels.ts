import {type Tensor, tensor1d, tensor2d, tensor3d} from '@tensorflow/tfjs-core';
import type {Check} from '../check.js';
import {failWith} from '../failure.js';
import {genericBatch, settledHead} from '../problems/evaluate.js';
import {tidied} from '../tidied.js';

const size = {classes: 3, dimension: 4};

/** Labels for a batch of 6 that no loss can mean, and what the error must name. */
const bad: readonly [string, () => Tensor, readonly string[]][] = [
  ['a label beyond the classes', () => tensor1d([0, 1, 2, 3, 0, 1], 'int32'), ['3', '2']],
  ['a negative label', () => tensor1d([0, 1, -1, 2, 0, 1], 'int32'), ['-1', '2']],
  ['a fractional label', () => tensor1d([0, 1, 0.5, 2, 0, 1]), ['0.5', '2']],
  ['a label that is NaN', () => tensor1d([0, 1, Number.NaN, 2, 0, 1]), ['NaN', '2']],
  ['too few labels', () => tensor1d([0, 1, 2], 'int32'), ['3', '6']],
  ['too many labels', () => tensor1d([0, 1, 2, 0, 1, 2, 0], 'int32'), ['6', '7']],
  ['labels of rank 3', () => tensor3d([0, 1, 2, 0, 1, 2], [6, 1, 1]), ['6,1,1']],
  ['one-hot rows of another number of classes', () => tensor2d(rows([1, 0]), [6, 2]), ['6,2']],
  ['soft labels', () => tensor2d(rows([0.75, 0.25, 0]), [6, 3]), ['0.75']],
  ['a row of zeros', () => tensor2d([...rows([0, 1, 0]).slice(3), 0, 0, 0], [6, 3]), ['labels[5]']],
  ['a row with two ones', () => tensor2d([...rows([0, 1, 0]).slice(3), 1, 0, 1], [6, 3]), ['labels[5]']],
  ['a row with NaN', () => tensor2d([...rows([0, 1, 0]).slice(3), Number.NaN, 0, 1], [6, 3]), ['labels[5]']],
];

function rows(row: readonly number[]): number[] {
  return Array.from({length: 6}, () => row).flat();
}

export const labels: Check = {
  name: 'labels',
  title: 'labels that cannot be meant are refused by an error that names them',
  hint:
    'A one-hot row of zeros makes most losses 0 without a word. `LossHead` checks labels before `lossOf` and gives them as `oneHot`: use that, ' +
    'or `oneHotLabels` of @isomargin/core, and never tf.oneHot of labels that were not checked.',
  run(contract) {
    const tested = settledHead(contract, {}, size);
    const {embeddings} = genericBatch(size, 3);
    const findings = bad.flatMap(([what, make, parts]): string[] =>
      tidied(() => {
        const scores = tested.head.apply(
          tensor2d(Float32Array.from(embeddings), [6, size.dimension]),
        ) as Tensor;
        try {
          const losses = tested.head.loss(make(), scores);
          return [
            `${what}: no error; the losses are [${[...losses.dataSync()].map((v) => Number(v.toPrecision(4)))}].`,
          ];
        } catch (error) {
          if (!(error instanceof Error) || error.name !== 'LabelError') {
            return [`${what}: a LabelError must be thrown, but it is ${String(error)}`];
          }
          const missing = parts.filter((part) => !error.message.includes(part));
          return missing.length === 0
            ? []
            : [`${what}: the error must name ${missing.join(' and ')}, but says "${error.message}"`];
        }
      }),
    );
    tested.dispose();
    failWith(findings);
  },
};

export const notANumber: Check = {
  name: 'not-a-number',
  title: 'an embedding with NaN has the loss NaN, and the others keep theirs',
  hint:
    'A model that has diverged must be seen to: a loss that stays finite hides it. On wasm relu, max and min may drop a NaN: add 0 · embedding ' +
    'to what is left, or compute from differences.',
  run(contract) {
    const findings = contract.settings.flatMap((setting) => {
      const tested = settledHead(contract, setting, size);
      const batch = genericBatch(size, 3);
      const before = tested.losses(batch);
      const embeddings = batch.embeddings.slice();
      embeddings[size.dimension + 1] = Number.NaN;
      const after = tested.losses({...batch, embeddings});
      tested.dispose();
      const where = JSON.stringify(setting);
      if (!Number.isNaN(after[1]!))
        return [`${where}: the loss of an example with NaN in its embedding is ${after[1]}.`];
      if (contract.plugin.traits?.dependsOnBatch !== undefined) return [];
      const other = after.findIndex(
        (v, i) => i !== 1 && !(Math.abs(v - before[i]!) <= 1e-4 * Math.abs(before[i]!) + 1e-6),
      );
      return other < 0
        ? []
        : [
            `${where}: example 1 has NaN in its embedding, and the loss of example ${other} is ${after[other]} instead of ${before[other]}.`,
          ];
    });
    failWith(findings);
  },
};
