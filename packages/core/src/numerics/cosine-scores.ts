import {
  add,
  matMul,
  mul,
  rsqrt,
  square,
  step,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';
import {tiny} from './safe-norm.js';
import {withGradient} from './with-gradient.js';

/**
 * Scores of a cosine classifier, scale · cos θ for the angle θ between an embedding and a column of the kernel, with the
 * gradient written out. The scores of a zero embedding or column are 0, and so is its gradient, since it has no direction.
 * For norms from 1e-6 to 1e18.
 *
 * @param embeddings [batch, d]
 * @param kernel [d, columns]
 * @param scale the score at an angle of 0, > 0
 * @returns [batch, columns] in [−scale, scale] up to rounding
 * @throws Error for shapes that do not fit
 */
export function cosineScores(embeddings: Tensor2D, kernel: Tensor2D, scale = 1): Tensor2D {
  return tidy(() => projections(rowsOfLength(embeddings, scale), kernel));
}

/**
 * ‖f‖ cos θ for the angle θ between an embedding f and a column of the kernel: products with columns scaled to
 * length 1, with the gradient written out. A zero column has projections of 0 and no gradient.
 *
 * @param embeddings [batch, d]
 * @param kernel [d, columns]
 * @returns [batch, columns]
 * @throws Error for shapes that do not fit
 */
export function projections(embeddings: Tensor2D, kernel: Tensor2D): Tensor2D {
  if (embeddings.rank !== 2 || kernel.rank !== 2 || embeddings.shape[1] !== kernel.shape[0]) {
    throw new Error(
      `cosines need embeddings [batch, d] and a kernel [d, columns], but the shapes are [${embeddings.shape}] and [${kernel.shape}].`,
    );
  }
  return withGradient([embeddings, kernel], ([f, w], save) => {
    const shrink = tidy(() => inverseNorms(w, 0));
    const value = tidy(() => mul(matMul(f, w), shrink) as Tensor2D);
    save([f, w, shrink, value]);
    return {value, gradient: projectionsGradient};
  });
}

/** The products' gradient, less what would change a column's length alone: its part along the column. */
function projectionsGradient(dy: Tensor2D, saved: Tensor[]): Tensor[] {
  const [f, w, shrink, value] = saved as [Tensor2D, Tensor2D, Tensor2D, Tensor2D];
  const ofProducts = mul(dy, shrink) as Tensor2D;
  const ofKernel = tidy(() => {
    const along = mul(sum(mul(dy, value), 0, true), square(shrink));
    return sub(matMul(f, ofProducts, true), mul(w, along));
  });
  return [matMul(ofProducts, w, false, true), ofKernel];
}

/**
 * Rows scaled to a length, with the gradient written out. A zero row stays zero and has no gradient. For norms from 1e-6 to
 * 1e18.
 *
 * @param x [n, d]
 * @param length > 0
 * @returns [n, d]
 */
export function rowsOfLength(x: Tensor2D, length: number): Tensor2D {
  return withGradient([x], ([rows], save) => {
    const shrink = tidy(() => inverseNorms(rows, 1));
    const value = tidy(() => mul(rows, mul(shrink, length)) as Tensor2D);
    save([shrink, value]);
    return {
      value,
      gradient: (dy, [savedShrink, scaled]) => [
        tidy(() => {
          const along = mul(sum(mul(dy, scaled!), 1, true), 1 / length ** 2);
          return mul(sub(dy, mul(scaled!, along)), mul(savedShrink!, length));
        }),
      ],
    };
  });
}

/** 1/norm along an axis, and 0 where the norm is. */
function inverseNorms(x: Tensor2D, axis: number): Tensor2D {
  const squares = sum(square(x), axis, true);
  return mul(rsqrt(add(squares, tiny)), step(squares)) as Tensor2D;
}
