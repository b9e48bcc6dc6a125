import {costQualityChart} from '../charts/cost-quality.js';
import {legend, type Series} from '../charts/series.js';
import type {Comparison} from '../comparison.js';
import {isOfShots, isShare, metricTitle} from '../format.js';
import {figure} from './figure.js';
import {type Html, html, nothing} from './template.js';

/** Metrics that a chart each is drawn for. */
const CHARTS = 2;

/** What quality costs; empty where there is nothing to compare. */
export function costQualitySection(series: readonly Series[], {metrics}: Comparison): Html {
  const charts = metrics
    .filter((metric) => isShare(metric) && !isOfShots(metric))
    .slice(0, CHARTS)
    .flatMap((metric) => {
      const chart = costQualityChart(series, metric);
      return chart === undefined ? [] : [figure(metricTitle(metric), chart)];
    });
  if (charts.length === 0) return nothing;
  return html`<h3>Cost and quality</h3>
<p class="note">Seconds of a whole run, with data, training and tests, from the fastest to the slowest; metrics ± standard deviation. Seconds depend on the machine and on what else it does: <code>npm run bench -- cost</code> measures the losses alone.</p>
${legend(series)}<div class="charts">${charts}</div>`;
}
