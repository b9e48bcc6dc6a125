import {parseArgs} from 'node:util';
import {messageOf, UsageError} from './errors.js';

/** What was typed. */
export interface Arguments {
  /** The word that is no option: the package's name, or its folder where `--name` is given. */
  readonly word: string | undefined;
  readonly name: string | undefined;
  readonly dir: string | undefined;
  readonly title: string | undefined;
  readonly author: string | undefined;
  readonly install: boolean;
  readonly help: boolean;
}

export const help = `Starts an npm package with a loss function for TensorFlow.js.

  npm create @isomargin/loss my-loss
  npm create @isomargin/loss my-loss -- --name @me/my-loss --title "My loss"

Options, after a -- of their own:
  --name NAME      name of the package, where it differs from that of its folder
  --dir DIR        folder to make; without it, the name without its @scope/
  --title TEXT     the loss's name for people; without it, from the package's name
  --author TEXT    whom LICENSE and package.json name; without it, user.name of git
  --no-install     writes the files and does not run npm install
  --help           shows this

The folder must not exist or be empty. Nothing else is written.
`;

/** @throws UsageError for an unknown option, one without its value, and too many words */
export function readArguments(args: readonly string[]): Arguments {
  const {values, positionals} = parse(args);
  if (positionals.length > 1) {
    throw new UsageError(`Unexpected argument '${positionals[1]}': only one package is made at a time.`);
  }
  for (const [option, value] of Object.entries(values)) {
    if (typeof value === 'string' && value.trim() === '') throw new UsageError(`--${option} needs a value.`);
  }
  return {
    word: positionals[0],
    name: values.name,
    dir: values.dir,
    title: values.title?.trim(),
    author: values.author?.trim(),
    install: values.install !== false,
    help: values.help === true,
  };
}

function parse(args: readonly string[]) {
  const text = {type: 'string'} as const;
  const flag = {type: 'boolean'} as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        name: text,
        dir: text,
        title: text,
        author: text,
        install: flag,
        help: {...flag, short: 'h'},
      },
      allowPositionals: true,
      allowNegative: true,
    });
  } catch (error) {
    const [what] = messageOf(error).split(/\.\s/);
    throw new UsageError(`${what!.replace(/\.$/, '')}. --help shows the options.`, {cause: error});
  }
}
