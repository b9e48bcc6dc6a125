import {randomNormal, type Tensor, type Tensor1D, type Tensor2D, tensor1d} from '@tensorflow/tfjs-core';
import type {layers} from '@tensorflow/tfjs-layers';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from './backends.js';
import {expectClose} from './numeric.js';

/** A loss head, as far as it is needed here. */
interface Head extends layers.Layer {
  readonly loss: (labels: Tensor, scores: Tensor) => Tensor;
}

const [batch, dimension, classes] = [6, 4, 3];
const labels = [1, 0, 2, 2, 0, 1];

/** A function of a package, and the head that it must agree with. */
interface Tested<O extends object> {
  /** The function's name, for its error texts. */
  readonly name: string;
  /** Makes the head with 3 classes. */
  readonly head: (options: O & {classWeights?: number[]; classes: number; seed: number}) => Head;
  /** Calls the function with the head's weights, by name. */
  readonly loss: (
    embeddings: Tensor2D,
    labels: readonly number[],
    weights: Readonly<Record<string, Tensor>>,
    options: O & {classWeights?: number[]},
  ) => Tensor1D;
  /** Options that both take. */
  readonly settings: readonly O[];
}

/**
 * Tests that a loss as a pure function of tensors computes what the head does (whose values and gradients the contract
 * proves), and refuses bad labels and options by its own name.
 */
export function testPureFunction<O extends object>({name, head: make, loss, settings}: Tested<O>): void {
  const draw = (): Tensor2D => randomNormal([batch, dimension], 0, 1, 'float32', 3) as Tensor2D;
  const built = (options: O & {classWeights?: number[]}): {head: Head; weights: Record<string, Tensor>} => {
    const head = make({...options, classes, seed: 1});
    head.apply(draw());
    const weights = head.weights.map((weight) => [weight.originalName.split('/').at(-1)!, weight.read()]);
    return {head, weights: Object.fromEntries(weights)};
  };
  describe(name, () => {
    onEachBackend(() => {
      test.each(settings)("is the head's loss: %j", (setting) => {
        const options = {...setting, classWeights: [1, 2, 3]};
        const {head, weights} = built(options);
        const embeddings = draw();
        const expected = head.loss(tensor1d(labels), head.apply(embeddings) as Tensor);
        expectClose(loss(embeddings, labels, weights, options).dataSync(), expected.dataSync(), 1e-5);
      });
    });

    test('refuses bad labels, class weights and options', () => {
      const setting = settings[0]!;
      const {weights} = built(setting);
      const of = (given: number[], options: O) => () => loss(draw(), given, weights, options);
      expect(of([1, 0, 3, 2, 0, 1], setting)).toThrow('labels[2] must be an integer from 0 to 2, but is 3.');
      expect(of([1, 0, 0.5, 2, 0, 1], setting)).toThrow(
        'labels[2] must be an integer from 0 to 2, but is 0.5.',
      );
      expect(of([0, 1], setting)).toThrow('one entry for each of the 6 examples, but have 2.');
      expect(of(labels, {...setting, classWeights: [1, 2]})).toThrow(
        'classWeights must have one number for each of the 3 classes, but has 2.',
      );
      expect(of(labels, {...setting, classWeight: [1, 2, 3]})).toThrow(
        `${name}: unknown option 'classWeight'. Did you mean 'classWeights'?`,
      );
    });
  });
}
