/** The names that a loss has in its package. */
export interface LossNames {
  /** As it is typed on a command line and in file names: 'my-loss'. */
  readonly kebab: string;
  /** The function that makes the head: 'myLoss'. */
  readonly camel: string;
  /** How the class's name begins: 'MyLoss'. */
  readonly pascal: string;
  /** How its name in saved models begins, where the classes of all packages meet: 'MeMyLoss'. */
  readonly className: string;
  /** For people: 'My loss'. */
  readonly title: string;
}

// The reserved words and names that no function of a module can have.
const RESERVED = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends ' +
    'false finally for function if implements import in infinity instanceof interface let nan new null package ' +
    'private protected public return static super switch this throw true try typeof undefined var void while with yield'
  ).split(' '),
);

/**
 * Names for a loss from the name of its package, such that the code they are put into is valid.
 *
 * @param packageName one that npm takes
 * @param taken identifiers that the code has for something else
 */
export function lossNames(packageName: string, taken: ReadonlySet<string>): LossNames {
  const [own = '', scope = ''] = packageName.replace(/^@/, '').split('/').reverse();
  const words = readableWords(wordsOf(own), wordsOf(scope));
  const isFree = (): boolean =>
    !RESERVED.has(camelOf(words)) && !taken.has(camelOf(words)) && !taken.has(`${pascalOf(words)}Head`);
  while (!isFree()) words.push('loss');
  return {
    kebab: words.join('-'),
    camel: camelOf(words),
    pascal: pascalOf(words),
    className: pascalOf([...wordsOf(scope), ...words]),
    title: capitalised(words.join(' ')),
  };
}

/** A name that says too little has the scope before it; one that begins with a digit, 'loss'. */
function readableWords(own: readonly string[], scope: readonly string[]): string[] {
  let words = own.filter((word) => word !== 'tfjs');
  if (words.length === 0 || words.join() === 'loss') words = [...(scope.length > 0 ? scope : ['my']), 'loss'];
  if (/^\d/.test(words[0]!)) words = ['loss', ...words.filter((word) => word !== 'loss')];
  return words;
}

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const pascalOf = (words: readonly string[]): string => words.map(capitalised).join('');
const camelOf = ([first = '', ...others]: readonly string[]): string => first + pascalOf(others);
