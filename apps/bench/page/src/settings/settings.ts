/** Where the examples come from. */
export type DataName = 'clusters' | 'digits' | 'table';

/** Everything that a visitor chooses, and that a link carries. */
export interface Settings {
  readonly data: DataName;
  /** How many times as many examples a frequent class has as a rare one. */
  readonly imbalance: number;
  /** Share of the training labels that are wrong. */
  readonly noise: number;
  /** Names of loss plugins, in the order of their panels. */
  readonly losses: readonly string[];
  /** Of the affinity loss: σ, λ and m. */
  readonly sigma: number | 'auto';
  readonly margin: number | 'auto';
  readonly prototypes: number;
  readonly speed: SpeedName;
  readonly backend: BackendChoice;
  readonly seed: number;
}

export type SpeedName = 'slow' | 'normal' | 'fast';
export type BackendChoice = 'auto' | 'wasm' | 'cpu' | 'webgl' | 'webgpu';

/** Least and most of each number, and how fine it is. */
export const ranges = {
  imbalance: {min: 1, max: 100, step: 1},
  noise: {min: 0, max: 0.6, step: 0.05},
  sigma: {min: 0.05, max: 20, step: 0.05},
  margin: {min: 0.05, max: 1, step: 0.05},
  prototypes: {min: 1, max: 5, step: 1},
  seed: {min: 1, max: 9999, step: 1},
} as const;

export const dataNames: readonly DataName[] = ['digits', 'clusters', 'table'];
export const speedNames: readonly SpeedName[] = ['slow', 'normal', 'fast'];
export const backendChoices: readonly BackendChoice[] = ['auto', 'wasm', 'cpu', 'webgl', 'webgpu'];
/** More panels than this no screen and no processor shows well. */
export const mostLosses = 4;

export const defaults: Settings = {
  data: 'digits',
  imbalance: 10,
  noise: 0,
  losses: ['softmax', 'affinity'],
  sigma: 'auto',
  margin: 0.5,
  prototypes: 1,
  speed: 'normal',
  backend: 'auto',
  seed: 1,
};

/** Whether both mean the same data, networks and losses: a training goes on only then. */
export function sameTraining(a: Settings, b: Settings): boolean {
  return JSON.stringify({...a, speed: b.speed}) === JSON.stringify(b);
}
