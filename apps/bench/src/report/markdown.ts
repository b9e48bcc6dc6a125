import type {DatasetSettings, PairedDifference, Results, Run} from '../results/types.js';
import {type Comparison, comparisons, outcomeOf} from './comparison.js';
import {baselineOf, contenderName, contenderOf} from './contenders.js';
import {classRecall, duration, metricDifference, metricSpread, metricTitle} from './format.js';
import {standings} from './over-datasets.js';
import {publishedTable} from './published.js';
import {caveats, standingCells, standingColumns, standingNote, standingText} from './standing-words.js';
import {chosenRows, optionsText, scoreText, searchTitle, spaceText} from './tuning-words.js';
import {isUntrained, UNTRAINED_NOTE} from './untrained.js';
import {verdictList} from './verdict-list.js';
import {failedRuns, failureOf, howCompared, settingsList, testText, unitsText} from './words.js';

/** Text that Markdown shows as it is, in a table cell too. */
function escapeText(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~]/g, '\\$&').replace(/\s*\n\s*/g, '; ');
}

/** Text in a code span, whatever it holds. */
function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const padding = longest > 0 ? ' ' : '';
  return `${fence}${padding}${text.replace(/\s*\n\s*/g, ' ')}${padding}${fence}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)].join(
    '\n',
  );
}

function scores({rows, metrics, best}: Comparison): string {
  return table(
    ['in %', ...metrics.map(metricTitle), 'runs'],
    rows.map(({row, contender}) => [
      escapeText(contender.title),
      ...metrics.map((metric) => {
        const value = row.metrics[metric];
        if (!value) return '–';
        const text = metricSpread(metric, value);
        return best.get(metric) === contender.name ? `**${text}**` : text;
      }),
      row.failed === 0 ? String(row.runs) : `${row.runs - row.failed} of ${row.runs}`,
    ]),
  );
}

function difference(metric: string, value: PairedDifference | undefined): string {
  if (!value) return '–';
  const change = metricDifference(metric, value.meanDifference);
  if (!value.interval95) return change;
  const [low, high] = value.interval95.map((end) => metricDifference(metric, end));
  return `${change} (${low} to ${high})${outcomeOf(value) === 'tie' ? ', tie' : ''}`;
}

function differences({rows, metrics}: Comparison): string {
  return table(
    ['points', ...metrics.map(metricTitle)],
    rows
      .filter(({row}) => row.pairedToBaseline)
      .map(({row, contender}) => [
        escapeText(contender.title),
        ...metrics.map((metric) => difference(metric, row.pairedToBaseline?.[metric])),
      ]),
  );
}

function classRecalls(dataset: DatasetSettings, all: Comparison['rows'], runs: readonly Run[]): string {
  const rows = all.filter(({row}) => !isUntrained(row));
  const finished = runs.filter((run) => run.dataset === dataset.name && run.status === 'ok');
  return table(
    ['recall in %', 'training examples', ...rows.map(({contender}) => escapeText(contender.title))],
    dataset.classNames.map((name, label) => [
      `${escapeText(name)}${dataset.rareLabels.includes(label) ? ' (rare)' : ''}`,
      String(dataset.trainCounts[label] ?? '–'),
      ...rows.map(({contender}) =>
        classRecall(
          finished
            .filter((run) => contenderName(run) === contender.name)
            .flatMap(({perClass}) => perClass.filter((one) => one.label === label).map(({recall}) => recall)),
        ),
      ),
    ]),
  );
}

/** Ranks, wins and losses over all data sets; empty where there is nothing to rank. */
function overDatasets(results: Results): string[] {
  const all = standings(results);
  if (all.length === 0) return [];
  return [
    '## All data sets',
    escapeText(standingNote(all, baselineOf(results.settings).title, testText(results.settings))),
    ...all.flatMap((standing) => [
      table(
        [metricTitle(standing.metric), ...standingColumns(standing)],
        standingCells(standing).map(({title, cells}) => [escapeText(title), ...cells]),
      ),
      escapeText(standingText(standing).join(' ')),
    ]),
    escapeText(caveats(all).join(' ')),
  ];
}

/** What was tried and chosen; empty where nothing was tuned. */
function tuningParts(results: Results): string[] {
  const {settings, tuned = []} = results;
  const {tuning} = settings;
  if (tuning === undefined || tuned.length === 0) return [];
  const {metric, folds} = tuning;
  const spaces = new Map(tuned.map((one) => [one.loss, one]));
  return [
    '## Tuning',
    `Mean ${metricTitle(metric)} in % ± standard deviation over ${folds} validation folds of the training examples.`,
    ...settings.datasets.flatMap(({name}) => {
      const rows = chosenRows(results, name);
      if (rows.length === 0) return [];
      return [
        `### ${escapeText(name)}`,
        table(
          ['', 'chosen', 'its score', 'defaults', 'failed trials'],
          rows.map(({title, options, bound, score, defaults, failed}) => [
            escapeText(title),
            escapeText(bound === '' ? options : `${options}; ${bound}`),
            score,
            defaults,
            failed,
          ]),
        ),
        table(
          ['all trials', 'trial', 'options', metricTitle(metric), 'time'],
          tuned
            .filter(({dataset}) => dataset === name)
            .flatMap((one) =>
              one.trials.map((trial) => [
                escapeText(searchTitle(settings, one)),
                `${trial.number}${trial.number === one.chosen ? ' (chosen)' : ''}`,
                escapeText(optionsText(trial)),
                escapeText([scoreText(metric, trial), ...(trial.errors ?? [])].join(': ')),
                duration(trial.seconds),
              ]),
            ),
        ),
      ];
    }),
    [...spaces.values()]
      .map((one) => {
        const {loss} = contenderOf(settings, one);
        return `- search space of ${escapeText(loss.title)}: ${escapeText(spaceText(one.space, loss))}`;
      })
      .join('\n'),
  ];
}

