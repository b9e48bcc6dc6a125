import type {LossPlugin} from '@isomargin/core';
import {fail} from './failure.js';
import type {LossUnderTest, Setting} from './subject.js';

/** A loss on one backend, with what several checks compute from it. */
export class Contract {
  private readonly results = new Map<string, unknown>();

  constructor(
    readonly subject: LossUnderTest,
    readonly backend: string,
    /** The same loss on the backend that this one is compared with. */
    readonly reference?: Contract,
  ) {}

  get plugin(): LossPlugin {
    return this.subject.plugin;
  }

  /** The settings that values are checked with: the defaults, and the loss's variants. */
  get settings(): readonly Setting[] {
    return [{}, ...(this.subject.variants ?? [])];
  }

  /** What `compute` returns, computed once for all backends. */
  shared<T>(key: string, compute: () => T): T {
    return (this.reference ?? this).once(key, compute);
  }

  /** What was computed once, if it was. */
  known<T>(key: string): T | undefined {
    return this.results.get(key) as T | undefined;
  }

  /** What `compute` returns, computed once. */
  once<T>(key: string, compute: () => T): T {
    if (!this.results.has(key)) this.results.set(key, compute());
    return this.results.get(key) as T;
  }
}

/** Why a check that needs the oracle does not apply. */
export function withoutOracle({subject}: Contract): string | undefined {
  return subject.oracle === undefined ? 'no oracle is given' : undefined;
}

/** The oracle of a loss that has one. */
export function oracleOf({subject}: Contract): NonNullable<LossUnderTest['oracle']> {
  return subject.oracle ?? fail('no oracle is given');
}
