import type {OptionSet} from '@isomargin/core';
import {afterAll, beforeAll, describe, test} from 'vitest';
import {type ContractOptions, chosen, contractsOf, prepare, runCheck} from './run.js';
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
  const contracts = contractsOf(loss, options);
  describe(loss.plugin.name, () => {
    const skips = new Skips(contracts.length);
    // Reporters name no skipped test of a file that passes.
    afterAll(() => skips.print(loss.plugin.name));
    for (const contract of contracts) {
      describe(`on ${contract.backend}`, () => {
        beforeAll(() => prepare(contract, options));
        for (const check of chosen(options)) {
          test(`${check.name}: ${check.title}`, {timeout: TIMEOUT}, async (context) => {
            const {status, message} = await runCheck(check, contract);
            if (status === 'skipped') {
              skips.add(check.name, message);
              context.skip(message);
            }
            if (status === 'failed') throw new Error(message);
          });
        }
      });
    }
  });
}

/** Which checks were skipped on every backend, and why. */
class Skips {
  private readonly counts = new Map<string, number>();

  constructor(private readonly backends: number) {}

  add(check: string, reason = ''): void {
    const line = `${check}: ${reason}`;
    this.counts.set(line, (this.counts.get(line) ?? 0) + 1);
  }

  print(loss: string): void {
    const lines = [...this.counts]
      .filter(([, count]) => count === this.backends)
      .map(([line]) => `\n  ${line}`);
    if (lines.length > 0) console.info(`${loss}: not checked${lines.join('')}`);
  }
}
