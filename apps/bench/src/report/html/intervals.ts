import type {Series} from '../charts/series.js';
import {metricTitle, metricValue} from '../format.js';
import {mean} from '../statistics.js';
import {type Html, html, nothing} from './template.js';

/** How sure the metrics of a run are; empty where no run says so. */
export function intervalSection(series: readonly Series[], headline: readonly string[]): Html {
  const measured = series.filter(({runs}) => runs.some(({intervals}) => intervals !== undefined));
  const shown = headline.filter((metric) =>
    measured.some(({runs}) => runs.some(({intervals}) => intervals?.[metric] !== undefined)),
  );
  if (shown.length === 0) return nothing;
  const body = measured.map(
    (one) =>
      html`<tr><th scope="row">${one.contender.title}</th>${shown.map((metric) => html`<td class="score">${rangeOf(one, metric)}</td>`)}</tr>`,
  );
  return html`<h3>Confidence intervals</h3>
<p class="note">How sure one run's numbers are, as the classes that it is judged by are few: the 95&nbsp;% interval over draws of these classes with repetition (bootstrap over identities), its ends as means over all runs. The mean over all runs is surer than that, as each fold is judged by other classes. What is retrieved has no interval.</p>
<div class="wide"><table><thead><tr><th scope="col">in %</th>${shown.map((metric) => html`<th scope="col">${metricTitle(metric)}</th>`)}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function rangeOf({runs}: Series, metric: string): string {
  const ranges = runs.map(({intervals}) => intervals?.[metric]).filter((range) => range !== undefined);
  if (ranges.length === 0) return '–';
  const [low, high] = [0, 1].map((end) => metricValue(metric, mean(ranges.map((range) => range[end]!))));
  return `${low} to ${high}`;
}
