export type {NetworkTask, TrainNetwork} from '../combined/train-networks.js';
export {type PerceptronOptions, perceptron} from './perceptron.js';
