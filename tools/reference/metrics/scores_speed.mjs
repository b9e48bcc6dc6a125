// One metric of @isomargin/metrics on ten million scores, for scores_speed.py: node scores_speed.mjs METRIC FOLDER TYPE
import {closeSync, openSync, readSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {
  auroc,
  averagePrecision,
  brierScore,
  logLoss,
  reliabilityDiagram,
  rocCurve,
} from '../../../packages/metrics/dist/index.js';

const metrics = {
  auroc,
  averagePrecision,
  rocCurve: (y, scores) => rocCurve(y, scores).thresholds.length,
  logLoss,
  brierScore,
  reliabilityDiagram: (y, scores) => reliabilityDiagram(y, scores, {bins: 15}).length,
};

const [metric, folder, type] = process.argv.slice(2);
const read = (name, Type) => {
  const path = join(folder, name);
  const array = new Type(statSync(path).size / Type.BYTES_PER_ELEMENT);
  const file = openSync(path);
  // Read in place, so that memory is not at its peak before the metric begins.
  for (let at = 0; at < array.byteLength; )
    at += readSync(file, array, at, Math.min(2 ** 24, array.byteLength - at));
  closeSync(file);
  return array;
};
const scores = read(`${type}.bin`, type === 'float32' ? Float32Array : Float64Array);
const y = read('y.bin', Uint8Array);
const before = process.memoryUsage.rss();
const used = process.cpuUsage();
const began = performance.now();
const value = metrics[metric](y, scores);
const seconds = (performance.now() - began) / 1000;
const {user, system} = process.cpuUsage(used);
const mib = process.resourceUsage().maxRSS / 1024 - before / 2 ** 20;
console.log(JSON.stringify({value, seconds, cpu: (user + system) / 1e6, mib}));
