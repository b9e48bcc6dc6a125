import type {OptionSet} from './option.js';

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** The options of a loss as a Markdown table, as the READMEs show it. */
export function optionsTable(declared: OptionSet): string {
  const rows = Object.entries(declared).map(([name, option]) => {
    const fallback = option.default === undefined ? '–' : `\`${JSON.stringify(option.default)}\``;
    return `| \`${name}\` | ${fallback} | ${cell(option.allowed)} | ${cell(option.description ?? '')} |`;
  });
  return ['| option | default | allowed | what it does |', '|---|---|---|---|', ...rows].join('\n');
}
