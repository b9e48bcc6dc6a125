import {SamplingError} from '../errors.js';
import type {Classes} from './data.js';
import {type ClassLabels, type ClassName, isNumberArray, sameType} from './kinds.js';
import {isTensor, type TensorData, type TensorValues, tensorLike} from './tensors.js';

/** Labels below this are looked up in an array. */
const SMALL = 1024;

/** Labels that were read, and the way back to their kind. */
export interface ReadLabels<Y> {
  readonly classes: Classes;
  /** Labels of the same kind as those that were read. */
  build(codes: Int32Array): Y;
}

/**
 * Reads class labels.
 *
 * @param owner who reads, for the error texts
 * @param buffer the values of `y` where it is a tensor; they are fetched where not given
 * @throws SamplingError where y is of no known kind, empty, of several types, not finite, or of one class alone
 */
export function readLabels<Y extends ClassLabels>(
  owner: string,
  y: Y,
  buffer: TensorValues | undefined = isTensor(y) ? y.bufferSync() : undefined,
): ReadLabels<Y> {
  const given = labelArray(owner, y, buffer);
  if (given.length === 0) throw new SamplingError(`${owner}: y is empty; at least two labels are expected.`);
  const type = typeof given[0];
  const places = new Map<ClassName, number>();
  const codes = new Int32Array(given.length);
  // Most labels are small integers, for which looking in a map takes most of the time.
  const small = new Int32Array(SMALL).fill(-1);
  for (let row = 0; row < given.length; ++row) {
    const label = given[row]!;
    if (typeof label === 'number' && small[label]! >= 0) {
      codes[row] = small[label]!;
      continue;
    }
    if (!(typeof label === 'string' || Number.isFinite(label)) || typeof label !== type) {
      throw new SamplingError(
        `${owner}: y[${row}] is ${typeof label === 'string' ? `'${label}'` : label}; finite numbers or texts are ` +
          'expected, all of one type.',
      );
    }
    let place = places.get(label);
    if (place === undefined) {
      place = places.size;
      places.set(label, place);
      if (typeof label === 'number' && label in small) small[label] = place;
    }
    codes[row] = place;
  }
  const found = [...places.keys()];
  if (found.length === 1) {
    throw new SamplingError(`${owner}: y has one class alone, ${found[0]}; at least two are expected.`);
  }
  const names = [...found].sort((a, b) => (a < b ? -1 : 1));
  const order = new Map(names.map((name, code) => [name, code]));
  const codeOf = Int32Array.from(found, (name) => order.get(name)!);
  const counts = names.map(() => 0);
  for (let row = 0; row < codes.length; ++row) {
    const code = codeOf[codes[row]!]!;
    codes[row] = code;
    counts[code]!++;
  }
  return {classes: {names, codes, counts}, build: (rows) => buildLabels(y, names, rows, buffer)};
}

function labelArray(owner: string, y: ClassLabels, buffer?: TensorValues): ArrayLike<ClassName> {
  if (isTensor(y)) {
    const {shape} = y;
    if (shape.length !== 1 && !(shape.length === 2 && shape[1] === 1)) {
      throw new SamplingError(
        `${owner}: y is a tensor of shape [${shape.join(', ')}]; [rows] or [rows, 1] is expected ` +
          '(argMax turns one-hot rows into labels).',
      );
    }
    return buffer!.values;
  }
  if (Array.isArray(y) || isNumberArray(y)) return y as ArrayLike<ClassName>;
  throw new SamplingError(`${owner}: y must be an array, a typed array or a tensor of class labels.`);
}

function buildLabels<Y extends ClassLabels>(
  y: Y,
  names: readonly ClassName[],
  codes: Int32Array,
  buffer?: TensorValues,
): Y {
  if (isTensor(y)) {
    const {values} = buffer!;
    const labels: TensorData | string[] = Array.isArray(values)
      ? Array.from(codes, (code) => names[code] as string)
      : sameType(values, codes.length).map((_, row) => names[codes[row]!] as number);
    const built: ClassLabels = tensorLike(y, buffer!, labels, [codes.length, ...y.shape.slice(1)]);
    return built as Y;
  }
  if (isNumberArray(y)) {
    const built = sameType(y, codes.length);
    for (let row = 0; row < codes.length; ++row) built[row] = names[codes[row]!] as number;
    return built;
  }
  return Array.from(codes, (code) => names[code]!) as ClassLabels as Y;
}
