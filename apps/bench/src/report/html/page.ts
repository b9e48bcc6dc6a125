import type {Results} from '../../results/types.js';
import {comparisons} from '../comparison.js';
import {unbroken} from '../format.js';
import {verdictList} from '../verdict-list.js';
import {howCompared} from '../words.js';
import {publishedSection} from './published.js';
import {datasetSection, failureSection, overviewSection, settingsSection} from './sections.js';
import {style} from './style.js';
import {Html, html, nothing} from './template.js';

/**
 * The whole report as one HTML file: no script, no request, charts as inline SVG, light or dark as the reader's
 * system is, readable on a phone and on paper. The policy in its head makes browsers refuse any load.
 */
export function toHtml(results: Results): string {
  const {settings} = results;
  const verdictItems = verdictList(results).map(
    ({title: what, text}) => html`<li><strong>${what}:</strong> ${text}.</li>`,
  );
  const title = `${results.suite}: ${settings.losses.map((loss) => loss.title).join(', ')}`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${title}</title>
<style>${new Html(style)}</style>
</head>
<body><main>
<h1>${unbroken(title)}</h1>
${howCompared(results).map((sentence) => html`<p>${sentence}</p>`)}
${verdictItems.length > 0 ? html`<ul class="verdicts">${verdictItems}</ul>` : nothing}
${publishedSection(results)}
${overviewSection(results)}
${comparisons(results).map((comparison) => datasetSection(results, comparison))}
${failureSection(results)}
${settingsSection(results)}
</main></body>
</html>
`;
  return page.text;
}
