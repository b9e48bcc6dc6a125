import {expect, test} from 'vitest';
import {checkPackageName} from '../src/package-name.js';

test.each(['my-loss', 'a', '3d-loss', '@me/my.loss_2', 'a'.repeat(214)])('takes %s', (name) => {
  expect(() => checkPackageName(name)).not.toThrow();
});

const refused: [name: string, reason: string, nearest: string | undefined][] = [
  ['My Loss', 'name can no longer contain capital letters', 'my-loss'],
  ['my loss', 'name can only contain URL-friendly characters', 'my-loss'],
  ['.hidden', 'name cannot start with a period', 'hidden'],
  ['_private', 'name cannot start with an underscore', 'private'],
  ['@Me/My Loss', 'name can no longer contain capital letters', '@me/my-loss'],
  ['@me', 'name can only contain URL-friendly characters', 'me'],
  ['größe', 'name can only contain URL-friendly characters', 'gro-e'],
  ['épsilon', 'name can only contain URL-friendly characters', 'epsilon'],
  ['fs', 'fs is a core module name', 'fs-loss'],
  ['node_modules', 'node_modules is not a valid package name', 'node_modules-loss'],
  ['loss!', 'name can no longer contain special characters', 'loss'],
  ['a'.repeat(215), 'name can no longer contain more than 214 characters', 'a'.repeat(100)],
  ['../elsewhere', 'name cannot start with a period', 'elsewhere'],
  ['損失', 'name can only contain URL-friendly characters', undefined],
  ['', 'name length must be greater than zero', undefined],
];

test.each(refused)('refuses %j', (name, reason, nearest) => {
  const message = messageOf(() => checkPackageName(name));
  expect(message).toContain(`npm does not take '${name}' as the name of a package: `);
  expect(message).toContain(reason);
  if (nearest === undefined) expect(message).not.toContain('Try');
  else expect(message).toContain(`Try '${nearest}'.`);
});

// What is proposed must not be refused in turn.
test.each(refused.flatMap(([, , nearest]) => nearest ?? []))('takes what it proposes: %s', (name) => {
  expect(() => checkPackageName(name)).not.toThrow();
});

function messageOf(action: () => void): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}
