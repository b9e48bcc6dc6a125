import type {Results} from '../../results/types.js';
import {criticalDifferenceChart} from '../charts/critical-difference.js';
import {colourOrder} from '../charts/series.js';
import {baselineOf} from '../contenders.js';
import {metricTitle, unbroken} from '../format.js';
import {standings} from '../over-datasets.js';
import {caveats, standingCells, standingColumns, standingNote, standingText} from '../standing-words.js';
import {testText} from '../words.js';
import {figure} from './figure.js';
import {type Html, html, nothing} from './template.js';

/** Ranks, wins and losses over the data sets, and what may be concluded; empty where there is nothing to rank. */
export function standingsSection(results: Results): Html {
  const all = standings(results);
  if (all.length === 0) return nothing;
  const order = colourOrder(results.settings).map(({name}) => name);
  const blocks = all.map((standing) => {
    const title = metricTitle(standing.metric);
    const body = standingCells(standing).map(
      ({title: name, cells}) =>
        html`<tr><th scope="row">${unbroken(name)}</th>${cells.map((cell) => html`<td class="score">${cell}</td>`)}</tr>`,
    );
    const chart = standing.ranked
      ? figure(`Critical differences, ${title}`, criticalDifferenceChart(standing, standing.ranked, order))
      : nothing;
    return html`<p><strong>${title}:</strong> ${standingText(standing).join(' ')}</p>
<div class="beside">${chart}<div class="wide"><table>
<thead><tr><th scope="col">${title}</th>${standingColumns(standing).map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${body}</tbody></table></div></div>`;
  });
  const notes = caveats(all);
  const isDrawn = all.some(({ranked}) => ranked !== null);
  return html`<h3>Ranks over the data sets</h3>
<p class="note">${standingNote(all, baselineOf(results.settings).title, testText(results.settings))}${isDrawn ? ' In the charts a line at the right joins what is not told apart (Demšar 2006).' : ''}</p>
${blocks}
${notes.length > 0 ? html`<p class="note">${notes.join(' ')}</p>` : nothing}`;
}
