// Writes drawn digits as raw bytes for difficulty.py, from the built package:
//   node difficulty.mjs FOLDER [SEED]
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {strokeDigits} from '../../../packages/datasets/dist/index.js';

const [folder, seed = '1'] = process.argv.slice(2);
for (const [split, counts] of [
  ['train', 500],
  ['test', 400],
]) {
  const began = performance.now();
  const data = strokeDigits({counts, seed: Number(seed), split});
  const rate = (data.count / (performance.now() - began)) * 1000;
  console.log(`${data.name}: ${data.count} images, ${Math.round(rate)} a second`);
  writeFileSync(join(folder, `${split}.pixels`), data.images);
  writeFileSync(join(folder, `${split}.labels`), new Uint8Array(data.labels));
}
