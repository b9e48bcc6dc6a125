import {cast, reshape, type Tensor, tensor1d, tensor2d, tidy} from '@tensorflow/tfjs-core';
import type {Check} from '../check.js';
import {failWith, messageOf} from '../failure.js';
import {differenceOf} from '../problems/compare.js';
import {genericBatch, settledHead} from '../problems/evaluate.js';

const size = {classes: 4, dimension: 5};

export const output: Check = {
  name: 'output',
  title: 'scores are [batch, classes], losses [batch], and labels come in every form',
  hint:
    'The loss must return the loss of each example: TensorFlow.js takes the mean itself, after class weights and sample weights. A scalar, or ' +
    'a mean inside, breaks both without an error.',
  run(contract) {
    const tested = settledHead(contract, {}, size);
    const {embeddings, labels} = genericBatch(size, 3);
    const batch = labels.length;
    const findings: string[] = [];
    tidy(() => {
      const given = tensor2d(Float32Array.from(embeddings), [batch, size.dimension]);
      const scores = tested.head.apply(given) as Tensor;
      const shapeOf = ({dtype, shape}: Tensor): string => `${dtype} [${shape}]`;
      if (shapeOf(scores) !== `float32 [${batch},${size.classes}]`) {
        findings.push(
          `Scores must be float32 [${batch},${size.classes}] for ${batch} examples of ${size.classes} classes, but are ${shapeOf(scores)}.`,
        );
      }
      const integers = tensor1d(labels, 'int32');
      const oneHot = tested.head.labels(labels);
      const forms: [string, Tensor][] = [
        ['integers [batch] of type int32', integers],
        ['integers [batch] of type float32', cast(integers, 'float32')],
        ['integers [batch, 1]', reshape(integers, [batch, 1])],
        ['one-hot rows of type float32', oneHot],
        ['one-hot rows of type int32', cast(oneHot, 'int32')],
      ];
      let first: Float32Array | undefined;
      for (const [form, asGiven] of forms) {
        try {
          const losses = tested.head.loss(asGiven, scores);
          if (shapeOf(losses) !== `float32 [${batch}]`) {
            findings.push(
              `Losses must be float32 [${batch}] for ${batch} examples, but are ${shapeOf(losses)} (labels as ${form}).`,
            );
            continue;
          }
          const values = losses.dataSync() as Float32Array;
          first ??= values.slice();
          const difference = differenceOf(values, first, 1e-6);
          if (difference !== undefined)
            findings.push(`With labels as ${form} the loss of example ${difference.at} ${difference.text}.`);
        } catch (error) {
          findings.push(`Labels as ${form} are refused: ${messageOf(error)}`);
        }
      }
    });
    tested.dispose();
    failWith(findings);
  },
};
