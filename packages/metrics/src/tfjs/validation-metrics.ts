import {Callback, type LayersModel, type Logs} from '@tensorflow/tfjs-layers';
import {checkKnown} from '../input/options.js';
import {
  checkEvaluation,
  type EvaluateOptions,
  type EvaluationData,
  evaluated,
  type WholeMetric,
} from './evaluate-metrics.js';

/** Options of {@link ValidationMetrics}. */
export interface ValidationMetricsOptions extends EvaluateOptions {
  /** The validation set: [xs, ys], or a data set of batches {xs, ys}. */
  data: EvaluationData;
  /** The metrics by the names that they have in the logs, after the prefix. */
  metrics: Readonly<Record<string, WholeMetric>>;
  /** Before each name in the logs; default 'val_'. */
  prefix?: string;
}

/**
 * Metrics of a model over all examples at once, by their names.
 *
 * @throws RangeError or TypeError where data, a label, an output or an option is not allowed; Error where the model has
 *   more than one output
 */
export async function evaluateMetrics<Name extends string>(
  model: LayersModel,
  data: EvaluationData,
  metrics: Readonly<Record<Name, WholeMetric>>,
  options: EvaluateOptions = {},
): Promise<Record<Name, number>> {
  const {yTrue, outputs} = await evaluated(model, data, options);
  const entries = Object.entries<WholeMetric>(metrics).map(([name, metric]) => {
    const value: unknown = metric(yTrue, outputs);
    if (typeof value !== 'number')
      throw new TypeError(`metrics.${name} gave ${String(value)}: a number is needed`);
    return [name, value] as const;
  });
  return Object.fromEntries(entries) as Record<Name, number>;
}

/**
 * A callback for `fit` and `fitDataset` that computes metrics over the whole validation set after each epoch and adds them
 * to the epoch's logs. tfjs calls callbacks in the order in which they are given and hands all of them the same logs, so
 * this one comes first: what follows (early stopping, charts) and the history see its values.
 */
export class ValidationMetrics extends Callback {
  readonly #options: ValidationMetricsOptions;

  /** @throws RangeError or TypeError where an option is unknown or not allowed */
  constructor(options: ValidationMetricsOptions) {
    super();
    const {data, metrics, prefix = 'val_', ...rest} = options;
    checkKnown(rest, ['data', 'metrics', 'prefix', 'batchSize', 'batches', 'transform']);
    checkEvaluation(data, rest);
    if (typeof prefix !== 'string') throw new TypeError(`prefix is ${String(prefix)}: a text is needed`);
    for (const [name, metric] of Object.entries(metrics ?? {}))
      if (typeof metric !== 'function')
        throw new TypeError(
          `metrics.${name} is ${String(metric)}: a function (yTrue, outputs) => number is needed`,
        );
    if (Object.keys(metrics ?? {}).length === 0)
      throw new RangeError('metrics is empty: at least one metric is needed');
    this.#options = options;
    // tfjs calls it without `this` where it takes this callback for a plain object of functions.
    this.onEpochEnd = this.onEpochEnd.bind(this);
  }

  override async onEpochEnd(_epoch: number, logs?: Logs): Promise<void> {
    // tfjs's types say that there always is one.
    const model = this.model as LayersModel | null;
    if (model === null)
      throw new Error(
        'ValidationMetrics must be the first of the callbacks: if that is a plain object, tfjs takes all for such. ' +
          'Wrap plain objects that follow it: new tf.CustomCallback(object)',
      );
    const {data, metrics, prefix = 'val_', ...rest} = this.#options;
    const values = await evaluateMetrics(model, data, metrics, rest);
    for (const [name, value] of Object.entries(values)) {
      const key = `${prefix}${name}`;
      if (logs && key in logs)
        throw new Error(`the logs already have ${key}: give this metric another name, or prefix`);
      if (logs) logs[key] = value;
    }
  }
}

/** {@link ValidationMetrics}: `fit(xs, ys, {callbacks: [validationMetrics({data, metrics}), …]})`. */
export function validationMetrics(options: ValidationMetricsOptions): ValidationMetrics {
  return new ValidationMetrics(options);
}
