import type {DatasetSettings, Results, Tuned} from '../../results/types.js';
import {lossColour, lossDash, lossSymbol} from '../charts/palette.js';
import {colourOrder, legend} from '../charts/series.js';
import {type Searched, tuningChart} from '../charts/tuning.js';
import {contenderName, contenderOf} from '../contenders.js';
import {duration, metricTitle} from '../format.js';
import {chosenRows, optionsText, scoreText, searchTitle, spaceText} from '../tuning-words.js';
import {figure} from './figure.js';
import {type Html, html, nothing} from './template.js';

/** What was tried, what was chosen and how much it helped; empty where nothing was tuned. */
export function tuningSection(results: Results, dataset: DatasetSettings): Html {
  const {settings} = results;
  const {tuning} = settings;
  const own = (results.tuned ?? []).filter((one) => one.dataset === dataset.name);
  if (tuning === undefined || own.length === 0) return nothing;
  const {metric, folds} = tuning;
  const all = colourOrder(settings).flatMap((contender, index): Searched[] => {
    const searches = own.filter((one) => contenderName(one) === contender.name);
    return searches.length === 0
      ? []
      : [{contender, colour: lossColour(index), symbol: lossSymbol(index), dash: lossDash(index), searches}];
  });
  const isDrawn = own.some(({trials}) => trials.some(({mean}) => mean !== null));
  const title = metricTitle(metric);
  const body = chosenRows(results, dataset.name).map(
    ({title: name, options, bound, score, defaults, failed}) =>
      html`<tr><th scope="row">${name}</th><td class="text">${options}${bound === '' ? nothing : html`<span class="change">${bound}</span>`}</td><td class="score">${score}</td><td class="score">${defaults}</td><td class="score">${failed}</td></tr>`,
  );
  return html`<h3>Tuning</h3>
<p class="note">Mean ${title} in % ± standard deviation over ${String(folds)} validation folds of the training examples; the test set had no part in it. The score that was chosen by is the best of several, and so too good: only the table above, with its fresh seeds, says how good a loss is.</p>
${isDrawn ? html`${legend(all)}<div class="charts">${figure('Best so far', tuningChart(all, metric))}</div>` : nothing}
<div class="wide"><table class="tuned"><thead><tr><th scope="col">loss</th><th scope="col" class="text">chosen</th><th scope="col">its score</th><th scope="col">defaults</th><th scope="col">failed trials</th></tr></thead><tbody>${body}</tbody></table></div>
<details><summary>Search spaces</summary><dl>${spaces(results, own)}</dl></details>
<details><summary>All trials</summary><div class="wide"><table class="tuned"><thead><tr><th scope="col">loss</th><th scope="col">trial</th><th scope="col" class="text">options</th><th scope="col">${title}</th><th scope="col">time</th></tr></thead><tbody>${own.flatMap((one) => trialRows(results, one))}</tbody></table></div></details>`;
}

function spaces({settings}: Results, own: readonly Tuned[]): Html[] {
  const byContender = new Map(own.map((one) => [one.loss, one]));
  return [...byContender.values()].map((one) => {
    const {loss} = contenderOf(settings, one);
    return html`<dt>${loss.title}</dt><dd>${spaceText(one.space, loss)}</dd>`;
  });
}

function trialRows({settings}: Results, one: Tuned): Html[] {
  const metric = settings.tuning!.metric;
  return one.trials.map((trial) => {
    const {number, mean, errors, seconds} = trial;
    const error = errors === undefined ? nothing : html`<span class="change">${errors.join('; ')}</span>`;
    const name = number === one.chosen ? 'score best' : 'score';
    return html`<tr><th scope="row">${searchTitle(settings, one)}</th><td>${String(number)}</td><td class="text">${optionsText(trial)}${error}</td><td class="${mean === null ? 'below' : name}">${scoreText(metric, trial)}</td><td class="score">${duration(seconds)}</td></tr>`;
  });
}
