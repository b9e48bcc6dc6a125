import {serialization} from '@tensorflow/tfjs-core';
import {describe, expect, test} from 'vitest';
import {lossContract} from '../src/vitest.js';
import {healthy} from './zoo/healthy.js';
import {HealthyNearestHead, nearestOracle, nearestPluginOf} from './zoo/healthy-nearest.js';
import {zoo} from './zoo/index.js';

lossContract(healthy);
serialization.registerClass(HealthyNearestHead);
lossContract({plugin: nearestPluginOf(HealthyNearestHead), oracle: nearestOracle});

/** With ZOO=all every check runs, to see that no other one fails. */
const isThorough = process.env.ZOO === 'all';

describe('the zoo: broken heads', () => {
  test.each(Object.entries(zoo))('%s', async (_, {check, fails, says}) => {
    const report = await check({
      backends: ['cpu'],
      only: isThorough ? undefined : fails.slice(0, 1),
    });
    const failed = report.results.filter(({status}) => status === 'failed');
    expect(failed.find((result) => result.check === fails[0])?.message ?? 'passed').toMatch(says);
    if (isThorough) expect(failed.map((result) => result.check).sort()).toEqual([...fails].sort());
  });
});
