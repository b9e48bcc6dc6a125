/** What kind of mistakes labels have. */
export type LabelNoise =
  | {
      /** A label changes with probability `rate`, to any other class alike. */
      readonly kind: 'symmetric';
      readonly rate: number;
    }
  | {
      /** A label changes with probability `rate`, to one class that is taken for it. */
      readonly kind: 'pair-flip';
      readonly rate: number;
      /** For each class the one that it changes to; the next one, and the first for the last, where left out. */
      readonly to?: readonly number[];
    }
  | {
      readonly kind: 'transition';
      /** `matrix[i][j]`: the probability with which a label i becomes j; each row sums to 1. */
      readonly matrix: readonly (readonly number[])[];
    };

/**
 * The probability with which each label becomes each other one, [classes][classes].
 *
 * @throws RangeError where a rate is not in [0, 1], there are fewer than 2 classes, a class would change to one
 *   that is not there, or the matrix is not [classes][classes] of probabilities with rows that sum to 1
 */
export function transitionMatrix(noise: LabelNoise, classes: number): number[][] {
  if (!Number.isInteger(classes) || classes < 2) {
    throw new RangeError(`classes is ${classes}; an integer from 2 is expected`);
  }
  switch (noise.kind) {
    case 'symmetric': {
      checkRate(noise.rate);
      return matrixOf(classes, (i, j) => (i === j ? 1 - noise.rate : noise.rate / (classes - 1)));
    }
    case 'pair-flip': {
      checkRate(noise.rate);
      const to = noise.to ?? Array.from({length: classes}, (_, label) => (label + 1) % classes);
      checkPairs(to, classes);
      // A class that changes to itself does not change.
      return matrixOf(classes, (i, j) => (i === j ? 1 - noise.rate : 0) + (to[i] === j ? noise.rate : 0));
    }
    case 'transition': {
      checkMatrix(noise.matrix, classes);
      return noise.matrix.map((row) => [...row]);
    }
    default:
      throw new RangeError(
        `noise: kind is '${(noise as {kind: unknown}).kind}'; 'symmetric', 'pair-flip' or 'transition' is expected`,
      );
  }
}

function matrixOf(classes: number, value: (i: number, j: number) => number): number[][] {
  return Array.from({length: classes}, (_, i) => Array.from({length: classes}, (_, j) => value(i, j)));
}

function checkRate(rate: number): void {
  if (!(rate >= 0 && rate <= 1)) {
    throw new RangeError(`noise: rate is ${rate}; a number from 0 to 1 is expected`);
  }
}

function checkPairs(to: readonly number[], classes: number): void {
  if (to.length !== classes) {
    throw new RangeError(`noise: to has ${to.length} classes; ${classes} are expected, one for each class`);
  }
  const wrong = to.find((label) => !Number.isInteger(label) || label < 0 || label >= classes);
  if (wrong !== undefined) {
    throw new RangeError(`noise: to has ${wrong}; an integer from 0 to ${classes - 1} is expected`);
  }
}

function checkMatrix(matrix: readonly (readonly number[])[], classes: number): void {
  if (matrix.length !== classes) {
    throw new RangeError(
      `noise: matrix has ${matrix.length} rows; ${classes} are expected, one for each class`,
    );
  }
  for (const [i, row] of matrix.entries()) {
    if (row.length !== classes) {
      throw new RangeError(`noise: row ${i} of matrix has ${row.length} values; ${classes} are expected`);
    }
    const wrong = row.find((value) => !(value >= 0 && value <= 1));
    if (wrong !== undefined) {
      throw new RangeError(`noise: row ${i} of matrix has ${wrong}; a probability from 0 to 1 is expected`);
    }
    const sum = row.reduce((total, value) => total + value, 0);
    if (Math.abs(sum - 1) > 1e-6) {
      throw new RangeError(`noise: row ${i} of matrix sums to ${sum}; 1 is expected`);
    }
  }
}
