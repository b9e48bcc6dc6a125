// npm run test:page: builds the page of the benchmark and tests it in the system's headless Chromium; prints what was measured.
// Arguments go to vitest.
import {pageArguments, requireChromium} from './browser/chromium.mjs';
import {bin, run, setup} from './setup.mjs';

setup();
const executable = requireChromium();
const turbo = ['--output-logs=errors-only', '--log-prefix=none'];
run(bin('turbo'), ['run', 'build', 'build:page', '--filter=@isomargin/bench', ...turbo]);
process.env.PAGE_TESTS = JSON.stringify({executable, launchArguments: pageArguments});
run(bin('vitest'), ['run', '--config', 'apps/bench/page/vitest.config.ts', ...process.argv.slice(2)]);
