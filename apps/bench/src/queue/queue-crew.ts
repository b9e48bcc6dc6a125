import type {Crew} from '../runs/crew.js';
import type {BenchEntry} from './bench-entry.js';
import type {Coordinator} from './coordinator.js';
import type {RedisAddress} from './redis-address.js';

export interface QueueCrewOptions {
  readonly address: RedisAddress;
  readonly entry: BenchEntry;
  /** Milliseconds without progress after which a run counts as hung. */
  readonly patience: number;
  /** Takes a line for the user. */
  readonly say: (line: string) => void;
}

/** Workers at a Redis, on any machines. It is asked as soon as there are runs to do; what it takes is imported only then. */
export function queueCrew(options: QueueCrewOptions): Crew {
  let coordinator: Coordinator | undefined;
  return {
    title: `by workers at ${options.address.shown}`,
    async execute(specs, events) {
      if (specs.length === 0) return;
      if (coordinator === undefined) {
        const {Coordinator} = await import('./coordinator.js');
        coordinator = await Coordinator.open(options);
      }
      await coordinator.execute(specs, events);
    },
    machines: () => coordinator?.machines(),
    lost: () => coordinator?.lost,
    close: async () => coordinator?.close(),
  };
}
