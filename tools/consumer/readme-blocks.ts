import {readFileSync} from 'node:fs';

/** A fenced block of a README. */
interface Block {
  readonly language: string;
  readonly text: string;
}

/** The fenced blocks of a section of a README of this repository, in order. */
export function blocksOf(readme: string, heading: string): Block[] {
  const text = readFileSync(new URL(`../../${readme}`, import.meta.url), 'utf8');
  const start = text.indexOf(`\n## ${heading}\n`);
  if (start < 0) throw new Error(`${readme} has no section '${heading}'.`);
  const end = text.indexOf('\n## ', start + 1);
  const section = text.slice(start, end < 0 ? undefined : end);
  const blocks = section.matchAll(/^```(\w+)\n(.*?)^```$/gms);
  return [...blocks].map(([, language, inner]) => ({language: language!, text: inner!}));
}

/** The lines of a block of commands, without their comments. */
export function commandsOf(block: string): string[] {
  return block
    .split('\n')
    .map((line) => line.replace(/\s+#.*/, '').trim())
    .filter((line) => line !== '');
}
