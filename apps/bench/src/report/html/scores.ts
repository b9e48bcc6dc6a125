import type {PairedDifference, Results} from '../../results/types.js';
import {type Comparison, outcomeOf} from '../comparison.js';
import {baselineOf, contenderName} from '../contenders.js';
import {classRecall, duration, metricDifference, metricSpread, metricTitle, unbroken} from '../format.js';
import {contendersOf} from '../over-datasets.js';
import {mean} from '../statistics.js';
import {isUntrained, UNTRAINED_NOTE} from '../untrained.js';
import {testText, unitsText} from '../words.js';
import {type Html, html, nothing} from './template.js';

function change(metric: string, difference: PairedDifference | undefined): Html {
  if (!difference) return nothing;
  const outcome = outcomeOf(difference);
  const by = metricDifference(metric, difference.meanDifference);
  if (!difference.interval95) return html`<span class="change">${by}</span>`;
  const [low, high] = difference.interval95.map((end) => metricDifference(metric, end));
  const tie = outcome === 'tie' ? ' tie' : '';
  return html`<span class="change"><span class="${outcome}">${by}${tie}</span> <span class="interval">(${low ?? ''} to ${high ?? ''})</span></span>`;
}

/** The main table: mean ± standard deviation, and below it the paired difference to the baseline. */
export function scoresTable({settings, runs}: Results, {dataset, rows, metrics, best}: Comparison): Html {
  const body = rows.map(({row, contender}) => {
    const own = runs.filter((run) => run.dataset === dataset.name && contenderName(run) === contender.name);
    const took = own.filter(({status}) => status === 'ok').map(({seconds}) => seconds);
    const cells = metrics.map((metric) => {
      const value = row.metrics[metric];
      const name = best.get(metric) === contender.name ? 'score best' : 'score';
      return value
        ? html`<td data-label="${metricTitle(metric)}"><span class="${name}">${metricSpread(metric, value)}</span>${change(metric, row.pairedToBaseline?.[metric])}</td>`
        : html`<td data-label="${metricTitle(metric)}">–</td>`;
    });
    const finished = row.failed > 0 ? `${row.runs - row.failed} of ${row.runs}` : `${row.runs}`;
    return html`<tr><th scope="row">${unbroken(contender.title)}</th>${cells}<td class="score" data-label="runs">${finished}</td><td class="score" data-label="time">${took.length > 0 ? duration(mean(took)) : '–'}</td></tr>`;
  });
  const baseline = baselineOf(settings).title;
  const untrained = rows.some(({row}) => isUntrained(row)) ? ` ${UNTRAINED_NOTE}` : '';
  return html`<div class="wide"><table class="scores">
<thead><tr><th scope="col">in %</th>${metrics.map((metric) => html`<th scope="col">${metricTitle(metric)}</th>`)}<th scope="col">runs</th><th scope="col">time</th></tr></thead>
<tbody>${body}</tbody></table></div>
<p class="note">Mean ± standard deviation over ${unitsText(settings)}; below it the paired difference to ${baseline} in points, with its 95&nbsp;% interval (of this comparison alone). A tie is a difference that the ${testText(settings)} does not tell from 0 at 5&nbsp;%, after Holm's correction for the rows of the table. Bold is the best, where it is told apart from ${baseline}.${untrained}</p>`;
}

/** One metric on every data set: a row a data set and a column a contender, or the other way round where that is narrower. */
export function overviewTable(all: readonly Comparison[], metric: string): Html {
  const contenders = contendersOf(all);
  const cell = ({rows, best}: Comparison, name: string): Html => {
    const value = rows.find(({contender}) => contender.name === name)?.row.metrics[metric];
    return html`<td class="score${best.get(metric) === name ? ' best' : ''}">${value ? metricSpread(metric, value) : '–'}</td>`;
  };
  const link = ({dataset: {name}}: Comparison): Html => html`<a href="#${anchor(name)}">${name}</a>`;
  const corner = html`<th scope="col">${metricTitle(metric)} in %</th>`;
  const [head, body] =
    contenders.length > all.length
      ? [
          all.map((one) => html`<th scope="col">${link(one)}</th>`),
          contenders.map(
            ({name, title}) =>
              html`<tr><th scope="row">${unbroken(title)}</th>${all.map((one) => cell(one, name))}</tr>`,
          ),
        ]
      : [
          contenders.map(({title}) => html`<th scope="col">${unbroken(title)}</th>`),
          all.map(
            (one) =>
              html`<tr><th scope="row">${link(one)}</th>${contenders.map(({name}) => cell(one, name))}</tr>`,
          ),
        ];
  return html`<div class="wide"><table>
<thead><tr>${corner}${head}</tr></thead>
<tbody>${body}</tbody></table></div>`;
}

/** The name of a data set's place on the page. */
export function anchor(name: string): string {
  return `data-${encodeURIComponent(name)}`;
}

/** Recall of each class as numbers. */
export function recallTable({runs}: Results, {dataset, rows: all}: Comparison): Html {
  const rows = all.filter(({row}) => !isUntrained(row));
  const finished = runs.filter((run) => run.dataset === dataset.name && run.status === 'ok');
  const body = dataset.classNames.map((name, label) => {
    const cells = rows.map(({contender}) => {
      const values = finished
        .filter((run) => contenderName(run) === contender.name)
        .flatMap(({perClass}) => perClass.filter((one) => one.label === label).map(({recall}) => recall));
      return html`<td class="score">${classRecall(values)}</td>`;
    });
    const rare = dataset.rareLabels.includes(label);
    const count = (dataset.trainCounts[label] ?? 0).toLocaleString('en');
    return html`<tr class="${rare ? 'rare' : 'common'}"><th scope="row">${name}${rare ? ' (rare)' : ''}</th><td>${count}</td>${cells}</tr>`;
  });
  return html`<details><summary>Recall of each class in numbers</summary><div class="wide"><table>
<thead><tr><th scope="col">class</th><th scope="col">training examples</th>${rows.map(({contender}) => html`<th scope="col">${unbroken(contender.title)}</th>`)}</tr></thead>
<tbody>${body}</tbody></table></div></details>`;
}
