import {randomUniform} from '@tensorflow/tfjs-core';

/**
 * Among how many points the regularizer can be evaluated at little cost beside the scores: it costs n·min(n, d)·d for n points in d
 * dimensions, the scores batch·n·d.
 *
 * @returns `points` where they are few enough
 */
export function affordablePoints(points: number, dimension: number): number {
  return points <= Math.max(256, 2 * dimension) ? points : Math.max(128, dimension);
}

/**
 * Draws a few of many classes, again and again: pass by pass through all of them in a random order, so that none is left
 * out for long and every pair is drawn equally often.
 */
export class ClassSample {
  private order: Int32Array = new Int32Array(0);
  private at = 0;
  private passes = 0;

  /**
   * @param classes how many there are
   * @param size how many to draw at a time, at most `classes`
   * @param seed the same seed draws the same classes
   */
  constructor(
    private readonly classes: number,
    readonly size: number,
    private readonly seed: number,
  ) {}

  /** The next `size` classes, all different. */
  next(): Int32Array {
    // What is left over at the end of a pass is dropped: drawing it with others of the next pass could repeat a class.
    if (this.at + this.size > this.order.length) {
      this.order = shuffled(this.classes, `${this.seed} ${this.passes}`);
      this.passes++;
      this.at = 0;
    }
    this.at += this.size;
    return this.order.subarray(this.at - this.size, this.at);
  }
}

/** 0, …, count − 1 in random order. */
function shuffled(count: number, seed: string): Int32Array {
  // tfjs draws on the host, so this costs no transfer.
  const drawn = randomUniform([count], 0, 1, 'float32', seed);
  const keys = drawn.dataSync();
  drawn.dispose();
  return Int32Array.from({length: count}, (_, i) => i).sort((a, b) => keys[a]! - keys[b]!);
}
