import {readFileSync} from 'node:fs';
import {Ajv2020} from 'ajv/dist/2020.js';
import {default as standalone} from 'ajv/dist/standalone/index.js';
import {defineConfig, type Plugin} from 'vite';

const validator = 'virtual:results-validator';

/** The schema of `results.json` as code: the page's policy allows none that is made from text while it runs. */
const resultsValidator: Plugin = {
  name: 'results-validator',
  resolveId: (id) => (id === validator ? `\0${validator}` : undefined),
  load(id) {
    if (id !== `\0${validator}`) return undefined;
    const schema = JSON.parse(readFileSync(new URL('../results.schema.json', import.meta.url), 'utf8'));
    const ajv = new Ajv2020({allowUnionTypes: true, code: {source: true, esm: true}});
    const helpers: string[] = [];
    // Ajv writes require() for its helpers also where it writes an ES module.
    const code = standalone(ajv, ajv.compile(schema)).replaceAll(
      /require\("([^"]+)"\)\.default/g,
      (_, name: string) => {
        helpers.push(`import * as helper${helpers.length} from '${name}.js';`);
        return `(helper${helpers.length - 1}.default?.default ?? helper${helpers.length - 1}.default)`;
      },
    );
    return `${helpers.join('\n')}\n${code}`;
  },
};

export default defineConfig({
  root: import.meta.dirname,
  // Relative, so that the files work under any address.
  base: './',
  plugins: [resultsValidator],
  resolve: {conditions: ['@isomargin/source', 'module', 'browser', 'development|production']},
  worker: {format: 'es', plugins: () => [resultsValidator]},
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000,
    sourcemap: false,
  },
});
