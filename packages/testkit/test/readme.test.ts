import {testReadme} from '../../../tools/testing/readme-examples.js';
import {testOptionsTable} from '../../../tools/testing/readme-options.js';
import {checks} from '../src/checks/index.js';

const readme = new URL('../README.md', import.meta.url);
testReadme(readme);

const rows = checks.map(({name, title}) => `| \`${name}\` | ${title} |`);
testOptionsTable(
  readme,
  ['| check | what holds where it passes |', '|---|---|', ...rows].join('\n'),
  'checks',
);
