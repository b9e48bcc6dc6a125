import {choice, commonOptions, type Option} from '@isomargin/core';

/** Mean false error, or mean squared false error. */
export type FalseErrorVariant = 'mfe' | 'msfe';

/** The error of one example. */
export type ExampleError = 'squared' | 'cross-entropy';

export const falseErrorOptions: {
  readonly variant: Option<FalseErrorVariant>;
  readonly error: Option<ExampleError>;
} = {
  variant: choice(['mfe', 'msfe'], {
    default: 'msfe',
    description: "'mfe': the sum of the classes' mean errors; 'msfe': the sum of the squares of these means.",
  }),
  error: choice(['squared', 'cross-entropy'], {
    default: 'squared',
    description:
      "The error of an example. 'squared' (the published form): ½‖softmax(s) − onehot‖²; 'cross-entropy': −log softmax(s)_y.",
  }),
};

/** As every head takes them, with what they mean here. */
export const classWeightOption: {readonly classWeights: Option<readonly number[] | undefined>} = {
  classWeights: {
    ...commonOptions.classWeights,
    description:
      "One weight a class, multiplied into the class's term of the sum. Unlike in other losses it is not the same as repeating the examples, which leaves a class's mean error as it is.",
  },
};
