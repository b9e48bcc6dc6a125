import {existsSync, readdirSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {defineConfig} from 'vitest/config';

/** Every folder of packages/ and apps/ is a project of its own name, and so is tools/. */
const folders = ['packages', 'apps']
  .flatMap((group) => readdirSync(group).map((name) => `${group}/${name}`))
  .filter((folder) => existsSync(`${folder}/package.json`));

// Tests run on the sources, so that a failing line is a line of src/ and no stale build is tested.
const aliasOf = (name: string, file: string) => ({
  find: new RegExp(`^@isomargin/${name}$`),
  replacement: fileURLToPath(new URL(`./${file}`, import.meta.url)),
});
const alias = [
  ...folders
    .filter((folder) => existsSync(`${folder}/src/index.ts`))
    .map((folder) => aliasOf(folder.split('/')[1]!, `${folder}/src/index.ts`)),
  aliasOf('metrics/tfjs', 'packages/metrics/src/tfjs/index.ts'),
  aliasOf('core/options', 'packages/core/src/options/index.ts'),
  aliasOf('samplers/networks', 'packages/samplers/src/networks/index.ts'),
  aliasOf('datasets/images', 'packages/datasets/src/images/index.ts'),
  aliasOf('datasets/node', 'packages/datasets/src/node/index.ts'),
  aliasOf('testkit/vitest', 'packages/testkit/src/vitest.ts'),
];

export default defineConfig({
  resolve: {alias},
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    projects: [...folders, 'tools'].map((folder) => ({
      extends: true as const,
      test: {name: folder, include: [`${folder}/test/**/*.test.ts`]},
    })),
  },
});
