import {readFileSync} from 'node:fs';

/** A case as tools/reference/<package>/make_fixtures.py writes it: its numbers by name, some of them in `inputs`. */
interface Written {
  readonly name: string;
  readonly classes: number;
  readonly dimension: number;
  readonly labels: number[];
  readonly losses: number[];
  readonly gradients: Readonly<Record<string, number[]>>;
  readonly inputs?: Readonly<Record<string, number[]>>;
  readonly [name: string]: unknown;
}

/** A case as the test kit takes it: its `LossFixture`. */
interface Fixture<O> {
  readonly name: string;
  readonly reference: string;
  readonly options: O;
  readonly classes: number;
  readonly dimension: number;
  readonly labels: number[];
  readonly embeddings: number[];
  readonly weights: Readonly<Record<string, number[]>>;
  readonly losses: number[];
  readonly gradients: {readonly embeddings: number[]; readonly weights: Readonly<Record<string, number[]>>};
}

/**
 * The fixtures of a package as the test kit takes them.
 *
 * @param weights names of the head's weights, each with the name that the file has for it
 * @param options the head's options from what the file says of a case
 */
export function readFixtures<C, O>(
  file: URL,
  weights: Readonly<Record<string, string>>,
  options: (given: C) => O,
): Fixture<O>[] {
  const {versions, cases}: {versions: Record<string, string>; cases: Written[]} = JSON.parse(
    readFileSync(file, 'utf8'),
  );
  const library = 'pytorch-metric-learning' in versions ? 'pytorch-metric-learning' : 'torch';
  return cases.map((c) => {
    const numbers = (name: string): number[] | undefined =>
      c.inputs?.[name] ?? (c[name] as number[] | undefined);
    const there = Object.entries(weights).filter(([, name]) => numbers(name) !== undefined);
    return {
      name: c.name,
      reference: `${library} ${versions[library]}`,
      options: options(c as C),
      classes: c.classes,
      dimension: c.dimension,
      labels: c.labels,
      embeddings: numbers('embeddings')!,
      weights: Object.fromEntries(there.map(([weight, name]) => [weight, numbers(name)!])),
      losses: c.losses,
      gradients: {
        embeddings: c.gradients.embeddings!,
        weights: Object.fromEntries(
          there.flatMap(([weight, name]) =>
            c.gradients[name] === undefined ? [] : [[weight, c.gradients[name]!]],
          ),
        ),
      },
    };
  });
}
