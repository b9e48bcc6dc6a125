import {All, Any, backend_util, type DataType, Max, Mean, Min, Prod, Sum, util} from '@tensorflow/tfjs-core';
import {valuesOf} from '../backend.js';
import {defineKernel, type TrainingKernel} from '../kernel.js';
import {max} from './max.js';
import {mean, sum} from './sum-and-mean.js';

interface ReductionAttrs {
  axis?: number | number[];
  /** What `axis` is called in `max`. */
  reductionIndices?: number | number[];
  keepDims: boolean;
}

/** What the cpu backend gives where there is nothing to reduce; NaN becomes 0 among integers. */
const OF_NOTHING: Readonly<Record<string, number>> = {
  [All]: 0,
  [Any]: 0,
  [Max]: Number.NaN,
  [Mean]: 0,
  [Min]: Number.NaN,
  [Prod]: 1,
  [Sum]: 0,
};

/** The stock kernel as it is. */
const stockKernel = (name: string): TrainingKernel =>
  defineKernel<'x', ReductionAttrs>(name, ({inputs, attrs, backend}, stock) =>
    stock.call(name, backend, inputs, attrs),
  );

/** A reduction that is right over no values, too, where stock kernels leave in the output what was in the heap. */
function alsoOfNothing(reduction: TrainingKernel): TrainingKernel {
  const {name} = reduction;
  return {
    name,
    create: (stock) => {
      const ofSome = reduction.create(stock);
      const ofNothing = defineKernel<'x', ReductionAttrs>(name, ({inputs: {x}, attrs, backend}) => {
        const axes = util.parseAxisParam((attrs.axis ?? attrs.reductionIndices) as number[], x.shape);
        const [reduced] = backend_util.computeOutAndReduceShapes(x.shape, axes);
        const shape = attrs.keepDims ? backend_util.expandShapeToKeepDim(reduced, axes) : reduced;
        const dtype: DataType = name === Mean ? 'float32' : x.dtype;
        const out = backend.makeOutput(shape, dtype);
        valuesOf(backend, out).fill(OF_NOTHING[name] as number);
        return out;
      }).create(stock);
      return (call) => {
        const [x] = Object.values(call.inputs);
        return (x && util.sizeFromShape(x.shape) === 0 ? ofNothing : ofSome)(call);
      };
    },
  };
}

/** Every reduction that makes one number of many. */
export const reductions: readonly TrainingKernel[] = [
  max,
  mean,
  sum,
  ...[All, Any, Min, Prod].map(stockKernel),
].map(alsoOfNothing);
