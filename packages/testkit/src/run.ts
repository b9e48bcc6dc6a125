import type {OptionSet} from '@isomargin/core';
import {useBackend} from './backends.js';
import type {Check} from './check.js';
import {checks} from './checks/index.js';
import {Contract} from './contract.js';
import {messageOf} from './failure.js';
import {evaluationsOf} from './problems/evaluate.js';
import type {LossReport, Result} from './report.js';
import type {LossUnderTest} from './subject.js';

/** Which parts of the contract are checked. */
export interface ContractOptions {
  /** Backends of TensorFlow.js, by name. Default cpu and wasm. Others must have been imported. */
  readonly backends?: readonly string[];
  /** A backend that the others are compared with and that is not itself checked; the first of `backends` where not given. */
  readonly reference?: string;
  /** Names of the checks to run; all where not given. */
  readonly only?: readonly string[];
}

/** What a check came to. */
export type Outcome = Pick<Result, 'status' | 'message'>;

/**
 * Checks a loss against the contract of isomargin's losses: runs every check on every backend, without a test runner.
 *
 * @throws Error for a backend or a check that does not exist; not for a loss that fails
 */
export async function checkLoss<S extends OptionSet>(
  loss: LossUnderTest<S>,
  options: ContractOptions = {},
): Promise<LossReport> {
  const results: Result[] = [];
  for (const contract of contractsOf(loss, options)) {
    const {backend} = contract;
    await prepare(contract, options);
    for (const check of chosen(options)) {
      results.push({check: check.name, backend, ...(await runCheck(check, contract))});
    }
  }
  const count = (status: Result['status']): number =>
    results.filter((result) => result.status === status).length;
  return {
    loss: loss.plugin.name,
    results,
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
  };
}

/** A loss on each backend; the backend must be the current one when the checks run. */
export function contractsOf<S extends OptionSet>(
  loss: LossUnderTest<S>,
  {backends = ['cpu', 'wasm'], reference}: ContractOptions,
): readonly Contract[] {
  // The kit makes options from the declaration; that they are those of this loss no type can say.
  const subject = loss as unknown as LossUnderTest;
  let first = reference === undefined ? undefined : new Contract(subject, reference);
  return backends.map((backend) => {
    const contract = new Contract(subject, backend, first);
    first ??= contract;
    return contract;
  });
}

/** Makes the contract's backend the current one, after what it is compared with has been computed on its own. */
export async function prepare({backend, reference}: Contract, options: ContractOptions): Promise<void> {
  if (reference !== undefined && reference.backend === options.reference) {
    await useBackend(reference.backend);
    try {
      evaluationsOf(reference);
    } catch {
      // A loss that throws fails the checks that evaluate it.
    }
  }
  await useBackend(backend);
}

/** The checks that were asked for. */
export function chosen({only}: ContractOptions): readonly Check[] {
  const names = checks.map(({name}) => name);
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new Error(`There is no check '${unknown}'. The checks are ${names.join(', ')}.`);
  return checks.filter(({name}) => only?.includes(name) ?? true);
}

/** Runs one check; whatever it throws is a failure. */
export async function runCheck(check: Check, contract: Contract): Promise<Outcome> {
  const reason = check.skip?.(contract);
  if (reason !== undefined) return {status: 'skipped', message: reason};
  try {
    await check.run(contract);
    return {status: 'passed'};
  } catch (error) {
    const isOwn = error instanceof Error && error.name === 'ContractError';
    const text = isOwn ? messageOf(error) : `The loss threw: ${messageOf(error)}`;
    return {status: 'failed', message: `${text}\n${hintFor(check, text)}`};
  }
}

function hintFor({hint}: Check, message: string): string {
  const [, kernel] = /Kernel '(\w+)' not registered for backend/.exec(message) ?? [];
  return kernel === undefined
    ? hint
    : `This backend lacks ${kernel}: write the gradient by hand (\`withGradient\` of @isomargin/core) with kernels that it has, or check without it ({backends: ['cpu']}).`;
}
