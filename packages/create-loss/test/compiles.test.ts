import {execFileSync} from 'node:child_process';
import {symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {runCaptured, tempFolder} from './capture.js';

const modules = fileURLToPath(new URL('../node_modules', import.meta.url));
const compiler = join(modules, 'typescript', 'bin', 'tsc');

test('what is made for names and titles that would break code as they are compiles', async () => {
  const cwd = tempFolder();
  const title = `Bob's \\"loss" \${1} \`x\``;
  for (const name of ['class', '3d-loss', '@me/loss', '@2x/define-loss', 'tensor.1d']) {
    const {stderr} = await runCaptured([name, '--no-install', '--title', title], cwd);
    expect(stderr).toBe('');
  }
  symlinkSync(modules, join(cwd, 'node_modules'), 'junction');
  const config = {extends: './class/tsconfig.json', include: ['*/src', '*/test']};
  writeFileSync(join(cwd, 'tsconfig.json'), JSON.stringify(config));
  const output = execFileSync(process.execPath, [compiler, '-p', cwd, '--listFiles'], {encoding: 'utf8'});
  expect(output.match(/src\/index\.ts$/gm)?.length).toBe(5);
});
