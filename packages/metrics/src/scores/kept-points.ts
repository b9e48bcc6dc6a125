/** The points of a curve that are kept, in their order. */
export function keptPoints(size: number, isKept: (point: number) => boolean): Int32Array {
  const kept = new Int32Array(size);
  let count = 0;
  for (let point = 0; point < size; point++) if (isKept(point)) kept[count++] = point;
  return kept.subarray(0, count);
}
