import {readFileSync} from 'node:fs';
import type {Versions} from './template.js';

/**
 * The versions that a new package starts with: those that this package's release was tested with. They are its
 * devDependencies, in which a release replaces what stands for the workspace's own.
 */
export function releasedVersions(): Versions {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as {readonly devDependencies: Versions}).devDependencies;
}
