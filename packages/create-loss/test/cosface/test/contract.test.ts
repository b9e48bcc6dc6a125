import {lossContract} from '@isomargin/testkit/vitest';
import {plugins} from '../src/index.js';
import {oracle} from './oracle.js';

lossContract({plugin: plugins[0]!, oracle, variants: [{scale: 4, margin: 1}]});
