import type {Paper, Settings} from '../results/types.js';
import {statisticsPapers} from './statistics-papers.js';

/**
 * `references.bib`: the paper of every loss, each once, and those of the statistics. A key is the first author's surname, the year
 * and the first word of the title that says something, so it is the same in every comparison; only of two papers with the same
 * three the second gets a letter.
 */
export function toBibtex(settings: Pick<Settings, 'losses' | 'datasets' | 'folds'>): string {
  const {losses} = settings;
  const papers = [...losses.flatMap(({paper}) => paper ?? []), ...statisticsPapers(settings)];
  const once = [...new Map(papers.map((paper) => [`${paper.title}\0${paper.year}`, paper])).values()];
  const taken = new Set<string>();
  const entries = once.map((paper) => entry(freeKey(keyOf(paper), taken), paper));
  const nameless = losses.filter(({paper}) => paper === undefined).map(({name}) => name);
  // Outside of entries BibTeX skips everything but an at sign, which would begin one.
  const note = `Losses that name no paper: ${nameless.join(', ').replaceAll('@', '')}\n`;
  return [...(nameless.length === 0 ? [] : [note]), ...entries].join('\n');
}

function entry(key: string, {authors, title, venue, year, url}: Paper): string {
  const isJournal = /\b(journal|transactions|letters|arxiv)\b|^machine learning/i.test(venue);
  // The volume of a journal stands after its name.
  const [, journal = venue, volume] = /^(.*\D) (\d+)$/.exec(venue) ?? [];
  const fields: [name: string, value: string][] = [
    ['author', names(authors).map(escaped).join(' and ')],
    // Twice in braces: styles would make capitals small.
    ['title', `{${escaped(title)}}`],
    ...(isJournal
      ? ([['journal', escaped(journal)], ...(volume === undefined ? [] : [['volume', volume]])] as [
          string,
          string,
        ][])
      : ([['booktitle', escaped(venue)]] as [string, string][])),
    ['year', String(year)],
    ['url', url.replaceAll(/[\\{}\s^]/g, encodeURIComponent)],
  ];
  const lines = fields.map(([name, value]) => `  ${name} = {${value}},\n`);
  return `@${isJournal ? 'article' : 'inproceedings'}{${key},\n${lines.join('')}}\n`;
}

function names(authors: string): string[] {
  return authors
    .split(/,| and /)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

const SMALL_WORDS = new Set(['a', 'an', 'and', 'by', 'for', 'from', 'in', 'of', 'on', 'the', 'to', 'with']);

/** `hayat2019gaussian` */
function keyOf({authors, title, year}: Paper): string {
  const surname = names(authors)[0]?.split(/\s+/).at(-1) ?? '';
  const words = title.split(/[\s-]+/).map(plain);
  const word = words.find((one) => one !== '' && !SMALL_WORDS.has(one)) ?? '';
  return `${plain(surname)}${year}${word}`;
}

/** Letters and digits of ASCII alone. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '');
}

function freeKey(key: string, taken: Set<string>): string {
  for (let letter = ''; ; letter = letter === '' ? 'a' : String.fromCharCode(letter.charCodeAt(0) + 1)) {
    if (taken.has(key + letter)) continue;
    taken.add(key + letter);
    return key + letter;
  }
}

const special: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  // By their names: BibTeX counts braces, those after a backslash too.
  '{': '\\textbraceleft{}',
  '}': '\\textbraceright{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

/** Text in which TeX finds nothing to do. */
function escaped(text: string): string {
  return text
    .replaceAll(/[\\{}~^&%$#_]/g, (character) => special[character] ?? `\\${character}`)
    .replaceAll(/\s+/g, ' ');
}
