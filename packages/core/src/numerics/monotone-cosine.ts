import {
  add,
  clipByValue,
  mul,
  onesLike,
  step,
  sub,
  type Tensor,
  tidy,
  zerosLike,
} from '@tensorflow/tfjs-core';
import {withGradient} from './with-gradient.js';

/**
 * The margin function ψ of large-margin softmax and SphereFace and its slope dψ/d cos θ, from cos θ:
 * ψ(θ) = (−1)^k cos(mθ) − 2k for θ in [kπ/m, (k+1)π/m], which falls from 1 at θ = 0 to 1 − 2m at θ = π.
 *
 * cos(mθ) is the Chebyshev polynomial T_m(cos θ), by its recurrence, and the slope is (−1)^k m U_{m−1}(cos θ): no angle is
 * taken, so that both are finite everywhere (the slope at θ = 0 and π is m²). In float32 the error grows with m², from
 * 1e-7 at m = 1.
 *
 * @param cosines any shape; what rounding put outside [−1, 1] counts as −1 or 1
 * @param m an integer >= 1; 1 gives the cosines themselves
 * @returns value and slope, each of the shape of `cosines`; neither is differentiable
 * @throws Error for another m
 */
export function monotoneCosineAndSlope<T extends Tensor>(cosines: T, m: number): {value: T; slope: T} {
  if (!Number.isSafeInteger(m) || m < 1) throw new Error(`m must be an integer >= 1, but is ${m}.`);
  return tidy(() => {
    const c = clipByValue(cosines, -1, 1);
    const doubled = mul(c, 2);
    let [piece, sign]: Tensor[] = [zerosLike(c), onesLike(c)];
    // The number k of the piece is how many of its boundaries the angle has passed.
    for (let j = 1; j < m; j++) {
      const passed = step(sub(Math.cos((j * Math.PI) / m), c));
      piece = add(piece!, passed);
      sign = mul(sign!, sub(1, mul(passed, 2)));
    }
    let [previousT, t]: Tensor[] = [onesLike(c), c];
    let [previousU, u]: Tensor[] = [zerosLike(c), onesLike(c)];
    for (let j = 1; j < m; j++) {
      [previousT, t] = [t!, sub(mul(doubled, t!), previousT!)];
      [previousU, u] = [u!, sub(mul(doubled, u!), previousU!)];
    }
    const value = sub(mul(sign!, t!), mul(piece!, 2)) as T;
    const slope = mul(mul(sign!, u!), m) as T;
    return {value, slope};
  });
}

/**
 * ψ(θ) of large-margin softmax and SphereFace from cos θ, differentiable, with a finite gradient everywhere; see
 * `monotoneCosineAndSlope`.
 *
 * @param cosines any shape; what rounding put outside [−1, 1] counts as −1 or 1
 * @param m an integer >= 1
 * @throws Error for another m
 */
export function monotoneCosine<T extends Tensor>(cosines: T, m: number): T {
  return withGradient([cosines], ([c], save) => {
    const {value, slope} = monotoneCosineAndSlope(c, m);
    save([slope]);
    return {value, gradient: (dy, [savedSlope]) => [mul(dy, savedSlope!)]};
  });
}
