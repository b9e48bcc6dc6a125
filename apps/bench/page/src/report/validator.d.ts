declare module 'virtual:results-validator' {
  import type {Validate} from '../../../src/results/parse-results.js';

  const validate: Validate;
  export default validate;
}
