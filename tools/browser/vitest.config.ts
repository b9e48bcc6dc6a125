import {dirname, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {playwright} from '@vitest/browser-playwright';
import {defineConfig} from 'vitest/config';
import workspace from '../../vitest.config.js';
import type {BackendName} from './backends.js';
import {downloadOf} from './download-command.js';
import {Summary} from './summary.js';

/** What tools/test-browser.mjs found out. */
interface Given {
  readonly executable: string;
  readonly launchArguments: string[];
  /** What is left out, a line each. */
  readonly skipped: string[];
  readonly projects: {readonly backend: BackendName; readonly tests: string[]}[];
}

const {BROWSER_TESTS} = process.env;
if (BROWSER_TESTS === undefined) throw new Error('Start these tests by `npm run test:browser`.');
const {executable, launchArguments, skipped, projects}: Given = JSON.parse(BROWSER_TESTS);

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

// What tests import of Node, and the contract as they run it there, have their counterparts here.
const alias = [
  {find: 'node:fs', replacement: here('node-fs.ts')},
  {find: /^@isomargin\/testkit\/vitest$/, replacement: here('loss-contract.ts')},
  ...(workspace.resolve!.alias as {find: RegExp; replacement: string}[]),
];

/** By its place, since the helpers of tools/testing import it as './backends.js', a name that packages have too. */
const testedBackend = {
  name: 'tested-backend',
  enforce: 'pre' as const,
  resolveId: (source: string, importer = ''): string | undefined =>
    source.endsWith('/backends.js') && resolve(dirname(importer), source) === here('../testing/backends.js')
      ? here('backends.ts')
      : undefined,
};

export default defineConfig({
  root: here('../..'),
  plugins: [testedBackend],
  resolve: {alias},
  optimizeDeps: {
    include: [
      '@tensorflow/tfjs-backend-cpu',
      '@tensorflow/tfjs-backend-wasm',
      '@tensorflow/tfjs-backend-webgl',
      '@tensorflow/tfjs-backend-webgpu',
      '@tensorflow/tfjs-core',
      '@tensorflow/tfjs-layers',
    ],
  },
  test: {
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    globalSetup: here('node-values.ts'),
    reporters: ['default', new Summary(skipped)],
    projects: projects.map(({backend, tests}) => ({
      extends: true as const,
      root: here('../..'),
      test: {
        name: backend,
        include: ['tools/browser/test/*.test.ts', ...tests],
        provide: {backend},
        browser: {
          enabled: true,
          headless: true,
          screenshotFailures: false,
          // The first run bundles TensorFlow.js, which takes minutes on a machine that is busy.
          connectTimeout: 600_000,
          provider: playwright({launchOptions: {executablePath: executable, args: launchArguments}}),
          instances: [{browser: 'chromium' as const}],
          commands: {downloadOf},
        },
      },
    })),
  },
});
