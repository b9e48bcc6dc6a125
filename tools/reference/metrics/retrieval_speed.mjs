// retrieval of @isomargin/metrics on the files of retrieval_speed.py: node retrieval_speed.mjs FOLDER COLUMNS
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {retrieval} from '../../../packages/metrics/dist/index.js';

const [folder, columns] = process.argv.slice(2);
const arrayOf = (Type, name) => {
  const {buffer, byteOffset, byteLength} = readFileSync(join(folder, name));
  return new Type(buffer.slice(byteOffset, byteOffset + byteLength));
};
const data = arrayOf(Float32Array, 'X.bin');
const labels = arrayOf(Int32Array, 'y.bin');
const embeddings = {data, shape: [labels.length, Number(columns)]};
const used = process.cpuUsage();
const began = performance.now();
const {micro} = retrieval(embeddings, labels);
const seconds = (performance.now() - began) / 1000;
const {user, system} = process.cpuUsage(used);
const mib = process.resourceUsage().maxRSS / 1024;
const {precisionAt1, rPrecision, mapAtR} = micro;
console.log(
  JSON.stringify({scores: [precisionAt1, rPrecision, mapAtR], seconds, cpu: (user + system) / 1e6, mib}),
);
