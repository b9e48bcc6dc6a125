import type {Check} from '../check.js';
import type {Contract} from '../contract.js';
import {failWith, messageOf} from '../failure.js';
import {badValuesOf} from '../problems/option-values.js';
import {createHead} from '../problems/tested-head.js';
import type {Setting} from '../subject.js';

const classes = 3;

const textOf = (value: unknown): string =>
  value !== null && typeof value === 'object'
    ? JSON.stringify(value)
    : typeof value === 'function'
      ? 'a function'
      : String(value);

export const optionsRefused: Check = {
  name: 'options-refused',
  title: 'values that an option does not allow, unknown options and bad numbers of classes are refused',
  hint:
    'Usually a constructor that reads options without `resolveOptions`, or that checks another declaration than the one in the plugin. A ' +
    'base class `LossHead` checks what its second argument declares.',
  run(contract) {
    const {plugin} = contract;
    const findings: string[] = [];
    const refusal = (options: object, count: unknown = classes): Error | undefined => {
      try {
        createHead(contract, options as Setting, {classes: count as number, counts: [9, 5, 2]});
        return undefined;
      } catch (error) {
        return error instanceof Error ? error : new Error(messageOf(error));
      }
    };
    const expectRefusal = (what: string, error: Error | undefined, parts: readonly string[]): void => {
      if (error === undefined) return void findings.push(`${what} is accepted.`);
      if (error.name !== 'OptionError') {
        return void findings.push(
          `${what} must be refused by an OptionError, but a ${error.name} was thrown: ${error.message}`,
        );
      }
      const missing = parts.filter((part) => !error.message.includes(part));
      if (missing.length > 0) {
        const list = missing.map((part) => `"${part}"`).join(' and ');
        findings.push(
          `${what}: the error must name the option, the value and what is allowed; ${list} is missing in "${error.message}"`,
        );
      }
    };
    for (const [name, option] of Object.entries(plugin.options)) {
      for (const value of badValuesOf(option)) {
        const isPlain = typeof value === 'number' || typeof value === 'string';
        const parts = [name, option.allowed, ...(isPlain ? [String(value)] : [])];
        expectRefusal(`${name}: ${textOf(value)}`, refusal({[name]: value}), parts);
      }
      const misspelt = name.length < 4 ? `${name}Xyz` : `${name.slice(0, -2)}${name.at(-1)}`;
      if (misspelt in plugin.options) continue;
      const hint = name.length < 4 ? [misspelt] : [misspelt, `'${name}'`];
      expectRefusal(`the unknown option '${misspelt}'`, refusal({[misspelt]: option.default ?? 1}), hint);
    }
    for (const bad of [1, 0, -3, 2.5, Number.NaN, '3', null]) {
      expectRefusal(`classes: ${textOf(bad)}`, refusal({}, bad), ['classes', textOf(bad)]);
    }
    expectRefusal('classWeights of another number than classes', refusal({classWeights: [1, 2]}), [
      'classWeights',
      '3',
      '2',
    ]);
    failWith(findings, 6);
    if (contract.plugin.needs?.classCounts) checkCounts(contract);
  },
};

function checkCounts(contract: Contract): void {
  const findings: string[] = [];
  for (const [what, counts] of [
    ['none', undefined],
    ['too many', [9, 5, 2, 1]],
  ] as const) {
    try {
      contract.plugin.create({}, {classes, classCounts: counts});
      findings.push(`class counts: ${what} given, and the head is made all the same.`);
    } catch (error) {
      if (!messageOf(error).includes('classCounts'))
        findings.push(
          `class counts: ${what} given, and the error does not name classCounts: ${messageOf(error)}`,
        );
    }
  }
  failWith(findings);
}
