import {darkColours, lightColours} from './colours.js';

/** The page's whole style: light, dark, narrow and printed. Colours of charts are variables of the page. */
export const style: string = `
:root {
  color-scheme: light dark;
  ${lightColours}
}
@media (prefers-color-scheme: dark) {
  :root {
    ${darkColours}
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
main { max-width: 1180px; margin: 0 auto; padding: 24px 16px 64px; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 12px; }
h2 { font-size: 1.4rem; line-height: 1.25; margin: 48px 0 8px; padding-top: 16px; border-top: 1px solid var(--line); }
h3 { font-size: 1.1rem; margin: 32px 0 6px; }
p, ul.verdicts { max-width: 78ch; margin: 0 0 10px; }
.note { color: var(--muted); font-size: 0.875rem; }
ul.verdicts { padding-left: 20px; margin-top: 16px; }
ul.verdicts li { margin: 4px 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 0.9375rem; }
th, td { padding: 7px 12px; text-align: right; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 600; }
thead th { color: var(--muted); font-weight: 500; vertical-align: bottom; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
tbody th { min-width: 7em; }
.scores tbody th { min-width: 10em; }
.wide { overflow-x: auto; margin: 12px 0; }
.score { white-space: nowrap; }
th.text, td.text { text-align: left; min-width: 14em; max-width: 36em; white-space: normal; }
.text .change { white-space: normal; }
.best { font-weight: 700; }
.change { display: block; font-size: 0.8125rem; color: var(--muted); white-space: nowrap; }
a { color: inherit; text-decoration-color: var(--muted); text-underline-offset: 3px; }
.interval { display: block; }
.above { color: var(--good); }
.below { color: var(--bad); }
tr.rare { background: var(--rare); }
tr.rare th, tr.rare td:first-child { padding-left: 6px; }
.charts { display: grid; gap: 20px 28px; grid-template-columns: repeat(auto-fill, minmax(min(100%, 360px), 1fr)); }
/* A table keeps its width, so that no column of it is out of sight; it comes below its chart where there is no room. */
.beside { display: flex; flex-wrap: wrap; gap: 0 28px; align-items: flex-start; }
.beside > * { max-width: 100%; }
figure { margin: 0; min-width: 0; break-inside: avoid; }
figcaption { font-size: 0.9375rem; font-weight: 600; margin-bottom: 4px; }
.chart { display: block; max-width: 100%; height: auto; font: 12px system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; color: var(--text); overflow: visible; }
.chart text { white-space: pre; }
ul.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 2px 18px; padding: 0; margin: 4px 0 10px; font-size: 0.9375rem; }
ul.legend svg { vertical-align: -2px; }
details { margin: 12px 0; }
summary { cursor: pointer; color: var(--muted); font-size: 0.9375rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 6px 20px; margin: 12px 0; font-size: 0.9375rem; }
dt { color: var(--muted); }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
code { font: 0.875em/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
.failure { border-left: 3px solid var(--bad); padding: 2px 0 2px 12px; margin: 14px 0; max-width: 90ch; }
.failure p { margin: 2px 0; }
@media (max-width: 720px) {
  main { padding-top: 16px; }
  h1 { font-size: 1.5rem; }
  /* Each loss becomes a block of its own, with the column's title before each value. */
  table.scores, .scores tbody, .scores tr, .scores th, .scores td { display: block; }
  .scores thead { display: none; }
  .scores tr { padding: 10px 0; border-bottom: 1px solid var(--line); }
  .scores th, .scores td { border: 0; padding: 2px 0; text-align: left; }
  .scores tbody th { font-size: 1.05rem; padding-bottom: 4px; }
  .scores td { display: grid; grid-template-columns: 10.5em 1fr; }
  .scores td::before { content: attr(data-label); color: var(--muted); grid-row: span 2; }
  .interval { display: inline; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: 8px; }
}
@media print {
  :root {
    ${lightColours}
    --text: #000000; --muted: #444c55; --line: #c8ced5; --shade: #ffffff;
  }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  body { font-size: 11pt; }
  main { max-width: none; padding: 0; }
  h2, h3, h2 + p, h3 + .note, ul.legend { break-after: avoid; }
  /* What is folded away on a screen could not be opened on paper. */
  details::details-content { content-visibility: visible; display: block; }
  p, tr, .failure, ul.legend { break-inside: avoid; }
  /* Two of 360 px are wider than a page. A grid is cut between a title and its chart, a block in a line is not. */
  .charts { display: block; }
  .charts > * { display: inline-block; width: 48%; margin: 0 1% 12px 0; vertical-align: top; }
  .wide { overflow: visible; }
  table { font-size: 9pt; }
  .change { font-size: 7.5pt; }
  th, td { padding: 4px 6px; }
}
`;
