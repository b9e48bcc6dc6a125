import '@tensorflow/tfjs-backend-cpu';
import {mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Tensor} from '@tensorflow/tfjs-core';
import {type LayersModel, layers, loadLayersModel, sequential} from '@tensorflow/tfjs-layers';
import {expect, onTestFinished, test, vi} from 'vitest';
import {ModelFileError, modelFiles} from '../src/index.js';
import {inputs} from './models.js';

/** Steps on the disk that are still allowed. */
const disk = vi.hoisted(() => ({left: Number.POSITIVE_INFINITY}));

vi.mock('node:fs/promises', async (original) => {
  const fs = await original<typeof import('node:fs/promises')>();
  const limited = <F extends (...args: never[]) => Promise<unknown>>(step: F): F =>
    ((...args: Parameters<F>) => {
      if (disk.left-- > 0) return step(...args);
      return Promise.reject(Object.assign(new Error('ENOSPC: no space left on device'), {code: 'ENOSPC'}));
    }) as F;
  const open: typeof fs.open = async (...args) => {
    const handle = await fs.open(...args);
    handle.writeFile = limited(handle.writeFile.bind(handle));
    handle.sync = limited(handle.sync.bind(handle));
    return handle;
  };
  return {...fs, mkdir: limited(fs.mkdir), open: limited(open), rename: limited(fs.rename)};
});

const STEPS = [
  'mkdir',
  ...['weights', 'description'].flatMap((file) => [
    `open ${file}`,
    `write ${file}`,
    `sync ${file}`,
    `rename ${file}`,
  ]),
];

const small = (units: number): LayersModel => sequential({layers: [layers.dense({units, inputShape: [5]})]});
const scoresOf = (model: LayersModel) => (model.predict(inputs()) as Tensor).dataSync();

test.each(STEPS.map((name, step) => [name, step] as const))(
  'where the disk is full at the step %s, the model that was there is still there, and nothing else',
  async (_name, step) => {
    const folder = mkdtempSync(join(tmpdir(), 'model-files-'));
    onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
    const first = small(3);
    disk.left = Number.POSITIVE_INFINITY;
    await first.save(modelFiles(folder));
    const before = readdirSync(folder);

    disk.left = step;
    const saving = small(4).save(modelFiles(folder));
    await expect(saving).rejects.toBeInstanceOf(ModelFileError);
    await expect(saving).rejects.toThrow(/^save: '.*': ENOSPC/);
    expect(readdirSync(folder)).toEqual(before);
    expect(scoresOf(await loadLayersModel(modelFiles(folder)))).toEqual(scoresOf(first));

    disk.left = STEPS.length;
    const second = small(4);
    await second.save(modelFiles(folder));
    expect(scoresOf(await loadLayersModel(modelFiles(folder)))).toEqual(scoresOf(second));
  },
);
