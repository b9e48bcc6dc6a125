// npm run test:browser: the tests of core, losses, metrics and samplers in the system's headless Chromium, backend by backend.
// Arguments go to vitest, for example `--project webgl` or a file.
import {launchArguments, requireChromium} from './browser/chromium.mjs';
import {backends, planTests} from './browser/plan.mjs';
import {byContract, contractChecks} from './browser/selection.mjs';
import {bin, run, setup} from './setup.mjs';

setup();
const executable = requireChromium();
const {probe} = await import('./browser/probe.mjs');
const found = await probe(executable);
console.log(`Chromium ${found.version}, ${executable}`);
const started = backends.filter((backend) => {
  const missing = found[backend]?.missing;
  if (missing) console.log(`Skipped: backend ${backend}: ${missing}`);
  return !missing;
});
const plan = planTests();
for (const [file, reason] of plan.skipped) console.log(`Skipped: ${file}: ${reason}`);
console.log(
  `${plan.all.length} files that need no backend of their own run once, with cpu; ${plan.perBackend.length} run on each of ${started.filter((backend) => !byContract.has(backend)).join(', ')}`,
);
for (const backend of started.filter((each) => byContract.has(each)))
  console.log(
    `Skipped: on ${backend} all but contracts (${contractChecks.join(', ')}) and what is in tools/browser: a step takes ten times as long there without a graphics card`,
  );

const isContract = (file) => file.endsWith('contract.test.ts');
process.env.BROWSER_TESTS = JSON.stringify({
  executable,
  launchArguments,
  projects: started.map((backend) => ({
    backend,
    tests: [
      ...(byContract.has(backend) ? plan.perBackend.filter(isContract) : plan.perBackend),
      ...(backend === 'cpu' ? plan.all : []),
    ],
  })),
});
run(bin('vitest'), ['run', '--config', 'tools/browser/vitest.config.ts', ...process.argv.slice(2)]);
