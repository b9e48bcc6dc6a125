import '@tensorflow/tfjs-backend-cpu';
import {commonOptions, linearOptions, optionsTable} from '@isomargin/core';
import {testReadme} from '../../../tools/testing/readme-examples.js';
import {testOptionsTable} from '../../../tools/testing/readme-options.js';

const readme = new URL('../README.md', import.meta.url);
testReadme(readme);
testOptionsTable(readme, optionsTable({...linearOptions, ...commonOptions}));
