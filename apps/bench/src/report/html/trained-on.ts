import type {DatasetSettings, Run} from '../../results/types.js';
import type {Series} from '../charts/series.js';
import {shorten} from '../charts/svg.js';
import {plainNumber} from '../format.js';
import {mean} from '../statistics.js';
import {type Html, html, nothing} from './template.js';

/** Above this many classes the table shows the smallest and the largest alone. */
const MOST_CLASSES = 12;

type Figure = (trainedOn: NonNullable<Run['trainedOn']>) => number;

function average(runs: readonly Run[], figure: Figure): string {
  const values = runs.flatMap(({trainedOn}) => (trainedOn === undefined ? [] : [figure(trainedOn)]));
  return values.length === 0 ? '–' : Math.round(mean(values)).toLocaleString('en');
}

/** Of shares, where they differ. */
function range(shares: readonly number[]): string {
  const [low, high] = [Math.min(...shares), Math.max(...shares)].map((share) => plainNumber(100 * share));
  return low === high ? '' : ` (${low} to ${high} %)`;
}

const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

/** What samplers and label noise made of the training examples; empty where there was neither. */
export function trainedOnSection(
  series: readonly Series[],
  {classNames, trainCounts}: DatasetSettings,
): Html {
  const isNoisy = series.some(({runs}) => runs.some(({trainedOn}) => trainedOn?.flippedLabels !== undefined));
  if (!isNoisy && series.every(({contender}) => contender.sampler === null)) return nothing;
  const columns: [title: string, figure: Figure][] = [
    ['rows', ({counts}) => sum(counts)],
    ['of them made', ({synthetic}) => synthetic],
    ...(classNames.length > MOST_CLASSES
      ? [
          ['smallest class', ({counts}) => Math.min(...counts)] as [string, Figure],
          ['largest class', ({counts}) => Math.max(...counts)] as [string, Figure],
        ]
      : classNames.map((name, label): [string, Figure] => [
          shorten(name, 12),
          ({counts}) => counts[label] ?? 0,
        ])),
    ['steps', ({steps}) => steps],
  ];
  const seen = new Set<string>();
  const body = series.flatMap(({contender: {sampler}, runs}) => {
    // Every loss of a sampler had the same rows.
    if (seen.has(sampler?.name ?? '')) return [];
    seen.add(sampler?.name ?? '');
    const cells = columns.map(([, figure]) => html`<td class="score">${average(runs, figure)}</td>`);
    return [html`<tr><th scope="row">${sampler?.title ?? 'none'}</th>${cells}</tr>`];
  });
  const flipped = series
    .flatMap(({runs}) => runs)
    .flatMap(({trainedOn}) =>
      trainedOn?.flippedLabels === undefined ? [] : [trainedOn.flippedLabels / sum(trainedOn.counts)],
    );
  const noise =
    flipped.length === 0
      ? nothing
      : html`<p>${plainNumber(100 * mean(flipped))} % of the training labels were changed${range(flipped)}.</p>`;
  return html`<h3>Training examples</h3>${noise}
<p class="note">What a network was trained on, means over all runs, of ${sum(trainCounts).toLocaleString('en')} training examples. Samplers that choose batches leave the rows as they are.</p>
<div class="wide"><table><thead><tr><th scope="col">sampler</th>${columns.map(([title]) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${body}</tbody></table></div>`;
}
