import {resolve} from 'node:path';
import {type ArgsDef, type CommandDef, defineCommand} from 'citty';
import {UsageError} from '../errors.js';
import {OutputFolder} from '../output/output-folder.js';
import {writeReport} from '../output/write-report.js';
import {toTerminalTable} from '../report/terminal-table.js';
import {mergeResults, type Source} from '../results/merge-results.js';
import {RESULTS, readResults} from '../results/read-results.js';
import {readTexts} from './arguments.js';
import type {Io} from './io.js';

const args: ArgsDef = {
  dir: {
    type: 'positional',
    required: true,
    description: 'Folder of a comparison; several are merged',
  },
  out: {
    type: 'string',
    valueHint: 'DIR',
    description: 'Folder for the report; where left out, the one folder that is given',
  },
  force: {type: 'boolean', description: 'Also take an --out that has other files'},
};

export const reportCommand: CommandDef = defineCommand({
  meta: {name: 'report', description: 'Makes the report of finished comparisons again, and merges several'},
  args,
  run: ({args: given, data}) => {
    const {cwd, stdout} = data as Io;
    const names = given._ as readonly string[];
    const {out} = readTexts(args, {...given, _: []});
    const folders = [...new Set(names.map((name) => resolve(cwd, name)))];
    if (out === undefined && folders.length > 1) {
      throw new UsageError('--out: the merged results of several folders need a folder of their own.');
    }
    const target = out === undefined ? folders[0]! : resolve(cwd, out);
    const inPlace = folders.includes(target);
    if (inPlace && folders.length > 1) {
      throw new UsageError(`--out: ${target} is one of the folders that are merged; choose another.`);
    }
    const results = mergeResults(folders.map((name): Source => ({name, results: readResults(name)})));
    // The journal of a comparison is its own: only its report is made again.
    const folder = inPlace
      ? OutputFolder.open(target, false, RESULTS)
      : OutputFolder.open(target, given.force === true);
    try {
      if (!inPlace) {
        const known = new Set(folder.earlierRuns.map(({key}) => key));
        for (const run of results.runs) if (!known.has(run.key)) folder.journal(run);
      }
      stdout.write(`${toTerminalTable(results)}\n\n${writeReport(results, folder).join('\n')}\n`);
    } finally {
      folder.close();
    }
    return results.runs.some(({status}) => status === 'failed') ? 1 : 0;
  },
});
