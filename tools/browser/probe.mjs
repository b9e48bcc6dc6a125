import {createServer} from 'node:http';
import {createRequire} from 'node:module';
import {chromium} from 'playwright-core';
import {launchArguments} from './chromium.mjs';

const require = createRequire(import.meta.url);
const bundle = (name) =>
  require.resolve(name).replace(/[^/\\]+$/, `${name.split('/')[1].replace('tfjs', 'tf')}.min.js`);

/** What Chromium starts here: for `webgl` and `webgpu` an empty object, or why tests cannot run on it. */
export async function probe(executablePath) {
  // WebGPU is there on pages of localhost, and not on about:blank.
  const server = createServer((_, response) => response.end('<!doctype html>')).listen(0, '127.0.0.1');
  const browser = await chromium.launch({executablePath, args: launchArguments});
  try {
    const found = {version: browser.version()};
    for (const backend of ['webgl', 'webgpu']) {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${server.address().port}`);
      await page.addScriptTag({path: bundle('@tensorflow/tfjs-core')});
      await page.addScriptTag({path: bundle(`@tensorflow/tfjs-backend-${backend}`)});
      found[backend] = await page
        .evaluate(compute, backend)
        .catch(({message}) => ({missing: `its first computations fail: ${message.split('\n')[0]}`}));
      await page.close();
    }
    return found;
  } finally {
    await browser.close();
    server.close();
  }
}

/** In the page: whether the backend computes, and what it computed can be read at once, as the losses and their tests read it. */
async function compute(backend) {
  const {tf} = globalThis;
  if (!(await tf.setBackend(backend).catch(() => false))) return {missing: 'it does not start here'};
  const square = tf.tensor2d([
    [1, 2],
    [3, 4],
  ]);
  const works = [
    ['2 · [1, 2, 3]', () => tf.mul(tf.tensor1d([1, 2, 3]), 2), '2,4,6'],
    ['a matrix product', () => tf.matMul(square, square), '7,10,15,22'],
    ['a sum of rows', () => tf.sum(square, 1), '3,7'],
    ['one-hot labels', () => tf.oneHot(tf.tensor1d([1, 0], 'int32'), 3), '0,1,0,1,0,0'],
  ];
  for (let round = 0; round < 20; round++) {
    for (const [what, work, expected] of works) {
      const atOnce = String([...work().dataSync()]);
      const later = String([...(await work().data())]);
      if (atOnce !== expected || later !== expected)
        return {
          missing: `${what} is [${atOnce}] by dataSync() and [${later}] by data() instead of [${expected}]`,
        };
    }
  }
  return {};
}
