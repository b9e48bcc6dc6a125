import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {readTemplate} from '../src/template.js';

const files = ['src/index.ts', 'src/my-loss-head.ts', 'test/oracle.ts', 'test/contract.test.ts'];

/** Lines of code: without blank ones, comments and lines of brackets alone. */
function linesOfCode(text: string): string[] {
  return text
    .replaceAll(/\/\*.*?\*\//gs, '')
    .split('\n')
    .map((line) => line.replace(/ \/\/ .*/, '').trim())
    .filter((line) => /\w/.test(line));
}

// In test/cosface is what becomes of the new package where somebody writes CosFace; vitest runs its contract, too.
test('a loss like CosFace takes at most 60 lines that are not in the new package already, its tests included', () => {
  const template = readTemplate();
  let [own, all] = [0, 0];
  for (const file of files) {
    const kept = linesOfCode(template.get(file)!);
    for (const line of linesOfCode(readFileSync(new URL(`cosface/${file}`, import.meta.url), 'utf8'))) {
      all++;
      const at = kept.indexOf(line);
      if (at < 0) own++;
      else kept.splice(at, 1);
    }
  }
  console.info(`CosFace: ${own} lines of its own, of ${all} in ${files.length} files`);
  expect(own).toBeGreaterThan(20);
  expect(own).toBeLessThanOrEqual(60);
});
