// One method of @isomargin/samplers, for speed.py: node speed.mjs METHOD FOLDER COLUMNS, or for the rows of an epoch of
// class-balanced batches node speed.mjs largest|smallest FOLDER
import {openSync, readSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {
  classBalancedBatches,
  editedNearestNeighbours,
  randomOverSampler,
  randomUnderSampler,
  smote,
  tomekLinks,
} from '../../../packages/samplers/dist/index.js';

const samplers = {editedNearestNeighbours, randomOverSampler, randomUnderSampler, smote, tomekLinks};

const [method, folder, columns] = process.argv.slice(2);

/** Straight into the array, so that no copy of the file is left for the method to use. */
function arrayOf(Type, name) {
  const path = join(folder, name);
  const values = new Type(statSync(path).size / Type.BYTES_PER_ELEMENT);
  readSync(openSync(path), values);
  return values;
}

function epoch() {
  const y = arrayOf(Int32Array, 'labels.bin');
  const counts = [0, 0];
  for (const label of y) counts[label]++;
  const rowsPerEpoch = 2 * (method === 'largest' ? Math.max(...counts) : Math.min(...counts));
  return () => {
    let rows = 0;
    for (const batch of classBalancedBatches(y, {batchSize: 128, rowsPerEpoch}).epoch(0))
      rows += batch.length;
    return rows;
  };
}

function resampling() {
  const X = {data: arrayOf(Float64Array, 'X.bin'), columns: Number(columns)};
  const y = arrayOf(Int32Array, 'y.bin');
  return () => samplers[method]().fitResample(X, y).y.length;
}

const work = samplers[method] ? resampling() : epoch();
const before = process.resourceUsage().maxRSS / 1024;
const used = process.cpuUsage();
const began = performance.now();
const rows = work();
const seconds = (performance.now() - began) / 1000;
const {user, system} = process.cpuUsage(used);
const mib = process.resourceUsage().maxRSS / 1024 - before;
console.log(JSON.stringify({rows, seconds, cpu: (user + system) / 1e6, mib}));
