import {onEachBackend} from '../../../tools/testing/backends.js';
import {testLinearFixtures} from '../../../tools/testing/linear-fixtures.js';
import {falseErrorLoss} from '../src/index.js';

onEachBackend(() => {
  testLinearFixtures(new URL('./fixtures/false-error.json', import.meta.url), falseErrorLoss);
});
