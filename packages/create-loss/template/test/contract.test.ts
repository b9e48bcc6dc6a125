import {lossContract} from '@isomargin/testkit/vitest';
import {plugins} from '../src/index.js';
import {oracle} from './oracle.js';

lossContract({plugin: plugins[0]!, oracle, variants: [{margin: 0}, {likelihood: 0}]});
