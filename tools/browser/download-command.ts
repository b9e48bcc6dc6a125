import {readFile} from 'node:fs/promises';
import type {Page} from 'playwright-core';
import type {BrowserCommand} from 'vitest/node';

/** A file that the browser saved. */
interface Downloaded {
  readonly name: string;
  readonly base64: string;
}

declare module 'vitest/browser' {
  interface BrowserCommands {
    downloadOf(names: string[]): Promise<Downloaded[]>;
  }
}

/** Waits for downloads of these names, and returns what came. */
export const downloadOf: BrowserCommand<[names: string[]]> = async (
  context,
  names,
): Promise<Downloaded[]> => {
  const {page} = context as unknown as {page: Page};
  return Promise.all(
    names.map(async (name) => {
      const download = await page.waitForEvent('download', (each) => each.suggestedFilename() === name);
      return {name, base64: (await readFile(await download.path())).toString('base64')};
    }),
  );
};
