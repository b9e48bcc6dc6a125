/** Options that every classification metric takes. */
export interface MetricOptions {
  /**
   * The number of classes: a whole number ≥ 1. The labels are then 0 to classes − 1, and all of them count,
   * whether they occur or not. Left out, it is the number of columns where `yTrue` or `yPred` are rows; where
   * both are vectors, the classes are the labels that occur in either, as in scikit-learn.
   */
  classes?: number;
  /**
   * What 0/0 is: the recall of a class that is absent from `yTrue`, the precision of one that was never
   * predicted, the F1 of one that is absent from both. 0 (default), 1, or NaN; NaN also leaves the class out
   * of means, as in scikit-learn. Accuracy and balanced accuracy never meet it.
   */
  zeroDivision?: number;
}

/** Options of metrics that are per class, or a mean over classes. */
export interface LabelOptions extends MetricOptions {
  /**
   * The classes that the result covers, in this order; default all. Examples of other classes still count
   * as false positives. A label that never occurs is an absent class (see `zeroDivision`).
   */
  labels?: readonly number[];
}

/** Options of the G-mean. */
export interface GMeanOptions extends LabelOptions {
  /** Put in the place of recalls that are 0, so that one missed class does not make the mean 0: 0 to 1, default 0. */
  correction?: number;
}

type OptionName = keyof GMeanOptions;

function refuse(name: string, value: unknown, needed: string): never {
  const shown = Array.isArray(value) ? `[${value.join(', ')}]` : String(value);
  throw new RangeError(`${name} is ${shown}: ${needed}`);
}

/** Throws where an option is unknown (to this metric) or its value is not allowed. */
export function checkOptions(options: GMeanOptions, known: readonly OptionName[]): void {
  for (const key of Object.keys(options)) {
    if (!known.includes(key as OptionName))
      throw new RangeError(`unknown option ${key}: this metric knows ${known.join(', ')}`);
  }
  const {classes, zeroDivision, labels, correction} = options;
  if (classes !== undefined && !(Number.isSafeInteger(classes) && classes >= 1))
    refuse('classes', classes, 'it must be a whole number of at least 1');
  if (zeroDivision !== undefined && ![0, 1, NaN].includes(zeroDivision))
    refuse('zeroDivision', zeroDivision, 'it must be 0, 1 or NaN');
  if (correction !== undefined && !(correction >= 0 && correction <= 1))
    refuse('correction', correction, 'it must lie between 0 and 1');
  if (labels === undefined) return;
  if (!Array.isArray(labels) || labels.length === 0)
    refuse('labels', labels, 'it must be an array of at least one label');
  for (const [index, label] of labels.entries()) {
    if (!Number.isSafeInteger(label) || label < 0 || (classes !== undefined && label >= classes)) {
      const range = classes === undefined ? 'from 0' : `from 0 to ${classes - 1} (classes is ${classes})`;
      refuse(`labels[${index}]`, label, `it must be a whole number ${range}`);
    }
    if (labels.indexOf(label) !== index) refuse(`labels[${index}]`, label, 'it must not occur twice');
  }
}

/** The names of the options, for {@link checkOptions}. */
export const metricOptions: readonly OptionName[] = ['classes', 'zeroDivision'];
export const labelOptions: readonly OptionName[] = [...metricOptions, 'labels'];
export const gMeanOptions: readonly OptionName[] = [...labelOptions, 'correction'];
