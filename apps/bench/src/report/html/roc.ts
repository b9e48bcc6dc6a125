import type {DatasetSettings} from '../../results/types.js';
import {rocChart} from '../charts/roc.js';
import {legend, type Series} from '../charts/series.js';
import {figure} from './figure.js';
import {type Html, html, nothing} from './template.js';

/** ROC curves; empty where there are none. */
export function rocSection(series: readonly Series[], dataset: DatasetSettings): Html {
  const drawn = series.filter(({runs}) => runs.some(({roc}) => roc !== undefined));
  if (drawn.length === 0) return nothing;
  const isVerified = drawn.some(({runs}) => runs.some(({metrics}) => 'verificationAccuracy' in metrics));
  const [first, second] = dataset.trainCounts as [number, number];
  const rare = dataset.classNames[first < second ? 0 : 1];
  const what = isVerified
    ? 'Found are pairs of one class, false alarms are pairs of two classes that are taken for one.'
    : `Found are examples of class ${rare}, false alarms are others that are taken for it.`;
  return html`<h3>ROC</h3>
<p class="note">${what} Means over all runs; the axis of false alarms is logarithmic.</p>
${legend(drawn)}<div class="charts">${figure('Receiver operating characteristic', rocChart(drawn))}</div>`;
}
