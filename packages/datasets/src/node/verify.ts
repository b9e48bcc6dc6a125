import {createHash} from 'node:crypto';
import {gunzip, isGzip} from '../bytes/gunzip.js';
import type {Digests, SourceFile} from '../sources.js';

/**
 * Compares bytes with a published file: with the digests of the file as it was published, or else of its
 * unzipped content, so that a file that was packed again passes.
 *
 * @returns what is wrong, for an error's text; undefined where the file is the published one
 */
export async function findMismatch(bytes: Uint8Array, file: SourceFile): Promise<string | undefined> {
  const packed = compare(bytes, file.digests);
  if (packed === undefined) return undefined;
  if (file.contentDigests === undefined) return `${bytes.length} bytes, ${packed}`;
  try {
    const content = isGzip(bytes) ? await gunzip(bytes, file.name) : bytes;
    const unpacked = compare(content, file.contentDigests);
    return unpacked && `${bytes.length} bytes, ${packed}; unzipped, ${unpacked}`;
  } catch (error) {
    return `${packed}; ${error instanceof Error ? error.message : error}`;
  }
}

function compare(bytes: Uint8Array, digests: Digests): string | undefined {
  for (const [algorithm, label] of [
    ['sha256', 'SHA-256'],
    ['md5', 'MD5'],
  ] as const) {
    const expected = digests[algorithm];
    if (expected === undefined) continue;
    const found = createHash(algorithm).update(bytes).digest('hex');
    if (found !== expected) return `${label} is ${found} where ${expected} is expected`;
  }
  return undefined;
}
