import {expect, test} from 'vitest';
import {lossNames} from '../src/loss-names.js';
import {identifiersOf, readTemplate} from '../src/template.js';

const taken = identifiersOf(readTemplate());

const examples: [packageName: string, kebab: string, pascal: string, className: string, title: string][] = [
  ['my-loss', 'my-loss', 'MyLoss', 'MyLoss', 'My loss'],
  ['cosface', 'cosface', 'Cosface', 'Cosface', 'Cosface'],
  ['@me/ring-loss', 'ring-loss', 'RingLoss', 'MeRingLoss', 'Ring loss'],
  ['@my-org/p2s.grad_loss', 'p2s-grad-loss', 'P2sGradLoss', 'MyOrgP2sGradLoss', 'P2s grad loss'],
  ['tfjs-ring-loss', 'ring-loss', 'RingLoss', 'RingLoss', 'Ring loss'],
  // Names that begin with a digit, or say too little.
  ['3d-loss', 'loss-3d', 'Loss3d', 'Loss3d', 'Loss 3d'],
  ['42', 'loss-42', 'Loss42', 'Loss42', 'Loss 42'],
  ['@2x/loss', 'loss-2x', 'Loss2x', '2xLoss2x', 'Loss 2x'],
  ['loss', 'my-loss', 'MyLoss', 'MyLoss', 'My loss'],
  ['@me/loss', 'me-loss', 'MeLoss', 'MeMeLoss', 'Me loss'],
  ['tfjs', 'my-loss', 'MyLoss', 'MyLoss', 'My loss'],
  ['-', 'my-loss', 'MyLoss', 'MyLoss', 'My loss'],
  // Names that the code has for something else.
  ['class', 'class-loss', 'ClassLoss', 'ClassLoss', 'Class loss'],
  ['undefined', 'undefined-loss', 'UndefinedLoss', 'UndefinedLoss', 'Undefined loss'],
  ['options', 'options-loss', 'OptionsLoss', 'OptionsLoss', 'Options loss'],
  ['define-loss', 'define-loss-loss', 'DefineLossLoss', 'DefineLossLoss', 'Define loss loss'],
];

test.each(examples)('%s', (packageName, kebab, pascal, className, title) => {
  const camel = pascal.charAt(0).toLowerCase() + pascal.slice(1);
  expect(lossNames(packageName, taken)).toEqual({kebab, camel, pascal, className, title});
});

test('nor that of a class which the code has', () => {
  expect(lossNames('linear', new Set(['LinearHead'])).pascal).toBe('LinearLoss');
});

const kebabOf = (identifier: string): string =>
  identifier.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replace(/^-/, '');

test('no name is one that the code of the template has already', () => {
  expect(taken.size).toBeGreaterThan(50);
  for (const identifier of taken) {
    const {camel, pascal} = lossNames(kebabOf(identifier), taken);
    expect([...taken], identifier).not.toContain(camel);
    expect([...taken], identifier).not.toContain(`${pascal}Head`);
  }
});

test('every name can be that of a function of a module', async () => {
  // ECMAScript's reserved words and the names that strict mode forbids.
  const words = `await break case catch class const continue debugger default delete do else enum eval export extends false
    finally for function if import in instanceof new null return super switch this throw true try typeof var void while with
    yield let static implements interface package private protected public arguments undefined nan infinity`;
  for (const word of words.split(/\s+/)) {
    const {camel} = lossNames(word, new Set());
    await import(/* @vite-ignore */ `data:text/javascript,export function ${camel}() {}`);
  }
});
