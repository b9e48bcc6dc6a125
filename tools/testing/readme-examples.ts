import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {describe, expect, test} from 'vitest';

/** A fenced block of a README that the tests execute. */
interface Example {
  /** Line of the README on which the code begins, from 1. */
  line: number;
  code: string;
}

/** The ```ts and ```js blocks of a Markdown text, in order. */
function examplesOf(markdown: string): Example[] {
  const examples: Example[] = [];
  let open: {line: number; code: string[]} | undefined;
  for (const [index, line] of markdown.split('\n').entries()) {
    if (!open && /^```(ts|js)\s*$/.test(line)) open = {line: index + 2, code: []};
    else if (open && /^```\s*$/.test(line)) {
      examples.push({line: open.line, code: open.code.join('\n')});
      open = undefined;
    } else open?.code.push(line);
  }
  return examples;
}

/**
 * One test for each code block of a README: the block is executed as a module of its own, so it must be
 * complete. A README without any block fails.
 */
export function testReadme(readme: URL): void {
  const file = fileURLToPath(readme);
  const examples = examplesOf(readFileSync(file, 'utf8'));
  describe('README', () => {
    test('has an example', () => expect(examples.length).toBeGreaterThan(0));
    // Inside the package's folder, so that imports resolve as they do for the package's own tests.
    const folder = join(dirname(file), 'node_modules', '.readme-examples');
    for (const {line, code} of examples) {
      test(`the code at line ${line} runs`, async () => {
        mkdirSync(folder, {recursive: true});
        const path = join(folder, `line-${line}.ts`);
        writeFileSync(path, `${code}\nexport {};\n`);
        try {
          await import(/* @vite-ignore */ pathToFileURL(path).href);
        } finally {
          rmSync(path);
        }
      });
    }
  });
}
