import {withGradient} from '@isomargin/core';
import {
  add,
  clipByValue,
  div,
  maximum,
  mul,
  sqrt,
  square,
  step,
  sub,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';

/**
 * The slope of cos(θ + m) is cos m + cos θ sin m / sin θ, which is infinite at 0 and π. Below this sine, where float32
 * cosines hardly tell angles apart, it is held.
 */
const smallestSine = 1e-3;

/**
 * cos(θ + m) from cos θ, as cos θ cos m − sin θ sin m, without an angle. Beyond θ = π − m, where that would rise again, it
 * is cos θ − m sin m; with `easyMargin` it is cos θ from 90° on.
 *
 * @param cosines cos θ, [n, 1]; what rounding puts outside [−1, 1] is clipped
 * @param margin m in radians, from 0 to π/2
 * @returns [n, 1], with a finite gradient everywhere
 */
export function addAngle(cosines: Tensor2D, margin: number, easyMargin: boolean): Tensor2D {
  return withGradient([cosines], ([given], save) => {
    const [value, slope] = tidy(() => valueAndSlope(clipByValue(given, -1, 1), margin, easyMargin));
    save([slope]);
    return {value, gradient: (dy, [savedSlope]) => [mul(dy, savedSlope!)]};
  });
}

function valueAndSlope(c: Tensor2D, margin: number, easyMargin: boolean): [Tensor2D, Tensor2D] {
  const [cosine, sine] = [Math.cos(margin), Math.sin(margin)];
  const sinTheta = sqrt(sub(1, square(c)));
  const turned = sub(mul(c, cosine), mul(sinTheta, sine));
  const turnedSlope = add(mul(div(c, maximum(sinTheta, smallestSine)), sine), cosine);
  const beyond = easyMargin ? c : sub(c, margin * sine);
  const within = step(easyMargin ? c : add(c, cosine));
  const value = add(beyond, mul(within, sub(turned, beyond))) as Tensor2D;
  const slope = add(1, mul(within, sub(turnedSlope, 1))) as Tensor2D;
  return [value, slope];
}
