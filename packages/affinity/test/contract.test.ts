import {lossContract} from '@isomargin/testkit/vitest';
import {plugins} from '../src/index.js';
import {embeddingPrototypes, oracle} from './oracle.js';

lossContract({
  plugin: plugins[0]!,
  oracle,
  variants: [
    {preset: 'paper'},
    {margin: 'auto', classCounts: 'none'},
    {prototypesPerClass: 3, sigma: 'trainable', margin: 0.3},
    {prototypesPerClass: 2, diversityPairs: 'between-classes'},
    {start: 'normal', diversityScale: 'absolute', diversityWeight: 0.5},
  ],
  classVectors: (problem) => embeddingPrototypes(problem, problem).slice(0, problem.classes),
});
