import type {LossSettings, SearchedOption} from '../results/types.js';

/** A loss that was chosen for a comparison: what a worker needs to make its head, as plain JSON. */
export interface LossChoice {
  readonly settings: LossSettings;
  /** What `import()` takes: a package or a file's URL. */
  readonly module: string;
  /** `name` of the plugin in that module. */
  readonly plugin: string;
  /** What tuning may try: the options with a range that are not set, the learning rate of the head first. */
  readonly space: readonly SearchedOption[];
}
