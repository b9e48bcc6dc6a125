import type {Random} from '../numeric/random.js';

/** What the embeddings of a case are made from. */
interface Scene {
  readonly labels: readonly number[];
  readonly dimension: number;
  readonly random: Random;
  /** Where the classes are, [classes][dimension]; empty where the head has no such vectors. */
  readonly vectors: readonly (readonly number[])[];
}

/** A problem that losses fail at. */
export interface Case {
  readonly name: string;
  readonly labels: readonly number[];
  readonly classes: number;
  readonly dimension: number;
  /** [batch][dimension] */
  readonly embeddings: (scene: Scene) => number[][];
  /** Factor on the trainable weights. */
  readonly weightFactor?: number;
  /** Whether the weights of all classes are equal. */
  readonly equalClasses?: boolean;
  /** Whether it is made from where the classes are. */
  readonly usesVectors?: boolean;
  /** Whether every loss has a derivative there. */
  readonly isGeneric?: boolean;
  /** Whether it takes long, so that one setting is enough. */
  readonly isLarge?: boolean;
  /** Whether the norms of the embeddings are what it is about. */
  readonly isAboutNorms?: boolean;
}

const labels = [1, 0, 3, 2, 1, 1];
const size = {labels, classes: 4, dimension: 5};
const oneClass = [3, 3, 3, 3, 3, 3];

const normal = ({labels: ys, dimension, random}: Scene): number[][] => random.rows(ys.length, dimension);
const times = (factor: number, row: readonly number[]): number[] => row.map((v) => factor * v);
const ofNorm =
  (...norms: number[]) =>
  (scene: Scene): number[][] =>
    normal(scene).map((row, i) => times(norms[i % norms.length]! / Math.hypot(...row), row));

/** Every embedding is a multiple of a class's vector: of the own class's, or of the next one's. */
const along =
  (factor: number, next = 0) =>
  ({labels: ys, vectors}: Scene): number[][] =>
    ys.map((y) => times(factor, vectors[(y + next) % vectors.length]!));

/** Embeddings at these angles, in degrees, to the own class's vector, and of its norm. */
function atAngles(angles: readonly number[]): (scene: Scene) => number[][] {
  return ({labels: ys, vectors, random, dimension}) =>
    ys.map((y, i) => {
      const own = vectors[y]!;
      const norm = Math.hypot(...own);
      const [other] = random.rows(1, dimension) as [number[]];
      const share = other.reduce((sum, v, k) => sum + v * own[k]!, 0) / norm ** 2;
      const across = other.map((v, k) => v - share * own[k]!);
      const stretch = norm / (Math.hypot(...across) || 1);
      const angle = (angles[i % angles.length]! * Math.PI) / 180;
      return own.map((v, k) => Math.cos(angle) * v + Math.sin(angle) * stretch * across[k]!);
    });
}

/** The cases that values and gradients are compared in. The first one is what the others are measured by. */
export const cases: readonly Case[] = [
  {name: 'plain', ...size, embeddings: normal, isGeneric: true},
  {
    name: 'many classes and dimensions',
    labels: [0, 9, 10, 7, 7, 2, 0, 3],
    classes: 11,
    dimension: 12,
    embeddings: normal,
    isGeneric: true,
    isLarge: true,
  },
  {name: 'batch of 1', ...size, labels: [2], embeddings: normal},
  {
    name: 'two classes in one dimension',
    labels: [1, 0, 0, 1, 1, 1],
    classes: 2,
    dimension: 1,
    embeddings: normal,
  },
  {name: 'one class only', ...size, labels: oneClass, embeddings: normal},
  {name: 'a class absent', ...size, labels: [0, 0, 1, 1, 2, 2], embeddings: normal, isGeneric: true},
  {name: 'every class once', ...size, labels: [3, 1, 0, 2], embeddings: normal, isGeneric: true},
  {
    name: 'identical embeddings',
    ...size,
    embeddings: (scene) => {
      const [row] = normal(scene) as [number[]];
      return scene.labels.map(() => [...row]);
    },
  },
  {
    name: 'collinear and anti-parallel embeddings',
    ...size,
    embeddings: (scene) => {
      const [row] = normal(scene) as [number[]];
      return scene.labels.map((_, i) => times([1, -1, 2, -0.5, 1, 0.1][i % 6]!, row));
    },
  },
  {name: 'zero embeddings', ...size, embeddings: ofNorm(0), isAboutNorms: true},
  {name: 'one zero embedding among others', ...size, embeddings: ofNorm(1, 2, 0, 3), isAboutNorms: true},
  {name: 'embeddings of norm 1e-6', ...size, embeddings: ofNorm(1e-6), isAboutNorms: true},
  {name: 'embeddings of norm 1e4', ...size, embeddings: ofNorm(1e4), isAboutNorms: true},
  {
    name: 'embeddings of all norms',
    ...size,
    embeddings: ofNorm(1e-6, 1e-3, 1, 10, 100, 1e4),
    isAboutNorms: true,
  },
  {name: 'weights of zero', ...size, embeddings: normal, weightFactor: 0},
  {name: 'zero embeddings and weights', ...size, embeddings: ofNorm(0), weightFactor: 0, isAboutNorms: true},
  {name: 'tiny weights', ...size, embeddings: normal, weightFactor: 1e-6},
  {name: 'huge weights', ...size, embeddings: normal, weightFactor: 1e4},
  {name: 'all classes equal: ties', ...size, embeddings: normal, equalClasses: true},
  {name: 'on the own class vector', ...size, embeddings: along(1), usesVectors: true},
  {
    name: 'on the own class vector, ten times as far out',
    ...size,
    embeddings: along(1),
    usesVectors: true,
    weightFactor: 10,
    isAboutNorms: true,
  },
  {name: 'on a wrong class vector', ...size, embeddings: along(1, 1), usesVectors: true},
  {name: 'along the own class vector', ...size, embeddings: along(2), usesVectors: true, isAboutNorms: true},
  {
    name: 'against the own class vector',
    ...size,
    embeddings: along(-2),
    usesVectors: true,
    isAboutNorms: true,
  },
  {
    name: 'far beyond the own class vector',
    ...size,
    embeddings: along(100),
    usesVectors: true,
    isAboutNorms: true,
  },
  {
    name: 'far beyond a wrong class vector',
    ...size,
    embeddings: along(100, 1),
    usesVectors: true,
    isAboutNorms: true,
  },
  {
    name: 'at 0.1° to 100° of the own class vector',
    ...size,
    embeddings: atAngles([0.1, 10, 44, 62, 89, 100]),
    usesVectors: true,
  },
  {
    name: 'at 115° to 179.9° of the own class vector',
    ...size,
    embeddings: atAngles([115, 134, 152, 165, 175, 179.9]),
    usesVectors: true,
  },
];
