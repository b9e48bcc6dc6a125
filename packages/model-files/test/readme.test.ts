import {testReadme} from '../../../tools/testing/readme-examples.js';

testReadme(new URL('../README.md', import.meta.url));
