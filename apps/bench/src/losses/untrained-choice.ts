import {manifest} from '../manifest.js';
import {UNTRAINED, UNTRAINED_TITLE} from '../report/untrained.js';
import type {LossChoice} from './loss-choice.js';

/** Stands where a run has its loss, for the backbone that is not trained. */
export const untrainedChoice: LossChoice = {
  settings: {name: UNTRAINED, title: UNTRAINED_TITLE, package: manifest.name, options: {}},
  module: '',
  plugin: UNTRAINED,
  space: [],
};
