import type {Results} from '../../results/types.js';
import {publishedTable} from '../published.js';
import {type Html, html, nothing} from './template.js';

/** A published table beside the own numbers; empty where there is none. */
export function publishedSection(results: Results): Html {
  const found = publishedTable(results);
  if (found === undefined) return nothing;
  const body = found.rows.map(
    ({dataset, cells}) =>
      html`<tr><th scope="row">${dataset}</th>${cells.map(({published, own}) => html`<td class="score">${published}</td><td class="score">${own}</td>`)}</tr>`,
  );
  return html`<section><h2>Beside the published table</h2>
<div class="wide"><table>
<thead><tr><th scope="col" rowspan="2">macro-F1 in %</th>${found.losses.map((title) => html`<th scope="colgroup" colspan="2">${title}</th>`)}</tr>
<tr>${found.losses.map(() => html`<th scope="col">published</th><th scope="col">own</th>`)}</tr></thead>
<tbody>${body}</tbody></table></div>
${found.notes.map((note) => html`<p class="note">${note}</p>`)}</section>`;
}
