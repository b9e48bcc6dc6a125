import type {Check} from '../check.js';
import {failWith} from '../failure.js';
import {genericBatch, settledHead} from '../problems/evaluate.js';

const size = {classes: 4, dimension: 5};

export const searchRange: Check = {
  name: 'search-range',
  title: 'both ends of every search range are allowed and give a finite loss',
  hint: 'A tuner tries the whole range that an option declares, ends included.',
  skip: ({plugin}) =>
    Object.values(plugin.options).every(({search}) => search === undefined)
      ? 'no option has a search range'
      : undefined,
  run(contract) {
    const findings = Object.entries(contract.plugin.options).flatMap(([name, {accepts, search}]) => {
      if (search === undefined) return [];
      const {low, high, scale} = search;
      if (!(low < high)) return [`${name}: the search range must go up, but goes from ${low} to ${high}.`];
      if (scale === 'log' && !(low > 0))
        return [`${name}: a range that is searched by ratios must be above 0, but begins at ${low}.`];
      return [low, high].flatMap((end) => {
        if (!accepts(end)) return [`${name}: ${end} is in the search range and not allowed.`];
        const tested = settledHead(contract, {[name]: end}, size);
        const {losses, embeddings} = tested.lossAndGradients(genericBatch(size, 3), true);
        tested.dispose();
        const areFinite = [...losses, ...(embeddings ?? [])].every(Number.isFinite);
        return areFinite
          ? []
          : [`${name}: at ${end}, an end of the search range, loss or gradient are not finite.`];
      });
    });
    failWith(findings);
  },
};
