import type {Results, Run, Settings} from '../results/types.js';
import {type Comparison, comparisons, outcomeOf} from './comparison.js';
import {count, duration, list, metricDifference, metricTitle, pValue} from './format.js';

export function lossTitle(settings: Settings, name: string): string {
  return settings.losses.find((loss) => loss.name === name)?.title ?? name;
}

/** What was compared and how, in sentences. */
export function howCompared({settings}: Results): string[] {
  const {losses, datasets, seeds, epochs} = settings;
  return [
    settings.description,
    `Compared: ${list(losses.map(({title}) => title))} on ${list(datasets.map(({name}) => name))}, ` +
      `${count(epochs, 'epoch')}, ${count(seeds.length, 'paired seed')}: for a seed, every loss starts from the ` +
      'same backbone and sees the same examples in the same order.',
    'Every loss ran with the default options of its package, apart from those listed in the settings; nothing was ' +
      'tuned. The test set stayed untouched until the end of each run, and was used once.',
    'Differences to the baseline are paired by seed. Whether one is more than chance is said by the paired t-test at 5\u00a0%, ' +
      "with Holm's correction for the losses that are compared on a data set; what it does not tell apart is called a tie.",
    settings.interrupted ? 'It was stopped before all runs were over: the finished ones are shown.' : '',
  ].filter((sentence) => sentence !== '');
}

/** How each loss stands to the baseline in one metric, in sentences; empty where nothing can be said. */
function standings({rows}: Comparison, metric: string, baseline: string): string[] {
  return rows.flatMap(({row, loss}) => {
    const difference = row.pairedToBaseline?.[metric];
    if (!difference) return [];
    const points = `${metricDifference(metric, difference.meanDifference)} points`;
    const outcome = outcomeOf(difference);
    if (outcome === 'unknown' || !difference.interval95 || difference.adjustedP === null)
      return [`${loss.title} ${points} against ${baseline}, from one seed: no interval`];
    const [low, high] = difference.interval95.map((end) => metricDifference(metric, end));
    const interval = `${points}, 95\u00a0% interval ${low} to ${high}, p ${pValue(difference.adjustedP)}`;
    return [
      outcome === 'tie'
        ? `${loss.title} ties with ${baseline} (${interval})`
        : `${loss.title} is ${outcome} ${baseline} (${interval})`,
    ];
  });
}

/** The answer first: for each data set, macro-F1 and rare recall against the baseline. */
export function verdicts(results: Results): {dataset: string; metric: string; sentences: string[]}[] {
  const baseline = lossTitle(results.settings, results.settings.baseline);
  return comparisons(results).flatMap((comparison) =>
    ['macroF1', 'rareRecall']
      .filter((metric) => comparison.metrics.includes(metric))
      .map((metric) => ({
        dataset: comparison.dataset.name,
        metric: metricTitle(metric),
        sentences: standings(comparison, metric, baseline),
      }))
      .filter(({sentences}) => sentences.length > 0),
  );
}

/** Everything that is needed to run it again, as pairs of name and value. */
export function settingsList({suite, settings}: Results): [string, string][] {
  const {versions, host} = settings;
  return [
    ['command', settings.command],
    ['suite', suite],
    ...settings.datasets.map(({name, description}): [string, string] => [`data: ${name}`, description]),
    ['backbone', settings.backbone.join('\n')],
    ['embedding size', String(settings.embeddingSize)],
    ['epochs', String(settings.epochs)],
    ['batch size', String(settings.batchSize)],
    ['optimizer', settings.optimizer],
    ['learning rate', `${settings.learningRate}, ${settings.schedule}`],
    ['seeds', settings.seeds.join(', ')],
    ...settings.losses.map((loss): [string, string] => [
      `loss: ${loss.title}`,
      `${loss.package} ${JSON.stringify(loss.options)}`,
    ]),
    ['baseline', settings.baseline],
    ['backend', `${settings.backend}, ${settings.jobs === 1 ? '1 process' : `${settings.jobs} processes`}`],
    ['versions', `isomargin ${versions.isomargin}, tfjs ${versions.tfjs}, Node.js ${versions.node}`],
    ['machine', `${host.cpu}, ${count(host.cores, 'core')}`],
    ['started', settings.startedAt],
    ['took', duration(settings.seconds)],
  ];
}

/** What stands beside each failed run. */
export function failureOf(results: Results, run: Run): {title: string; error: string; command: string} {
  return {
    title:
      `${lossTitle(results.settings, run.loss)}, ${run.dataset}, seed ${run.seed}` +
      (run.sampler === null ? '' : `, sampler ${run.sampler}`) +
      (Object.keys(run.options).length > 0 ? `, options ${JSON.stringify(run.options)}` : ''),
    error: run.error ?? 'no error text',
    command: run.command ?? results.settings.command,
  };
}

export function failedRuns({runs}: Results): Run[] {
  return runs.filter(({status}) => status === 'failed');
}
