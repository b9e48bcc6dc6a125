import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
const cpu = () => { const u = process.cpuUsage(); return (u.user + u.system) / 1000; };
if (process.argv[2] !== '0') globalThis.INNER = Number(process.argv[2]); globalThis.LEAST = process.argv[2] === '0' ? 1e9 : globalThis.INNER + 1;
const {enableWasmTraining} = await import('./dist/index.js');
enableWasmTraining(); await tf.setBackend('wasm');
for (const [K, reps] of [[5000, 20], [10000, 12], [50000, 4]]) for (const [tA, tB] of [[false, true], [true, false], [false, false]]) {
  const ts = [];
  for (let i = 0; i < reps; i++) { const [a, b] = tf.tidy(() => [tf.randomUniform(tA ? [K, 128] : [128, K]), tf.randomUniform(tB ? [128, K] : [K, 128])]); const t = cpu(); const o = tf.matMul(a, b, tA, tB); ts.push(cpu() - t); tf.dispose([a, b, o]); }
  ts.sort((a, b) => a - b); console.log(process.argv[2], K, tA, tB, 'min', ts[0].toFixed(2), 'q25', ts[ts.length >> 2].toFixed(2), 'GF', (2 * 128 * 128 * K / ts[0] / 1e6).toFixed(1));
}
