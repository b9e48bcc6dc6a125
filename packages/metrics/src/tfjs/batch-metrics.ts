import {
  add,
  argMax,
  cast,
  clipByValue,
  div,
  equal,
  greater,
  less,
  log,
  logicalAnd,
  mul,
  neg,
  oneHot,
  range,
  reshape,
  square,
  squeeze,
  sub,
  sum,
  type Tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import {checkWhole} from '../input/options.js';

/**
 * A metric for `compile({metrics})`: the value of each example of a batch, [batch], of which tfjs takes the mean, and the
 * mean of the batches by their size. So it may only be a metric that is a mean over examples.
 */
export type BatchMetric = (yTrue: Tensor, yPred: Tensor) => Tensor;

/** tfjs calls a metric in the logs as its function is called. */
function named(name: string, metric: BatchMetric): BatchMetric {
  return Object.defineProperty((yTrue: Tensor, yPred: Tensor) => tidy(() => metric(yTrue, yPred)), 'name', {
    value: name,
  });
}

/** The class of each example, [batch], from labels [batch] or [batch, 1], or one-hot rows [batch, classes]. */
function classesOf(yTrue: Tensor, yPred: Tensor): Tensor {
  const columns = yPred.shape[1] ?? 1;
  if (yPred.rank !== 2)
    throw new RangeError(
      `yPred has shape [${yPred.shape.join(', ')}]: rows [batch, classes] or [batch, 1] are needed`,
    );
  if (yTrue.rank === 2 && columns > 1 && yTrue.shape[1] === columns) return argMax(yTrue, 1);
  if (yTrue.size !== yPred.shape[0])
    throw new RangeError(
      `yTrue has shape [${yTrue.shape.join(', ')}] and yPred [${yPred.shape.join(', ')}]: labels [batch] or [batch, 1], ` +
        'or one-hot rows of as many columns are needed',
    );
  return cast(reshape(yTrue, [-1]), 'int32');
}

/** The probability of each example's class, [batch]. */
function ownOf(yTrue: Tensor, yPred: Tensor): Tensor {
  const labels = classesOf(yTrue, yPred);
  if (yPred.shape[1] === 1) {
    const positive = squeeze(yPred, [1]);
    const isPositive = cast(labels, 'float32');
    // 1 − p of the negatives.
    return sub(sub(1, isPositive), mul(positive, sub(1, mul(2, isPositive))));
  }
  return sum(mul(yPred, oneHot(cast(labels, 'int32'), yPred.shape[1] as number)), 1);
}

/**
 * `accuracy` for `compile`: of the largest score, or with one column of scores ≥ 0.5. Unlike tfjs's own 'accuracy' it
 * does not depend on the loss how labels are read: [batch], [batch, 1] or one-hot.
 */
export function batchAccuracy(): BatchMetric {
  return named('accuracy', (yTrue, yPred) => {
    const labels = classesOf(yTrue, yPred);
    const predicted =
      yPred.shape[1] === 1 ? sub(1, cast(less(squeeze(yPred, [1]), 0.5), 'int32')) : argMax(yPred, 1);
    return cast(equal(cast(predicted, 'int32'), cast(labels, 'int32')), 'float32');
  });
}

/**
 * `topKAccuracy` for `compile`, named `top5Accuracy` for k = 5. Of equal scores that of the lowest class comes first.
 * @throws RangeError where k is no whole number of at least 1; in the batch, where there are fewer classes
 */
export function batchTopKAccuracy(k: number): BatchMetric {
  checkWhole('k', k, 1);
  return named(`top${k}Accuracy`, (yTrue, yPred) => {
    const labels = classesOf(yTrue, yPred);
    const columns = yPred.shape[1] as number;
    checkWhole('k', k, 1, columns);
    const own = reshape(sum(mul(yPred, oneHot(cast(labels, 'int32'), columns)), 1), [-1, 1]);
    const isLower = less(
      reshape(range(0, columns, 1, 'int32'), [1, -1]),
      reshape(cast(labels, 'int32'), [-1, 1]),
    );
    const before = sum(cast(greater(yPred, own), 'int32'), 1);
    const ties = sum(cast(logicalAnd(equal(yPred, own), isLower), 'int32'), 1);
    return cast(less(add(before, ties), k), 'float32');
  });
}

/** `logLoss` for `compile`: the model's outputs must be probabilities, [batch, classes] or [batch, 1]. */
export function batchLogLoss(): BatchMetric {
  return named('logLoss', (yTrue, yPred) =>
    neg(log(clipByValue(ownOf(yTrue, yPred), 2 ** -23, 1 - 2 ** -23))),
  );
}

/** `brierScore` for `compile`, with its default scale: the outputs must be probabilities, [batch, classes] or [batch, 1]. */
export function batchBrierScore(): BatchMetric {
  return named('brierScore', (yTrue, yPred) => {
    const columns = yPred.shape[1] as number;
    if (columns === 1) return square(sub(1, ownOf(yTrue, yPred)));
    const errors = square(sub(yPred, oneHot(cast(classesOf(yTrue, yPred), 'int32'), columns)));
    return columns === 2 ? div(sum(errors, 1), 2) : sum(errors, 1);
  });
}
