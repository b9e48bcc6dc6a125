import {evenPlacement} from '@isomargin/core';
import {serialization, type Tensor2D, tensor2d} from '@tensorflow/tfjs-core';

/** Distance of a class's prototypes from their centre, in units of the centre's distance from the middle. */
const CLUSTER_RADIUS = 0.3;

interface Start {
  /** Distance of the classes' places from 0. */
  readonly radius: number;
  /** Prototypes of each class. */
  readonly perClass: number;
  /** Whether those of a class start together; otherwise all prototypes start on equal terms. */
  readonly clustered: boolean;
  readonly seed: number;
}

/**
 * Where prototypes start: the classes as evenly around 0 as one can compute, and the prototypes of each class as a small
 * simplex around its place; or all prototypes as evenly as one can compute, whatever their class.
 *
 * A weight initializer that needs no registration: a loaded head makes it anew from its options.
 */
export class StartingPrototypes extends serialization.Serializable {
  /** @nocollapse */
  static readonly className = 'StartingPrototypes';

  constructor(private readonly start: Start) {
    super();
  }

  /** tfjs asks every initializer; this one has no other object inside. */
  fromConfigUsesCustomObjects(): boolean {
    return false;
  }

  /** @param shape [perClass · classes, d]: first one prototype of every class, then the next of every class */
  apply(shape: (number | null)[]): Tensor2D {
    const [rows, dimension] = shape as [number, number];
    const {radius, perClass, clustered, seed} = this.start;
    const points =
      clustered && perClass > 1
        ? clusters(rows / perClass, perClass, dimension, seed)
        : evenPlacement(rows, dimension, seed);
    return tensor2d(
      Float32Array.from(points, (v) => radius * v),
      [rows, dimension],
    );
  }

  override getConfig(): serialization.ConfigDict {
    return {...this.start};
  }
}

function clusters(classes: number, perClass: number, dimension: number, seed: number): Float64Array {
  const centres = evenPlacement(classes, dimension, seed);
  const points = new Float64Array(perClass * centres.length);
  for (let j = 0; j < classes; j++) {
    const offsets = evenPlacement(perClass, dimension, seed + 1 + j);
    for (let t = 0; t < perClass; t++) {
      for (let k = 0; k < dimension; k++) {
        points[(t * classes + j) * dimension + k] =
          centres[j * dimension + k]! + CLUSTER_RADIUS * offsets[t * dimension + k]!;
      }
    }
  }
  return points;
}
