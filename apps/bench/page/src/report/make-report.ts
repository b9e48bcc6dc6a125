import validate from 'virtual:results-validator';
import {toHtml} from '../../../src/report/html/page.js';
import {parseResults} from '../../../src/results/parse-results.js';

/** The benchmark's own report of its results. @throws Error with a sentence for the visitor */
export function makeReport(name: string, text: string): string {
  const html = toHtml(parseResults(text, name, () => validate));
  // Links to papers leave the frame that the report is shown in.
  return html.replace('<head>', '<head><base target="_blank">');
}
