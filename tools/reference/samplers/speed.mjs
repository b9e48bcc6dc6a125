// One method of @isomargin/samplers, for speed.py: node speed.mjs METHOD FOLDER COLUMNS
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {
  editedNearestNeighbours,
  randomOverSampler,
  randomUnderSampler,
  smote,
  tomekLinks,
} from '../../../packages/samplers/dist/index.js';

const samplers = {editedNearestNeighbours, randomOverSampler, randomUnderSampler, smote, tomekLinks};

const [method, folder, columns] = process.argv.slice(2);
const bytes = (name) => readFileSync(join(folder, name));
const arrayOf = (Type, {buffer, byteOffset, byteLength}) =>
  new Type(buffer.slice(byteOffset, byteOffset + byteLength));
const X = {data: arrayOf(Float64Array, bytes('X.bin')), columns: Number(columns)};
const y = arrayOf(Int32Array, bytes('y.bin'));
const before = process.resourceUsage().maxRSS / 1024;
const used = process.cpuUsage();
const began = performance.now();
const result = samplers[method]().fitResample(X, y);
const seconds = (performance.now() - began) / 1000;
const {user, system} = process.cpuUsage(used);
const mib = process.resourceUsage().maxRSS / 1024 - before;
console.log(JSON.stringify({rows: result.y.length, seconds, cpu: (user + system) / 1e6, mib}));
