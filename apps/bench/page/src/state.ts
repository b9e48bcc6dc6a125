import {computed, type ReadonlySignal, type Signal, signal} from '@preact/signals';
import type {TableChoice} from './data/table.js';
import {readHash} from './settings/address.js';
import type {Settings} from './settings/settings.js';
import type {Frame} from './training/frame.js';
import {lossNames} from './training/loss-names.js';
import type {TaskSummary} from './training/messages.js';

/** What the training is doing. */
export type Phase = 'preparing' | 'ready' | 'training' | 'paused' | 'finished' | 'refused';

/** A point of the curves below the panels. */
export interface Moment {
  readonly step: number;
  /** Of each loss, in the order of the panels. */
  readonly macroF1: readonly number[];
}

const opened = readHash(location.hash, lossNames);

export const settings: Signal<Settings> = signal(opened.settings);
/** What of the address was not understood. */
export const addressProblems: Signal<readonly string[]> = signal(opened.problems);
export const phase: Signal<Phase> = signal('preparing');
export const refusal: Signal<string> = signal('');
export const isInBackground: Signal<boolean> = signal(false);
export const task: Signal<TaskSummary | undefined> = signal(undefined);
export const backend: Signal<string> = signal('');
/** Why the training is not in a worker. */
export const threadNote: Signal<string> = signal('');
export const notes: Signal<readonly string[]> = signal([]);
export const frame: Signal<Frame | undefined> = signal(undefined);
export const history: Signal<readonly Moment[]> = signal([]);
export const table: Signal<TableChoice | undefined> = signal(undefined);
export const canTrain: ReadonlySignal<boolean> = computed(
  () => !['preparing', 'refused'].includes(phase.value),
);

/** A benchmark's results that were opened. */
export interface OpenedReport {
  readonly name: string;
  /** Of the report's own page. */
  readonly html: string;
}
export const report: Signal<OpenedReport | undefined> = signal(undefined);
/** What became of the last file that was opened, where it is not shown otherwise. */
export const fileMessage: Signal<string> = signal('');
