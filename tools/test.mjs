// npm test: installs, builds, checks types, lints, looks for dead code, runs the tests, checks the packages.
// Arguments go to vitest: `npm test -- packages/core` runs the tests of one folder.
import {bin, run, setup} from './setup.mjs';

setup();
const turbo = ['--output-logs=errors-only', '--log-prefix=none'];
run(bin('turbo'), ['run', 'build', 'typecheck', 'check:package', ...turbo]);
run(bin('biome'), ['check', '.']);
run(bin('knip'), []);
run(bin('vitest'), [
  'run',
  '--reporter=default',
  '--reporter=json',
  '--outputFile.json=test-results/vitest.json',
  ...process.argv.slice(2),
]);
