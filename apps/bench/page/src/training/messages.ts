import type {TableChoice} from '../data/table.js';
import type {Settings} from '../settings/settings.js';
import type {Frame} from './frame.js';

/** What the page asks of the trainer. */
export type Request =
  /** Make data and networks anew, and show them untrained. */
  | {readonly kind: 'prepare'; readonly id: number; readonly settings: Settings; readonly table?: TableChoice}
  | {readonly kind: 'start'}
  | {readonly kind: 'pause'}
  | {readonly kind: 'step'}
  /** How fast, and the least time between two pictures in ms. */
  | {readonly kind: 'pace'; readonly stepsPerSecond: number; readonly frameInterval: number}
  /** The picture of a frame has been drawn: another may come. */
  | {readonly kind: 'drawn'};

/** What the trained data is, for the page's words and colours. */
export interface TaskSummary {
  readonly description: string;
  readonly classNames: readonly string[];
  readonly counts: readonly number[];
  readonly rare: readonly boolean[];
  readonly testLabels: Int32Array;
  readonly columnNames?: readonly string[];
  readonly labelName?: string;
}

/** What the trainer tells the page. */
export type Reply =
  | {
      readonly kind: 'prepared';
      readonly id: number;
      readonly task: TaskSummary;
      readonly backend: string;
      readonly notes: readonly string[];
    }
  | {readonly kind: 'frame'; readonly id: number; readonly frame: Frame}
  | {readonly kind: 'finished'; readonly id: number}
  /** Something that the visitor can mend. */
  | {readonly kind: 'refused'; readonly id: number; readonly message: string};
