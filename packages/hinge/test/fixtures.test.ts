import {onEachBackend} from '../../../tools/testing/backends.js';
import {testLinearFixtures} from '../../../tools/testing/linear-fixtures.js';
import {hingeLoss} from '../src/index.js';

onEachBackend(() => {
  testLinearFixtures(new URL('./fixtures/hinge.json', import.meta.url), hingeLoss);
});
