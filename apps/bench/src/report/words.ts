import type {Results, Run, Settings} from '../results/types.js';
import {type Comparison, comparisons, outcomeOf} from './comparison.js';
import {baselineOf, contenderOf, pairTitle} from './contenders.js';
import {count, duration, list, metricDifference, metricTitle, pValue} from './format.js';
import {budgetText, tuningText} from './tuning-words.js';

/** What means are over. */
export function unitsText({folds}: Settings): string {
  return folds === undefined ? 'the seeds' : 'seeds and folds';
}

/** The test that tells differences from chance. */
export function testText({folds}: Settings): string {
  return folds === undefined ? 'paired t-test' : 'corrected resampled t-test';
}

/** `20 epochs`, or those of each data set. */
export function epochsText({epochs, datasets}: Pick<Settings, 'epochs' | 'datasets'>): string {
  if (epochs !== undefined) return count(epochs, 'epoch');
  const own = datasets.map(({name, epochs: of = 0}) => (datasets.length === 1 ? of : `${of} (${name})`));
  return `${own.join(', ')} epochs`;
}

/** What was compared and how, in sentences. */
export function howCompared(results: Results): string[] {
  const {settings} = results;
  const {losses, samplers, datasets, seeds, folds} = settings;
  const chosen = samplers.map((sampler) => sampler?.title ?? 'none');
  const isSampled = samplers.some((sampler) => sampler !== null);
  return [
    settings.description,
    tuningText(results),
    `Compared: ${list(losses.map(({title}) => title))}${isSampled ? `, with the samplers ${list(chosen)},` : ''} on ` +
      `${list(datasets.map(({name}) => name))}, ${epochsText(settings)}, ${count(seeds.length, 'paired seed')}` +
      `${folds === undefined ? '' : ` of ${count(folds, 'fold')} each`}: for a seed${folds === undefined ? '' : ' and fold'}, ` +
      'every loss starts from the same backbone and sees the same examples in the same order.',
    isSampled
      ? 'Samplers had the training examples alone. All trainings have as many steps of batches of the same size: equal are ' +
        'steps, not passes over what a sampler makes of the examples.'
      : '',
    'The test set stayed untouched until the end of each run, and was used once.',
    folds === undefined
      ? 'Differences to the baseline are paired by seed. Whether one is more than chance is said by the paired t-test at 5\u00a0%, ' +
        "with Holm's correction for all that are compared on a data set; what it does not tell apart is called a tie."
      : 'Differences to the baseline are paired by seed and fold. The training sets of folds overlap, so that differences are not ' +
        'independent: whether one is more than chance is said by the corrected resampled t-test (Nadeau and Bengio 2003) at ' +
        "5\u00a0%, with Holm's correction for all that are compared on a data set; what it does not tell apart is called a tie.",
    settings.interrupted ? 'It was stopped before all runs were over: the finished ones are shown.' : '',
  ].filter((sentence) => sentence !== '');
}

/** Ties that are told with their numbers; more are named together. */
const TIES_WITH_NUMBERS = 2;

/** How each contender stands to the baseline in one metric, in sentences; empty where nothing can be said. */
function standings({rows}: Comparison, metric: string, baseline: string): string[] {
  const ties: {title: string; sentence: string}[] = [];
  const sentences = rows.flatMap(({row, contender: {title}}) => {
    const difference = row.pairedToBaseline?.[metric];
    if (!difference) return [];
    const points = `${metricDifference(metric, difference.meanDifference)} points`;
    const outcome = outcomeOf(difference);
    if (outcome === 'unknown' || !difference.interval95 || difference.adjustedP === null)
      return [`${title} ${points} against ${baseline}, from one run: no interval`];
    const [low, high] = difference.interval95.map((end) => metricDifference(metric, end));
    const interval = `${points}, 95\u00a0% interval ${low} to ${high}, p ${pValue(difference.adjustedP)}`;
    if (outcome !== 'tie') return [`${title} is ${outcome} ${baseline} (${interval})`];
    ties.push({title, sentence: `${title} ties with ${baseline} (${interval})`});
    return [];
  });
  return ties.length <= TIES_WITH_NUMBERS
    ? [...sentences, ...ties.map(({sentence}) => sentence)]
    : [...sentences, `${list(ties.map(({title}) => title))} tie with ${baseline}`];
}

/** Metrics that the answer is given by. */
const TELLING = 2;

/** The answer first: for each data set, the two most telling metrics against the baseline. */
export function verdicts(results: Results): {dataset: string; metric: string; sentences: string[]}[] {
  const baseline = baselineOf(results.settings).title;
  return comparisons(results).flatMap((comparison) =>
    comparison.metrics
      .slice(0, TELLING)
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
    ...settings.datasets.map(({name, description, contentHash}): [string, string] => [
      `data: ${name}`,
      contentHash === undefined ? description : `${description}\nSHA-256 of its content: ${contentHash}`,
    ]),
    ['backbone', settings.backbone.join('\n')],
    ['embedding size', String(settings.embeddingSize)],
    ['epochs', epochsText(settings)],
    ['batch size', String(settings.batchSize)],
    ['optimizer', settings.optimizer],
    ['learning rate', `${settings.learningRate}, ${settings.schedule}`],
    ['seeds', settings.seeds.join(', ')],
    ...(settings.folds === undefined ? [] : [['folds', String(settings.folds)] as [string, string]]),
    ...(settings.tuning === undefined ? [] : [['tuning', budgetText(settings.tuning)] as [string, string]]),
    ...settings.losses.map((loss): [string, string] => [
      `loss: ${loss.title}`,
      `${loss.package} ${JSON.stringify(loss.options)}${loss.code === undefined ? '' : `\nSHA-256 of its code: ${loss.code}`}`,
    ]),
    ...settings.samplers.map((sampler): [string, string] =>
      sampler === null ? ['sampler', 'none'] : [`sampler: ${sampler.title}`, JSON.stringify(sampler.options)],
    ),
    ['baseline', baselineOf(settings).title],
    ['backend', `${settings.backend}, ${settings.jobs === 1 ? '1 process' : `${settings.jobs} processes`}`],
    ['versions', `isomargin ${versions.isomargin}, tfjs ${versions.tfjs}, Node.js ${versions.node}`],
    ...(settings.code === undefined
      ? []
      : [['code', `SHA-256 of the benchmark's own: ${settings.code}`] as [string, string]]),
    ['machine', `${host.cpu}, ${count(host.cores, 'core')}`],
    ['started', settings.startedAt],
    ['took', duration(settings.seconds)],
  ];
}

/** What stands beside each failed run. */
export function failureOf(results: Results, run: Run): {title: string; error: string; command: string} {
  return {
    title:
      `${contenderOf(results.settings, run).title}, ${run.dataset}, ${pairTitle(run.seed, run.fold)}` +
      (Object.keys(run.options).length > 0 ? `, options ${JSON.stringify(run.options)}` : ''),
    error: run.error ?? 'no error text',
    command: run.command ?? results.settings.command,
  };
}

export function failedRuns({runs}: Results): Run[] {
  return runs.filter(({status}) => status === 'failed');
}
