import type {Calibration} from '../../results/types.js';
import {reliabilityChart} from '../charts/reliability.js';
import {legend, type Series} from '../charts/series.js';
import {list, shortNumber} from '../format.js';
import {mean} from '../statistics.js';
import {figure} from './figure.js';
import {type Html, html, nothing} from './template.js';

/** How far probabilities can be believed; empty where no loss trains some. */
export function calibrationSection(series: readonly Series[]): Html {
  const trained = series.filter(({runs}) => runs.some(({calibration}) => calibration !== undefined));
  if (trained.length === 0) return nothing;
  const others = series.filter((one) => !trained.includes(one)).map(({contender}) => contender.title);
  const average = ({runs}: Series, of: (calibration: Calibration) => number): string =>
    shortNumber(mean(runs.flatMap(({calibration}) => (calibration === undefined ? [] : [of(calibration)]))));
  const body = trained.map(
    (one) =>
      html`<tr><th scope="row">${one.contender.title}</th><td class="score">${average(one, ({expectedCalibrationError}) => 100 * expectedCalibrationError)}</td><td class="score">${average(one, ({brierScore}) => brierScore)}</td><td class="score">${average(one, ({logLoss}) => logLoss)}</td></tr>`,
  );
  return html`<h3>Calibration</h3>
<p class="note">Whether test examples that a model is 80&nbsp;% sure of are right in 80&nbsp;% of the cases: below the dashed line it is too sure. The larger a mark, the more examples.${others.length > 0 ? ` Without probabilities, and so not shown: ${list(others)}.` : ''}</p>
${legend(trained)}<div class="charts">${figure('Reliability', reliabilityChart(trained))}</div>
<div class="wide"><table><thead><tr><th scope="col">loss</th><th scope="col">expected calibration error in %</th><th scope="col">Brier score</th><th scope="col">log loss</th></tr></thead><tbody>${body}</tbody></table></div>`;
}
