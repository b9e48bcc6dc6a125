// npm run size: bundles what the budgets name, as a page would load it, and compares. With --quiet the table is shown only where
// a budget is broken. Needs the packages to be built.
import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {build} from 'esbuild';
import {root} from './setup.mjs';
import {budgets, unmeasured} from './size-budgets.mjs';

const forgotten = readdirSync(join(root, 'packages')).filter(
  (name) => !(name in unmeasured) && !budgets.some((budget) => budget.package === name),
);
if (forgotten.length > 0) {
  console.error(`tools/size-budgets.mjs has no budget for ${forgotten.join(', ')}.`);
  process.exit(1);
}

/** Bytes of a bundle, minified, and after gzip. */
async function sizeOf({package: name, entry, imports}) {
  const source = ['@isomargin', name, entry].filter(Boolean).join('/');
  const {outputFiles} = await build({
    stdin: {
      // A package resolves its own name.
      contents: `export ${imports} from '${source}';`,
      resolveDir: join(root, 'packages', name),
    },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    external: ['@tensorflow/*'],
    write: false,
    logLevel: 'warning',
  });
  const [{contents}] = outputFiles;
  return {source, minified: contents.length, gzipped: gzipSync(contents, {level: 9}).length};
}

const rows = await Promise.all(budgets.map(async (budget) => ({...budget, ...(await sizeOf(budget))})));
const broken = rows.filter(({bytes, gzipped}) => gzipped > bytes);

const bytes = (value) => value.toLocaleString('en').padStart(8);
const lines = rows.map((row) =>
  [
    `import ${row.imports}`.padEnd(28),
    row.source.padEnd(32),
    bytes(row.minified),
    bytes(row.gzipped),
    bytes(row.bytes),
    row.gzipped > row.bytes ? `  ${(row.gzipped - row.bytes).toLocaleString('en')} too many` : '',
  ].join(' '),
);
const head = [
  ''.padEnd(28),
  'from'.padEnd(32),
  'minified'.padStart(8),
  'gzip'.padStart(8),
  'budget'.padStart(8),
].join(' ');
if (broken.length > 0 || !process.argv.includes('--quiet')) console.log([head, ...lines].join('\n'));
if (broken.length > 0) {
  console.error(
    `\n${broken.length} of ${rows.length} sizes are over budget. Make them smaller, or say in tools/size-budgets.mjs what is worth it.`,
  );
  process.exit(1);
}
