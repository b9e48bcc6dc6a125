import {einsum, grads, mul, reshape, sum, type Tensor} from '@tensorflow/tfjs-core';
import {beforeAll, describe, expect, test} from 'vitest';
import {enableWasmTraining} from '../src/index.js';
import {expectSame, on, random} from './both-backends.js';

beforeAll(() => {
  enableWasmTraining();
});

const sizes: Record<string, number> = {a: 3, b: 4, c: 5, d: 2, e: 6};

function operands(equation: string): ReturnType<typeof random>[] {
  const terms = (equation.split('->')[0] as string).split(',');
  return terms.map((term, seed) =>
    random(
      [...term.trim()].map((label) => sizes[label] as number),
      seed,
    ),
  );
}

describe.each([
  'ab->ba',
  'ab->a',
  'abc->cab',
  'abc->',
  'ab,bc->ac',
  'ab,bc->ca',
  'ab,cb->ac',
  'abc,acd->abd',
  'abc,cd->abd',
  'abc,abd->acd',
  'ab,ab->',
  'ab,ab->ab',
  'ab,ab->a',
  'a,b->ab',
  'a,b->ba',
  'abc,b->ac',
  'abcd,acde->aeb',
  'ab, bc -> ac',
])('einsum %s', (equation) => {
  test('agrees with cpu', async () => {
    await expectSame(operands(equation), (...x) => einsum(equation, ...x));
  });

  test('has the same gradients as cpu', async () => {
    await expectSame(operands(equation), (...x) =>
      grads((...x: Tensor[]) => {
        const y = einsum(equation, ...x);
        const weights = Array.from({length: y.size}, (_, i) => (i % 7) - 3);
        return sum(mul(reshape(y, [y.size]), weights));
      })(x),
    );
  });
});

test('the gradient of einsum is that of the same product by matMul', async () => {
  const inputs = operands('ab,bc->ac');
  const [byEinsum] = await on('wasm', inputs, (...x) => grads((a, b) => sum(einsum('ab,bc->ac', a, b)))(x));
  const rows = Array.from({length: 4}, (_, b) => {
    const row = inputs[1]?.values.slice(b * 5, b * 5 + 5) as Float32Array;
    return row.reduce((total, value) => total + value, 0);
  });
  for (const [i, value] of (byEinsum?.values ?? []).entries())
    expect(value).toBeCloseTo(rows[i % 4] as number, 4);
});

test('integers and labels given twice are refused', async () => {
  await expect(on('wasm', [random([3, 4], 1, 'int32')], (x) => einsum('ab->ba', x))).rejects.toThrow(
    /float32/,
  );
  await expect(on('wasm', [random([3], 1)], (x) => einsum('a->aa', x))).rejects.toThrow(/label twice/);
});
