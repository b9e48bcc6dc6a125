import {readFileSync} from 'node:fs';
import {afterAll, beforeAll, expect, vi} from 'vitest';
import {testReadme} from '../../../tools/testing/readme-examples.js';

const page = new URL('../pitfalls.md', import.meta.url);
const printed: string[] = [];

beforeAll(() => {
  vi.spyOn(console, 'log').mockImplementation((...values) => void printed.push(values.join(' ')));
});

testReadme(page);

// What the page says that its examples print is what they print, in order.
afterAll(() => {
  vi.restoreAllMocks();
  const claimed = readFileSync(page, 'utf8').matchAll(/(?:console\.log\(.*\); \/\/|\/\/ prints) ([^:\n]*)/g);
  expect(printed).toEqual([...claimed].map(([, comment]) => comment));
});
