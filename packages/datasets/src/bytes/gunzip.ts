/** Whether bytes begin as a gzip file does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Decompresses gzip data and checks their length and CRC, with the engine's own decoder (Node and browsers).
 *
 * @param name what errors call the data
 * @throws RangeError where the data are truncated or corrupt
 */
export async function gunzip(bytes: Uint8Array, name: string): Promise<Uint8Array> {
  const unzipped = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new DecompressionStream('gzip'));
  try {
    return new Uint8Array(await new Response(unzipped).arrayBuffer());
  } catch (error) {
    throw new RangeError(
      `${name}: ${bytes.length} bytes that are no complete gzip data (${error instanceof Error ? error.message : error})`,
      {cause: error},
    );
  }
}
