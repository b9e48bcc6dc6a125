import {
  add,
  matMul,
  mul,
  reshape,
  serialization,
  square,
  sub,
  sum,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import {checkLoss} from '../../src/index.js';
import type {Animal} from './healthy.js';
import {HealthyNearestHead, nearestOracle, nearestPluginOf} from './healthy-nearest.js';

/** ‖f‖² + ‖w‖² − 2 f·w, which has no digits left where f is at w. */
class ExpandedDistanceHead extends HealthyNearestHead {
  static override readonly className = 'ZooExpandedDistance';

  protected override distances(f: Tensor2D, w: Tensor2D): Tensor2D {
    const squares = add(sum(square(f), 1, true), reshape(sum(square(w), 1), [1, -1]));
    return sub(squares, mul(matMul(f, w, false, true), 2)) as Tensor2D;
  }
}
serialization.registerClass(ExpandedDistanceHead);

const found: Animal = {
  check: (given) => checkLoss({plugin: nearestPluginOf(ExpandedDistanceHead), oracle: nearestOracle}, given),
  fails: ['value'],
  says: /on the own class vector, ten times as far out.*and the oracle says 0/,
};
export default found;
