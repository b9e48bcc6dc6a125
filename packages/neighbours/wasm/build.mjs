// Translates scan.wat into src/scan-module.ts: node wasm/build.mjs
import {readFileSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import wabt from 'wabt';

/** The module in base64, for the file and for the test that it is up to date. */
export async function scanModuleOf() {
  const {parseWat} = await wabt();
  const text = readFileSync(new URL('scan.wat', import.meta.url), 'utf8');
  const {buffer} = parseWat('scan.wat', text, {simd: true}).toBinary({});
  return Buffer.from(buffer).toString('base64');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const lines = (await scanModuleOf()).match(/.{1,100}/g);
  const code = `// Made by wasm/build.mjs from wasm/scan.wat.
/** The WebAssembly module of the scan, in base64. */
export const scanModule: string = [
${lines.map((line) => `  '${line}',`).join('\n')}
].join('');
`;
  writeFileSync(new URL('../src/scan-module.ts', import.meta.url), code);
}
