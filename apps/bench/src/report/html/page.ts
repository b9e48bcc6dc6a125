import type {Results} from '../../results/types.js';
import {comparisons} from '../comparison.js';
import {howCompared, verdicts} from '../words.js';
import {datasetSection, failureSection, overviewSection, settingsSection} from './sections.js';
import {style} from './style.js';
import {Html, html, nothing} from './template.js';

/**
 * The whole report as one HTML file: no script, no request, charts as inline SVG, light or dark as the reader's
 * system is, readable on a phone and on paper. The policy in its head makes browsers refuse any load.
 */
export function toHtml(results: Results): string {
  const {settings} = results;
  const answers = verdicts(results);
  const several = new Set(answers.map(({dataset}) => dataset)).size > 1;
  const verdictList = answers.map(
    ({dataset, metric, sentences}) =>
      html`<li><strong>${several ? `${dataset}, ` : ''}${metric}:</strong> ${sentences.join('; ')}.</li>`,
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
<h1>${title}</h1>
${howCompared(results).map((sentence) => html`<p>${sentence}</p>`)}
${verdictList.length > 0 ? html`<ul class="verdicts">${verdictList}</ul>` : nothing}
${overviewSection(results)}
${comparisons(results).map((comparison) => datasetSection(results, comparison))}
${failureSection(results)}
${settingsSection(results)}
</main></body>
</html>
`;
  return page.text;
}
