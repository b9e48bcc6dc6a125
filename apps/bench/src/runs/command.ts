import type {RunSpec} from './run-spec.js';

/**
 * The command that repeats one run.
 *
 * @param data the folder as it was given
 */
export function shellCommand(
  {suite, dataset, loss, seed, epochs, backend}: Omit<RunSpec, 'id' | 'key' | 'keepsEmbedding' | 'command'>,
  data: string | undefined,
): string {
  const options: [name: string, value: string | number | undefined][] = [
    ['losses', loss.settings.name],
    ['seed', seed],
    ['epochs', epochs],
    ['fractions', dataset.fraction],
    ['datasets', dataset.fraction === undefined ? dataset.name : undefined],
    ['backend', backend === 'wasm' ? undefined : backend],
    ['data', data],
  ];
  const words = options.flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, quoted(String(value))],
  );
  return ['npm run bench -- run', suite, ...words].join(' ');
}

/** Text that a shell takes as one word. */
export function quoted(text: string): string {
  return /^[\w./:=,@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
