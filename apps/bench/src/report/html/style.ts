/** The page's whole style: light, dark, narrow and printed. Colours of charts are variables of the page. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --text: #1b2027; --muted: #59636e; --line: #dde2e8; --shade: #f4f6f8;
  --rare: #fdf0d0; --heat-none: #f1f3f6; --heat: #1769aa; --on-heat: #ffffff;
  --good: #1a6b3c; --bad: #a8281c;
  --loss-0: #59636e; --loss-1: #0c5aff; --loss-2: #e6761b; --loss-3: #0daa6f; --loss-4: #bc76da;
  --loss-5: #704410; --loss-6: #242b6d;
  --class-0: #8250ff; --class-1: #ff9601; --class-2: #77000a; --class-3: #acb8c9; --class-4: #b500a0;
  --class-5: #885563; --class-6: #d52500; --class-7: #d2b07d; --class-8: #181d48; --class-9: #53a7ff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14181d; --text: #e6e9ee; --muted: #a3adb8; --line: #323941; --shade: #1d2228;
    --rare: #3a3116; --heat-none: #1f252c; --heat: #6db9f2; --on-heat: #0b1016;
    --good: #6fd08f; --bad: #ff9186;
    --loss-0: #aab4bf; --loss-1: #5b7fff; --loss-2: #e36517; --loss-3: #1ddb6f; --loss-4: #aa74c0;
    --loss-5: #fdd208; --loss-6: #bfffd3;
    --class-0: #609dff; --class-1: #f5f000; --class-2: #d63400; --class-3: #a2a99e; --class-4: #7f4cff;
    --class-5: #b94f4c; --class-6: #ffb75b; --class-7: #b8f3b0; --class-8: #915da1; --class-9: #74f9ff;
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
.scores tbody th { min-width: 10em; }
.wide { overflow-x: auto; margin: 12px 0; }
.score { white-space: nowrap; }
.best { font-weight: 700; }
.change { display: block; font-size: 0.8125rem; color: var(--muted); white-space: nowrap; }
a { color: inherit; text-decoration-color: var(--muted); text-underline-offset: 3px; }
.interval { display: block; }
.above { color: var(--good); }
.below { color: var(--bad); }
tr.rare { background: var(--rare); }
tr.rare th, tr.rare td:first-child { padding-left: 6px; }
.charts { display: grid; gap: 20px 28px; grid-template-columns: repeat(auto-fill, minmax(min(100%, 360px), 1fr)); }
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
    --page: #ffffff; --text: #000000; --muted: #444c55; --line: #c8ced5; --shade: #ffffff;
    --rare: #fdf0d0; --heat-none: #f1f3f6; --heat: #1769aa; --on-heat: #ffffff; --good: #1a6b3c; --bad: #a8281c;
    --loss-0: #59636e; --loss-1: #0c5aff; --loss-2: #e6761b; --loss-3: #0daa6f; --loss-4: #bc76da;
  --loss-5: #704410; --loss-6: #242b6d;
    --class-0: #8250ff; --class-1: #ff9601; --class-2: #77000a; --class-3: #acb8c9; --class-4: #b500a0;
  --class-5: #885563; --class-6: #d52500; --class-7: #d2b07d; --class-8: #181d48; --class-9: #53a7ff;
  }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  body { font-size: 11pt; }
  main { max-width: none; padding: 0; }
  h2, h3 { break-after: avoid; }
  tr, .failure { break-inside: avoid; }
  .charts { grid-template-columns: 1fr 1fr; gap: 12px; }
  .wide { overflow: visible; }
  table { font-size: 9pt; }
  .change { font-size: 7.5pt; }
  th, td { padding: 4px 6px; }
}
`;
