import {toBibtex} from '../report/bibtex.js';
import {toCsv} from '../report/csv.js';
import {toHtml} from '../report/html/page.js';
import {toMarkdown} from '../report/markdown.js';
import type {Results} from '../results/types.js';
import type {OutputFolder} from './output-folder.js';

/** Writes the results as JSON, Markdown, CSV and a page, and the papers for BibTeX; returns the paths. */
export function writeReport(results: Results, folder: OutputFolder): string[] {
  const files: [name: string, text: string][] = [
    ['results.json', `${JSON.stringify(results, null, 1)}\n`],
    ['results.md', toMarkdown(results)],
    ['results.csv', toCsv(results)],
    ['references.bib', toBibtex(results.settings)],
    ['report.html', toHtml(results)],
  ];
  for (const [name, text] of files) folder.write(name, text);
  return files.map(([name]) => folder.pathOf(name));
}
