import '@tensorflow/tfjs-backend-cpu';
import {memory, randomNormal, type Tensor2D, type Tensor4D, tensor1d, tensor2d} from '@tensorflow/tfjs-core';
import {layers, sequential} from '@tensorflow/tfjs-layers';
import {describe, expect, test} from 'vitest';
import {borderlineSmote, editedNearestNeighbours, inEmbeddingSpace, type Row, smote} from '../src/index.js';
import {randomTable} from './random-tables.js';

const images = randomNormal([40, 6, 6, 1], 0, 1, 'float32', 1) as Tensor4D;
const labels = Array.from({length: 40}, (_, i) => (i % 8 === 0 ? 1 : 0));
const encoder = sequential({
  layers: [layers.flatten({inputShape: [6, 6, 1]}), layers.dense({units: 8, activation: 'relu'})],
});
const embeddings = encoder.predict(images) as Tensor2D;
const embed = (batch: Tensor4D): Tensor2D => encoder.predict(batch) as Tensor2D;

describe('tensors of images', () => {
  test('what is made lies between embeddings, and those of the rows come first', () => {
    const direct = smote({k: 4, seed: 3}).fitResample(embeddings, labels);
    for (const batchSize of [1, 7, 40, 1000]) {
      const sampler = inEmbeddingSpace(smote({k: 4, seed: 3}), {embed, batchSize});
      const {X, y, indices, synthetic} = sampler.fitResample(images, labels);
      expect(X.shape).toEqual([70, 8]);
      expect([...X.dataSync()]).toEqual([...direct.X.dataSync()]);
      expect([y, indices, synthetic]).toEqual([direct.y, direct.indices, direct.synthetic]);
    }
  });

  test('in batches, of which none is left over', async () => {
    const sizes: number[] = [];
    const counted = (batch: Tensor4D): Tensor2D => {
      sizes.push(batch.shape[0]);
      return embed(batch);
    };
    const ys = tensor1d(labels, 'int32');
    const sampler = inEmbeddingSpace(smote({k: 4}), {embed: counted, batchSize: 15});
    const before = memory().numTensors;
    const now = sampler.fitResample(images, ys);
    const later = await sampler.fitResampleAsync(images, ys);
    expect(sizes).toEqual([15, 15, 10, 15, 15, 10]);
    expect(memory().numTensors).toBe(before + 4);
    expect([...later.X.dataSync()]).toEqual([...now.X.dataSync()]);
    expect(images.isDisposed || ys.isDisposed).toBe(false);
  });

  test('an embedding function that waits', async () => {
    const sampler = inEmbeddingSpace(smote({k: 4, seed: 3}), {
      embed: async (batch: Tensor4D) => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        return embed(batch);
      },
      batchSize: 16,
    });
    const stages: string[] = [];
    const {X} = await sampler.fitResampleAsync(images, labels, {onProgress: ({stage}) => stages.push(stage)});
    expect([...X.dataSync()]).toEqual([
      ...smote({k: 4, seed: 3}).fitResample(embeddings, labels).X.dataSync(),
    ]);
    const before = memory().numTensors;
    expect(() => sampler.fitResample(images, labels)).toThrow(
      'inEmbeddingSpace: embed returns a promise; take fitResampleAsync.',
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(memory().numTensors).toBe(before);
  });

  test('ends with the reason of the signal, without waiting for the embeddings, and leaves nothing', async () => {
    const controller = new AbortController();
    let release = (): void => {};
    const sampler = inEmbeddingSpace(smote({k: 4}), {
      embed: async (batch: Tensor4D) => {
        const result = embed(batch);
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        return result;
      },
    });
    const before = memory().numTensors;
    const work = sampler.fitResampleAsync(images, labels, {signal: controller.signal});
    await new Promise((resolve) => setTimeout(resolve));
    controller.abort(new Error('enough'));
    await expect(work).rejects.toThrow('enough');
    release();
    await new Promise((resolve) => setTimeout(resolve));
    expect(memory().numTensors).toBe(before);
  });

  test('an error of the embedding function comes through, and leaves nothing', () => {
    const before = memory().numTensors;
    const sampler = inEmbeddingSpace(smote(), {
      embed: (): Tensor2D => {
        throw new Error('no such layer');
      },
    });
    expect(() => sampler.fitResample(images, labels)).toThrow('no such layer');
    expect(memory().numTensors).toBe(before);
  });
});

