import type {LossSettings, SamplerSettings, Settings, TrialPlace} from '../results/types.js';
import {isUntrained, UNTRAINED_TITLE} from './untrained.js';

/** What is compared: a loss with a sampler. */
export interface Contender {
  readonly loss: LossSettings;
  readonly sampler: SamplerSettings | null;
  /** Unique. */
  readonly name: string;
  /** For people. */
  readonly title: string;
}

/** Which contender a run or a row is of. */
interface Ran {
  readonly loss: string;
  readonly sampler: string | null;
}

/** Every loss with every sampler, in the order of the tables: the baseline is where its loss and its sampler are. */
export function contenders({losses, samplers}: Pick<Settings, 'losses' | 'samplers'>): Contender[] {
  return losses.flatMap((loss) =>
    samplers.map((sampler) => ({
      loss,
      sampler,
      name: contenderName({loss: loss.name, sampler: sampler?.name ?? null}),
      title: contenderTitle(loss, sampler),
    })),
  );
}

/** `affinity + smote`; without a sampler the loss alone. */
export function contenderName({loss, sampler}: Ran): string {
  return sampler === null ? loss : `${loss} + ${sampler}`;
}

export function contenderTitle(
  loss: Pick<LossSettings, 'title'>,
  sampler: Pick<SamplerSettings, 'title'> | null,
): string {
  return sampler === null ? loss.title : `${loss.title} + ${sampler.title}`;
}

/** The contender of a run or a row, even if the settings do not name it. */
export function contenderOf(settings: Pick<Settings, 'losses' | 'samplers'>, ran: Ran): Contender {
  const name = contenderName(ran);
  const known = contenders(settings).find((contender) => contender.name === name);
  if (known !== undefined) return known;
  const title = isUntrained(ran) ? UNTRAINED_TITLE : ran.loss;
  const loss = {name: ran.loss, title, package: '', options: {}};
  const sampler = ran.sampler === null ? null : {name: ran.sampler, title: ran.sampler, options: {}};
  return {loss, sampler, name, title: contenderTitle(loss, sampler)};
}

export function baselineOf(settings: Pick<Settings, 'losses' | 'samplers' | 'baseline'>): Contender {
  return contenderOf(settings, settings.baseline);
}

/** Runs with the same key saw the same data: they make a pair. */
export function pairKey({seed, fold}: {readonly seed: number; readonly fold?: number}): string {
  return fold === undefined ? `${seed}` : `${seed}/${fold}`;
}

/** `seed 2, fold 3` */
export function pairTitle(seed: number, fold: number | undefined): string {
  return fold === undefined ? `seed ${seed}` : `seed ${seed}, fold ${fold}`;
}

/** `trial 3, validation fold 2` */
export function trialTitle({number, fold}: TrialPlace): string {
  return `trial ${number}, validation fold ${fold}`;
}

/** What all others are compared with where nobody says: softmax, or else the first loss, without a sampler where there is one. */
export function chooseBaseline(
  losses: readonly LossSettings[],
  samplers: readonly (SamplerSettings | null)[],
): Settings['baseline'] {
  const loss = losses.find(({name}) => name === 'softmax') ?? losses[0]!;
  const sampler = samplers.includes(null) ? null : (samplers[0] ?? null);
  return {loss: loss.name, sampler: sampler?.name ?? null};
}
