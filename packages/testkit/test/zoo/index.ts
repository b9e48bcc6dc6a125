import batchStatistic from './batch-statistic.js';
import cutGradient from './cut-gradient.js';
import diagonal from './diagonal.js';
import disposeLeak from './dispose-leak.js';
import expandedDistance from './expanded-distance.js';
import forgetfulConfig from './forgetful-config.js';
import frozenWeight from './frozen-weight.js';
import globalState from './global-state.js';
import type {Animal} from './healthy.js';
import hiddenNan from './hidden-nan.js';
import ignoredClassWeights from './ignored-class-weights.js';
import ignoredOption from './ignored-option.js';
import ignoresWhatFollows from './ignores-what-follows.js';
import jump from './jump.js';
import lostInput from './lost-input.js';
import meanInside from './mean-inside.js';
import movesFrozen from './moves-frozen.js';
import movesInEvaluation from './moves-in-evaluation.js';
import mutatesInput from './mutates-input.js';
import nanAtZero from './nan-at-zero.js';
import neverZero from './never-zero.js';
import scalarOutput from './scalar-output.js';
import silentLabels from './silent-labels.js';
import specialClass from './special-class.js';
import tensorLeak from './tensor-leak.js';
import uncheckedOption from './unchecked-option.js';
import undecayed from './undecayed.js';
import unregistered from './unregistered.js';
import unsavedState from './unsaved-state.js';
import unseeded from './unseeded.js';
import unseededContext from './unseeded-context.js';
import wrongFactor from './wrong-factor.js';
import wrongSign from './wrong-sign.js';

/** Every broken head, by name. */
export const zoo: Readonly<Record<string, Animal>> = {
  batchStatistic,
  cutGradient,
  diagonal,
  disposeLeak,
  expandedDistance,
  forgetfulConfig,
  frozenWeight,
  globalState,
  hiddenNan,
  ignoredClassWeights,
  ignoredOption,
  ignoresWhatFollows,
  jump,
  lostInput,
  meanInside,
  movesFrozen,
  movesInEvaluation,
  mutatesInput,
  nanAtZero,
  neverZero,
  scalarOutput,
  silentLabels,
  specialClass,
  tensorLeak,
  uncheckedOption,
  undecayed,
  unregistered,
  unsavedState,
  unseeded,
  unseededContext,
  wrongFactor,
  wrongSign,
};
