// npm test: installs, builds, checks types, lints, looks for dead code, compares sizes with budgets, runs the tests, checks the packages.
// Arguments go to vitest: `npm test -- packages/core` runs the tests of one folder.
import {join} from 'node:path';
import {bin, root, run, setup} from './setup.mjs';

setup();
const turbo = ['--output-logs=errors-only', '--log-prefix=none'];
run(bin('turbo'), ['run', 'build', 'typecheck', 'check:package', ...turbo]);
run(process.execPath, [join(root, 'tools', 'sizes.mjs'), '--quiet']);
run(bin('biome'), ['check', '.']);
run(bin('knip'), []);
run(bin('vitest'), [
  'run',
  '--reporter=default',
  '--reporter=json',
  '--outputFile.json=test-results/vitest.json',
  ...process.argv.slice(2),
]);
