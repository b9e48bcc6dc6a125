import {mergeConfig} from 'vitest/config';
import workspace from '../../../vitest.config.js';

const {alias} = workspace.resolve!;

export default mergeConfig(
  {resolve: {alias}},
  {
    root: import.meta.dirname,
    test: {
      include: ['test/*.test.ts'],
      testTimeout: 120_000,
      hookTimeout: 120_000,
      // One after the other: what is measured is measured alone.
      fileParallelism: false,
    },
  },
);
