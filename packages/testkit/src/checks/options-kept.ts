import {lossHeadOf} from '@isomargin/core';
import {models} from '@tensorflow/tfjs-layers';
import type {Check} from '../check.js';
import {failWith, messageOf} from '../failure.js';
import {network} from '../problems/models.js';
import {otherValuesOf} from '../problems/option-values.js';
import {createHead} from '../problems/tested-head.js';
import type {Setting} from '../subject.js';

const classes = 3;

export const optionsKept: Check = {
  name: 'options-kept',
  title: 'a head that is made from the saved configuration has the same options',
  hint:
    'Usually a `getConfig` that leaves an option out, a class that was not registered (`serialization.registerClass`), or a word with ' +
    'capitals or underscores, which TensorFlow.js rewrites when it saves.',
  async run(contract) {
    const findings: string[] = [];
    const settings: Setting[] = Object.entries(contract.plugin.options).flatMap(([name, option]) =>
      otherValuesOf(option, classes)
        .slice(0, 4)
        .map((value) => ({[name]: value}) as Setting),
    );
    for (const setting of [{}, {classWeights: [1, 2, 3], seed: 4, weightDecay: 0.25}, ...settings]) {
      let head: ReturnType<typeof createHead>;
      try {
        head = createHead(contract, setting, {classes, seed: 2});
      } catch (error) {
        // Values that are allowed one by one need not be so together.
        if (error instanceof Error && error.name === 'OptionError') continue;
        throw error;
      }
      const model = network(head);
      const what = JSON.stringify(setting);
      try {
        const topology = JSON.parse(JSON.stringify(model.toJSON(null, false)));
        const loaded = await models.modelFromJSON(topology);
        const found = lossHeadOf(loaded);
        const [before, after] = [head, found].map(({options}) => JSON.stringify(sorted(options)));
        if (before !== after)
          findings.push(`${what}: the options were ${before}, and are ${after} after loading.`);
        else if (found.constructor !== head.constructor)
          findings.push(`${what}: the head comes back as another class.`);
        loaded.dispose();
      } catch (error) {
        findings.push(`${what}: the saved configuration cannot be loaded: ${messageOf(error)}`);
      }
      model.dispose();
    }
    failWith(findings);
  },
};

function sorted(options: object): object {
  return Object.fromEntries(Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1)));
}
