import '@tensorflow/tfjs-backend-cpu';
import {commonOptions, optionsTable} from '@isomargin/core';
import {testReadme} from '../../../tools/testing/readme-examples.js';
import {testOptionsTable} from '../../../tools/testing/readme-options.js';
import {plugins} from '../src/index.js';

const readme = new URL('../README.md', import.meta.url);
testReadme(readme);
testOptionsTable(readme, optionsTable({...plugins[0]!.options, ...commonOptions}));
