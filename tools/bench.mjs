// npm run bench: installs and builds what the benchmark needs, then hands its arguments over.
import {join} from 'node:path';
import {bin, root, run, setup} from './setup.mjs';

setup();
const tasks = process.argv[2] === 'page' ? ['build', 'build:page'] : ['build'];
run(
  bin('turbo'),
  ['run', ...tasks, '--filter=@isomargin/bench', '--output-logs=errors-only', '--log-prefix=none'],
  {
    // Shown where the build fails.
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: Number.POSITIVE_INFINITY,
  },
);
// Ctrl-C reaches the benchmark too, which reports the finished runs; this process must outlive it.
process.on('SIGINT', () => {});
// Paths in the arguments mean what they meant where the person typed them.
run(process.execPath, [join(root, 'apps', 'bench', 'dist', 'main.js'), ...process.argv.slice(2)], {
  cwd: process.env.INIT_CWD ?? process.cwd(),
});