/** A published table beside the own numbers; empty where there is none. */
function published(results: Results): string[] {
  const found = publishedTable(results);
  if (found === undefined) return [];
  return [
    '## Beside the published table',
    table(
      ['macro-F1 in %', ...found.losses.flatMap((title) => [`${escapeText(title)}, published`, 'own'])],
      found.rows.map(({dataset, cells}) => [
        escapeText(dataset),
        ...cells.flatMap(({published: theirs, own}) => [theirs, own]),
      ]),
    ),
    escapeText(found.notes.join(' ')),
  ];
}

/** The report as Markdown: what the HTML report says, without its charts. */
export function toMarkdown(results: Results): string {
  const {settings, runs} = results;
  const baseline = escapeText(baselineOf(settings).title);
  const parts: string[] = [`# ${escapeText(results.suite)}`, ...howCompared(results).map(escapeText)];
  const answers = verdictList(results);
  if (answers.length > 0)
    parts.push(answers.map(({title, text}) => `- ${escapeText(`${title}: ${text}.`)}`).join('\n'));
  parts.push(...published(results));
  parts.push(...overDatasets(results));
  for (const comparison of comparisons(results)) {
    const {dataset, rows} = comparison;
    parts.push(`## ${escapeText(dataset.name)}`, escapeText(dataset.description), scores(comparison));
    parts.push(
      `Mean ± standard deviation over ${unitsText(settings)}. Bold is the best, where it is told apart from ${baseline}.${rows.some(({row}) => isUntrained(row)) ? ` ${UNTRAINED_NOTE}` : ''}`,
    );
    if (rows.some(({row}) => row.pairedToBaseline))
      parts.push(
        `Paired difference to ${baseline}, with the 95 % interval of this comparison alone:`,
        differences(comparison),
      );
    if (runs.some((run) => run.dataset === dataset.name && run.perClass.length > 0))
      parts.push(classRecalls(dataset, rows, runs));
  }
  parts.push(...tuningParts(results));
  const failed = failedRuns(results);
  if (failed.length > 0) {
    parts.push('## Failed runs');
    parts.push(
      failed
        .map((run) => {
          const {title, error, command} = failureOf(results, run);
          return `- ${escapeText(title)}: ${escapeText(error)}; again: ${code(command)}`;
        })
        .join('\n'),
    );
  }
  parts.push('## Settings');
  parts.push(
    settingsList(results)
      .map(
        ([name, value]) => `- ${escapeText(name)}: ${name === 'command' ? code(value) : escapeText(value)}`,
      )
      .join('\n'),
  );
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}
