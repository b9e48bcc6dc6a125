import validate from 'validate-npm-package-name';
import {UserError} from './errors.js';

/**
 * Refuses a name that npm would refuse at the end of the work, when it is published.
 *
 * @throws UserError with npm's reasons, and the nearest name that npm takes
 */
export function checkPackageName(name: string): void {
  const reasons = reasonsAgainst(name);
  if (reasons.length === 0) return;
  const nearest = nearestAllowed(name);
  const hint = nearest === undefined ? '' : ` Try '${nearest}'.`;
  throw new UserError(`npm does not take '${name}' as the name of a package: ${reasons.join('; ')}.${hint}`);
}

function reasonsAgainst(name: string): readonly string[] {
  const {validForNewPackages, errors = [], warnings = []} = validate(name);
  return validForNewPackages ? [] : [...errors, ...warnings];
}

/** The name in npm's alphabet; nothing where too little is left of it. */
function nearestAllowed(name: string): string | undefined {
  const parts = name
    .toLowerCase()
    .split('/')
    .map((part) => {
      const plain = part.normalize('NFKD').replaceAll(/\p{M}/gu, '');
      return plain.replaceAll(/[^a-z0-9._-]+/g, '-').replaceAll(/^[-._]+|[-._]+$/g, '');
    })
    .filter((part) => part !== '');
  const last = parts.at(-1)?.slice(0, 100);
  if (last === undefined) return undefined;
  const scope = name.startsWith('@') && parts.length > 1 ? `@${parts[0]}/` : '';
  // What only its own sake forbids (a module of Node, 'node_modules') is allowed with a word more.
  return [`${scope}${last}`, `${scope}${last}-loss`].find(
    (candidate) => reasonsAgainst(candidate).length === 0,
  );
}
