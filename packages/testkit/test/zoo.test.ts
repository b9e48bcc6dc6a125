import {readdirSync} from 'node:fs';
import {serialization} from '@tensorflow/tfjs-core';
import {describe, expect, test} from 'vitest';
import {lossContract} from '../src/vitest.js';
import type {Animal} from './zoo/healthy.js';
import {healthy} from './zoo/healthy.js';
import {HealthyNearestHead, nearestOracle, nearestPluginOf} from './zoo/healthy-nearest.js';

lossContract(healthy);
serialization.registerClass(HealthyNearestHead);
lossContract({plugin: nearestPluginOf(HealthyNearestHead), oracle: nearestOracle});

const helpers = ['healthy.ts', 'healthy-nearest.ts', 'gradient.ts'];
const names = readdirSync(new URL('./zoo', import.meta.url)).filter((name) => !helpers.includes(name));
/** With ZOO=all every check runs, to see that no other one fails. */
const isThorough = process.env.ZOO === 'all';

describe('the zoo: broken heads', () => {
  test.each(names)('%s', async (name) => {
    const {default: animal}: {default: Animal} = await import(`./zoo/${name}`);
    const {check, fails, says} = animal;
    const report = await check({
      backends: ['cpu'],
      only: isThorough ? undefined : fails.slice(0, 1),
    });
    const failed = report.results.filter(({status}) => status === 'failed');
    expect(failed.find((result) => result.check === fails[0])?.message ?? 'passed').toMatch(says);
    if (isThorough) expect(failed.map((result) => result.check).sort()).toEqual([...fails].sort());
  });
});
