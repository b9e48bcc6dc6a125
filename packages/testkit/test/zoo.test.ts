import {lossContract} from '../src/vitest.js';
import {healthy} from './zoo/healthy.js';

lossContract(healthy);
