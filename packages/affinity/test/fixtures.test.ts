import {readFileSync} from 'node:fs';
import {grad, grads, sum, type Tensor2D, tensor2d} from '@tensorflow/tfjs-core';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose} from '../../../tools/testing/numeric.js';
import {affinityLoss, type DiversityPairs, type DiversityScale, diversity} from '../src/index.js';

interface Prototypes {
  readonly name: string;
  readonly classes: number;
  readonly prototypesPerClass: number;
  readonly dimension: number;
  readonly prototypes: readonly number[];
}
interface LossCase extends Prototypes {
  readonly sigma: number;
  readonly margin: number;
  readonly labels: number[];
  readonly embeddings: readonly number[];
  readonly losses: readonly number[];
  readonly gradients: {readonly embeddings: readonly number[]; readonly prototypes: readonly number[]};
}
interface DiversityCase extends Prototypes {
  /** By `pairs, scale`. */
  readonly results: Readonly<Record<string, {readonly value: number; readonly gradient: readonly number[]}>>;
}

// Made by tools/reference/affinity/make_fixtures.py with torch in float64.
const {losses, diversities}: {losses: LossCase[]; diversities: DiversityCase[]} = JSON.parse(
  readFileSync(new URL('./fixtures/affinity.json', import.meta.url), 'utf8'),
);
const rows = (values: readonly number[], columns: number): Tensor2D =>
  tensor2d([...values], [values.length / columns, columns]);

onEachBackend(() => {
  describe('affinityLoss as torch computes it', () => {
    test.each(losses)('$name', (c) => {
      const {sigma, margin, prototypesPerClass} = c;
      const inputs = [rows(c.embeddings, c.dimension), rows(c.prototypes, c.dimension)] as const;
      const loss = (f: Tensor2D, w: Tensor2D) =>
        affinityLoss(f, c.labels, w, {sigma, margin, prototypesPerClass});
      expectClose(loss(...inputs).dataSync(), c.losses, 1e-4);
      const [ofF, ofW] = grads((f, w) => sum(loss(f as Tensor2D, w as Tensor2D)))([...inputs]);
      expectClose(ofF!.dataSync(), c.gradients.embeddings, 1e-3);
      expectClose(ofW!.dataSync(), c.gradients.prototypes, 1e-3);
    });
  });

  describe('diversity as torch computes it', () => {
    const cases = diversities.flatMap((c) =>
      Object.entries(c.results).map(([form, result]) => ({...c, form, ...result})),
    );
    test.each(cases)('$name: $form', (c) => {
      const [pairs, scale] = c.form.split(', ') as [DiversityPairs, DiversityScale];
      const prototypes = rows(c.prototypes, c.dimension);
      const of = (w: Tensor2D) => diversity(w, c.prototypesPerClass, pairs, scale);
      expectClose(of(prototypes).dataSync(), [c.value], 1e-4);
      expectClose(grad((w) => of(w as Tensor2D))(prototypes).dataSync(), c.gradient, 1e-3);
    });
  });

  test('the fixtures have prototypes that are all but equidistant', () => {
    const near = diversities.filter(({results}) => results['all, relative']!.value < 1e-5);
    expect(near.length).toBeGreaterThanOrEqual(3);
  });
});
