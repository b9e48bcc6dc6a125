import type {OptionSet} from '@isomargin/core';
import {beforeAll, describe, test} from 'vitest';
import {useBackend} from './backends.js';
import {type ContractOptions, chosen, contractsOf, runCheck} from './run.js';
import type {LossUnderTest} from './subject.js';

export type {ContractOptions} from './run.js';
export type {LossFixture, LossUnderTest, ParentLoss, Setting} from './subject.js';

/** Time for one check, in ms: on a busy machine some take longer than the 5 s that vitest gives. */
const TIMEOUT = 60_000;

/** Defines the contract of a loss as tests of vitest: one test a check and backend. */
export function lossContract<S extends OptionSet>(
  loss: LossUnderTest<S>,
  options: ContractOptions = {},
): void {
  describe(loss.plugin.name, () => {
    for (const contract of contractsOf(loss, options)) {
      describe(`on ${contract.backend}`, () => {
        beforeAll(() => useBackend(contract.backend));
        for (const check of chosen(options)) {
          test(`${check.name}: ${check.title}`, {timeout: TIMEOUT}, async (context) => {
            const {status, message} = await runCheck(check, contract);
            if (status === 'skipped') context.skip(message);
            if (status === 'failed') throw new Error(message);
          });
        }
      });
    }
  });
}
