/** What one head costs at one number of classes. */
export interface HeadCost {
  readonly head: string;
  readonly classes: number;
  readonly prototypesPerClass: number;
  /** Median milliseconds of a forward and backward pass. */
  readonly ms: number;
  /** `ms` as a multiple of that of the softmax head at as many classes. */
  readonly ratio: number;
  /** Most bytes of tensors alive at once: weights, inputs and what the pass makes. */
  readonly peakBytes: number;
  readonly peakRatio: number;
}

/** A head that cannot be made for a number of classes. */
export interface ImpossibleHead {
  readonly head: string;
  readonly classes: number;
  readonly reason: string;
}

/** What a training step of a whole network costs. */
export interface StepCost {
  readonly network: string;
  /** Median milliseconds with the kernels that the backend comes with; absent where they cannot train it. */
  readonly stockMs?: number;
  /** Why the stock kernels cannot train it. */
  readonly stockError?: string;
  /** Median milliseconds with the kernels of wasm-training. */
  readonly ms: number;
  /** How many times faster; absent where the stock kernels cannot train it. */
  readonly speedup?: number;
}

/** What `cost --json` writes. */
export interface CostResults {
  readonly backend: string;
  readonly kernels: 'stock' | 'wasm-training';
  readonly batch: number;
  readonly embeddingSize: number;
  readonly rounds: number;
  readonly rows: readonly HeadCost[];
  readonly impossible: readonly ImpossibleHead[];
  readonly steps: readonly StepCost[];
}
