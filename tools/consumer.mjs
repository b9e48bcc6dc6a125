// npm run test:consumer: packs the packages, installs them with plain npm in an empty folder, and trains: on several versions of
// Node, with TypeScript, with bundlers and in pages. Takes its steps from the README. Needs the npm registry.
import {bin, run, setup} from './setup.mjs';

setup();
run(bin('turbo'), ['run', 'build', '--output-logs=errors-only', '--log-prefix=none']);
run(bin('vitest'), ['run', '--config', 'tools/consumer/vitest.config.ts', ...process.argv.slice(2)]);
