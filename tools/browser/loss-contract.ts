// In the browser's tests, `@isomargin/testkit/vitest` is this: the contract on the project's backend, compared with cpu.
import type {OptionSet} from '@isomargin/core';
import {
  type ContractOptions,
  lossContract as contract,
  type LossUnderTest,
} from '../../packages/testkit/src/vitest.js';
import {backend} from './backends.js';
import {contractChecks, inSoftware} from './selection.mjs';

export function lossContract<S extends OptionSet>(
  loss: LossUnderTest<S>,
  options: ContractOptions = {},
): void {
  const only = inSoftware.has(backend) ? contractChecks : options.only;
  const compared = backend === 'cpu' ? {} : {reference: 'cpu'};
  contract(loss, {...options, backends: [backend], ...compared, only});
}
