import {type TensorInfo, Tile, type TileAttrs, util} from '@tensorflow/tfjs-core';
import {valuesOf, type WasmBackend} from '../backend.js';
import {defineKernel, type TrainingKernel} from '../kernel.js';

/** `tile` by block copies; the stock kernel computes an index for every element. */
export const tile: TrainingKernel = defineKernel<'x', TileAttrs>(
  Tile,
  ({inputs: {x}, attrs: {reps}, backend}) => tiled(backend, x, reps),
);

/** `x` repeated `reps[axis]` times along each axis. */
function tiled(backend: WasmBackend, x: TensorInfo, reps: number[]): TensorInfo {
  const shape = x.shape.map((size, axis) => size * (reps[axis] as number));
  const out = backend.makeOutput(shape, x.dtype);
  const from = valuesOf(backend, x);
  const to = valuesOf(backend, out);
  if (to.length === 0) return out;
  const inner = (of: number[], axis: number): number => util.sizeFromShape(of.slice(axis));
  // From this axis on, what is copied is contiguous in both.
  let plain = x.shape.length;
  while (plain > 0 && reps[plain - 1] === 1) plain--;
  fill(0, 0, 0);
  return out;

  function fill(axis: number, source: number, target: number): void {
    if (axis === plain) {
      const size = inner(x.shape, axis);
      if (size === 1) to[target] = from[source] as number;
      else to.set(from.subarray(source, source + size), target);
      return;
    }
    const sourceStep = inner(x.shape, axis + 1);
    const targetStep = inner(shape, axis + 1);
    const size = x.shape[axis] as number;
    for (let i = 0; i < size; i++) fill(axis + 1, source + i * sourceStep, target + i * targetStep);
    repeat(target, size * targetStep, reps[axis] as number);
  }

  /** Copies the block at `start` behind itself, twice as much each time, until it is there `times` times. */
  function repeat(start: number, size: number, times: number): void {
    if (size === 1) {
      to.fill(to[start] as number, start, start + times);
      return;
    }
    for (let done = size; done < size * times; done *= 2) {
      to.copyWithin(start + done, start, start + Math.min(done, size * times - done));
    }
  }
}