describe('rows of other kinds', () => {
  const {X, y} = randomTable([30, 12], 3, 4);
  const double = (rows: readonly Row[]): number[][] => rows.map((row) => [...row].map((v) => 2 * Number(v)));

  test('arrays of rows, any method', () => {
    for (const method of [smote({k: 3}), borderlineSmote({k: 3}), editedNearestNeighbours()]) {
      const result = inEmbeddingSpace(method, {embed: double, batchSize: 5}).fitResample(X, y);
      expect(result).toEqual(method.fitResample(double(X), y));
      expect(inEmbeddingSpace(method, {embed: double}).name).toBe(method.name);
    }
  });

  test('typed arrays, and embeddings of another kind than the rows', () => {
    const flat = {data: Float64Array.from(X.flat()), columns: 3};
    const toTensor = ({data}: {data: Float64Array; columns: number}): Tensor2D =>
      tensor2d(
        [...data].map((value) => 2 * value),
        [data.length / 3, 3],
      );
    const result = inEmbeddingSpace(smote({k: 3}), {embed: toTensor}).fitResample(flat, y);
    const direct = smote({k: 3}).fitResample(
      {data: Float32Array.from(flat.data, (value) => 2 * value), columns: 3},
      y,
    );
    expect([...result.X.dataSync()]).toEqual([...direct.X.data]);
  });

  test('what was given is neither changed nor shared', () => {
    const copy = structuredClone(X);
    const sampler = inEmbeddingSpace(smote({k: 3}), {
      embed: (rows: number[][]) => {
        for (const row of rows) row.fill(row[0]!);
        return rows;
      },
    });
    sampler.fitResample(X, y);
    expect(X).toEqual(copy);
  });

  test.each<[string, (rows: number[][]) => unknown, string]>([
    [
      'too few',
      (rows) => rows.slice(1),
      'inEmbeddingSpace: embed returned 4 embeddings for the 5 rows from 0 on; one a row is expected.',
    ],
    [
      'NaN',
      (rows) => rows.map(() => [Number.NaN]),
      'inEmbeddingSpace: embed of the rows 0 to 4 as X: X[0][0] is NaN; finite numbers are expected.',
    ],
    [
      'nothing',
      () => undefined,
      'inEmbeddingSpace: embed of the rows 0 to 4 as X: X must be {data, columns}',
    ],
    [
      'of different length',
      (rows) => rows.map((row) => (rows.length === 2 ? [1] : row)),
      'inEmbeddingSpace: embed returned embeddings of 3 values at first and of 1 for the rows from 40 on; as many are expected.',
    ],
  ])('embeddings: %s', (_, broken, message) => {
    const sampler = inEmbeddingSpace(smote(), {embed: broken as typeof double, batchSize: 5});
    expect(() => sampler.fitResample(X, y)).toThrow(message);
  });

  test('bad options and data', () => {
    expect(() => inEmbeddingSpace(smote(), {} as never)).toThrow(
      'inEmbeddingSpace: embed must be a function from rows to embeddings.',
    );
    expect(() => inEmbeddingSpace(smote(), {embed: double, batchSize: 0})).toThrow(
      'inEmbeddingSpace: batchSize must be an integer >= 1, but got 0.',
    );
    expect(() => inEmbeddingSpace(smote(), {embed: double}).fitResample(X, y.slice(1))).toThrow(
      'inEmbeddingSpace: X has 42 rows and y has 41; as many are expected.',
    );
    expect(() => inEmbeddingSpace(smote(), {embed: double}).fitResample(7 as never, y)).toThrow(
      'inEmbeddingSpace: X must be {data, columns}',
    );
    expect(() => inEmbeddingSpace(smote(), {embed: double}).fitResample([], [])).toThrow(
      'inEmbeddingSpace: X has no rows.',
    );
  });
});
