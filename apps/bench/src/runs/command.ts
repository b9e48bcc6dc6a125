import type {PlanRequest} from './plan.js';
import type {RunSpec} from './run-spec.js';

/**
 * The command that repeats one run.
 *
 * @param given what was typed about the data
 */
export function shellCommand(
  {
    suite,
    dataset,
    loss,
    sampler,
    seed,
    fold,
    epochs,
    backend,
  }: Omit<RunSpec, 'id' | 'key' | 'keepsEmbedding' | 'command'>,
  {
    data,
    label,
    header,
    largest,
    backbone,
    suiteFile,
  }: Pick<PlanRequest, 'data' | 'label' | 'header' | 'largest' | 'backbone' | 'suiteFile'>,
): string {
  const isChosenByOption = [dataset.fraction, dataset.noise, dataset.ratio].some(
    (value) => value !== undefined,
  );
  const options: [name: string, value: string | number | undefined][] = [
    ['losses', loss.settings.name],
    ['samplers', sampler?.settings.name],
    ['seed', seed],
    ['folds', fold?.of],
    ['fold', fold?.number],
    ['epochs', epochs],
    ['fractions', dataset.fraction],
    ['noise', dataset.noise],
    ['ratios', dataset.ratio],
    ['largest', largest],
    ['datasets', isChosenByOption ? undefined : dataset.name],
    ['backbone', backbone],
    ['backend', backend === 'wasm' ? undefined : backend],
    ['data', data],
    ['label', label],
  ];
  const words = options.flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, quoted(String(value))],
  );
  if (header !== undefined) words.push(header ? '--header' : '--no-header');
  return ['npm run bench -- run', suiteFile === undefined ? suite : quoted(suiteFile), ...words].join(' ');
}

/** Text that a shell takes as one word. */
export function quoted(text: string): string {
  return /^[\w./:=,@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
