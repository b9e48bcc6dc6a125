// npm run test:browser: the tests of core, losses, metrics and samplers in the system's headless Chromium, backend by backend.
// Arguments go to vitest, for example `--project webgl` or a file.
import {launchArguments, requireChromium} from './browser/chromium.mjs';
import {backends, planTests} from './browser/plan.mjs';
import {contractChecks, inSoftware, training} from './browser/selection.mjs';
import {bin, run, setup} from './setup.mjs';

setup();
const executable = requireChromium();
const {probe} = await import('./browser/probe.mjs');
const found = await probe(executable);
console.log(`Chromium ${found.version}, ${executable}`);
const skipped = [];
const started = backends.filter((backend) => {
  const missing = found[backend]?.missing;
  if (missing) skipped.push(`Skipped: backend ${backend}: ${missing}`);
  return !missing;
});
const plan = planTests();
for (const [file, reason] of plan.skipped) skipped.push(`Skipped: ${file}: ${reason}`);
const withoutTraining = plan.perBackend.filter((file) => !training.has(file));
const projects = started.map((backend) => ({
  backend,
  tests: inSoftware.has(backend) ? withoutTraining : plan.perBackend,
}));
for (const {backend} of projects.filter((each) => inSoftware.has(each.backend))) {
  skipped.push(
    `Skipped: on ${backend} of the contracts all but ${contractChecks.join(', ')}, and ${[...training].join(', ')}: they train, and a step takes ten times as long there without a graphics card`,
  );
}
console.log(
  `${plan.all.length} files that need no backend of their own run once, with cpu. Those that are made for each backend: ${projects.map(({backend, tests}) => `${tests.length} on ${backend}`).join(', ')}`,
);
for (const project of projects.filter(({backend}) => backend === 'cpu'))
  project.tests = [...project.tests, ...plan.all];

process.env.BROWSER_TESTS = JSON.stringify({executable, launchArguments, skipped, projects});
run(bin('vitest'), ['run', '--config', 'tools/browser/vitest.config.ts', ...process.argv.slice(2)]);
