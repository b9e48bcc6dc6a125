import type {Check} from '../check.js';
import {Contract} from '../contract.js';
import {fail} from '../failure.js';
import {forAll} from '../problems/property.js';
import {TestedHead} from '../problems/tested-head.js';

export const reducesTo: Check = {
  name: 'reduces-to',
  title: 'with some options the loss is another one, as it was said',
  hint: 'See `reducesTo` of the call: the other loss, and the options with which this one is the same.',
  skip: ({subject}) => (subject.reducesTo === undefined ? 'no other loss is named (reducesTo)' : undefined),
  run(contract) {
    const {subject, backend} = contract;
    for (const {name, options, to} of subject.reducesTo ?? []) {
      const special = new Contract(
        {
          ...subject,
          plugin: {
            ...subject.plugin,
            create: (given, context) => subject.plugin.create({...options, ...given}, context),
          },
          variants: [],
        },
        backend,
      );
      forAll(special, ({tested, batch, differenceOf}) => {
        let expected: ArrayLike<number>;
        if (typeof to === 'function') {
          const problem = tested.problem(batch, false);
          expected = to(problem, problem).losses;
        } else {
          const parent = new TestedHead(new Contract({plugin: to}, backend), {}, tested.size);
          const names = [...parent.variables.keys()];
          const weights = tested.read();
          const missing = names.find((weight) => weights[weight] === undefined);
          if (missing !== undefined)
            fail(`${name} has a weight '${missing}', and this loss has none of that name.`);
          parent.write(Object.fromEntries(names.map((weight) => [weight, weights[weight]!])));
          expected = parent.losses(batch);
          parent.dispose();
        }
        const difference = differenceOf(tested.losses(batch), expected);
        return (
          difference &&
          `with ${JSON.stringify(options)} it should be ${name}, but the loss of example ${difference.at} ${difference.text}.`
        );
      });
    }
  },
};
