import {readFileSync} from 'node:fs';

/** The commands of the section of CONTRIBUTING.md that walks through a new loss, in order. */
export function commandsOfGuide(): string[] {
  const text = readFileSync(new URL('../../../CONTRIBUTING.md', import.meta.url), 'utf8');
  const [, section = ''] = /^## A new loss$(.*?)^## /ms.exec(text) ?? [];
  const blocks = [...section.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block]) => block!);
  return blocks
    .flatMap((block) => block.split('\n'))
    .map((line) => line.replace(/\s+#.*/, '').trim())
    .filter((line) => line !== '');
}
