import {onEachBackend} from '../../../tools/testing/backends.js';
import {testLinearFixtures} from '../../../tools/testing/linear-fixtures.js';
import {euclideanLoss} from '../src/index.js';

onEachBackend(() => {
  testLinearFixtures(new URL('./fixtures/euclidean.json', import.meta.url), euclideanLoss);
});
