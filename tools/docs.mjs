// npm run docs: installs, and makes the documentation site in apps/docs/dist, static files for any host.
// With --check it follows the site's links, too.
import {join} from 'node:path';
import {root, run, setup} from './setup.mjs';

setup();
const script = process.argv.includes('--check') ? 'check-links.mjs' : 'build.mjs';
run(process.execPath, [join(root, 'apps', 'docs', script)]);
