import {type ArgsDef, type CommandDef, defineCommand} from 'citty';
import {suiteText} from '../suites/definitions.js';
import {readTexts} from './arguments.js';
import type {Io} from './io.js';

const args: ArgsDef = {
  name: {type: 'positional', required: true, description: "A built-in suite's name (see list)"},
};

export const suiteCommand: CommandDef = defineCommand({
  meta: {name: 'suite', description: 'Prints a built-in suite as a file, to be copied and changed'},
  args,
  run: ({args: given, data}) => {
    (data as Io).stdout.write(suiteText(readTexts(args, given).name!));
    return 0;
  },
});
