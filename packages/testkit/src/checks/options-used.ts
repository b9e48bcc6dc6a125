import type {Check} from '../check.js';
import type {Contract} from '../contract.js';
import {failWith} from '../failure.js';
import {differenceOf} from '../problems/compare.js';
import {genericBatch} from '../problems/evaluate.js';
import {otherValuesOf} from '../problems/option-values.js';
import {TestedHead} from '../problems/tested-head.js';
import type {Setting} from '../subject.js';

const size = {classes: 3, dimension: 4};

export const optionsUsed: Check = {
  name: 'options-used',
  title: 'every option changes something: the start, the loss, its gradient or the way of the training',
  hint:
    'Usually an option that is declared and then not read. Where it counts only together with another option, give the kit a setting in ' +
    'which it does: `variants`.',
  run(contract) {
    const usual = contract.settings.map((setting) => ({setting, print: fingerprint(contract, setting)}));
    const findings = Object.entries(contract.plugin.options).flatMap(([name, option]) => {
      const values = otherValuesOf(option, size.classes);
      if (values.length === 0)
        return [`${name}: the kit finds no other value than the default that is allowed.`];
      const isUsed = usual.some(({setting, print}) =>
        values.some((value) => {
          if ((setting as Readonly<Record<string, unknown>>)[name] === value) return false;
          const changed = fingerprint(contract, {...setting, [name]: value});
          return (
            changed === undefined || print === undefined || differenceOf(changed, print, 1e-6) !== undefined
          );
        }),
      );
      const tried = values.slice(0, 5).map((value) => JSON.stringify(value));
      return isUsed
        ? []
        : [
            `${name} changes nothing: ${tried.join(', ')} and the default give the same weights, losses, gradients and training.`,
          ];
    });
    failWith(findings);
  },
};

/** All that can be seen of a head in numbers; nothing where the setting is refused. */
function fingerprint(contract: Contract, setting: Setting): number[] | undefined {
  let tested: TestedHead;
  try {
    tested = new TestedHead(contract, setting, size);
  } catch (error) {
    if (error instanceof Error && error.name === 'OptionError') return undefined;
    throw error;
  }
  const batch = genericBatch(size);
  const weights = (): number[] => Object.values(tested.read()).flatMap(({values}) => [...values]);
  const found = [weights(), [...tested.losses(batch)], [tested.regularizer()]];
  const {losses, embeddings, weights: ofWeights} = tested.lossAndGradients(batch, true);
  found.push(
    [...losses],
    [...(embeddings ?? [])],
    Object.values(ofWeights).flatMap((values) => [...values]),
  );
  for (let step = 0; step < 3; step++) tested.trainStep(unequalBatch(10 + step), 0.02);
  found.push(weights(), [...tested.scores(batch)], [...tested.losses(batch)]);
  tested.dispose();
  return found.flat();
}

/** A batch that has less of the first class, for options that act by how frequent classes are. */
function unequalBatch(seed: number): {embeddings: Float64Array; labels: number[]} {
  const {embeddings, labels} = genericBatch(size, seed);
  const rows = [...labels.keys()].filter((i) => labels[i] !== 0 || i === labels.indexOf(0));
  const row = (i: number): number[] => [...embeddings.subarray(i * size.dimension, (i + 1) * size.dimension)];
  return {embeddings: Float64Array.from(rows.flatMap(row)), labels: rows.map((i) => labels[i]!)};
}
