import type {Reporter, TestModule} from 'vitest/node';

/** What ran on one backend. */
interface Row {
  readonly backend: string;
  readonly files: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly seconds: number;
}

/** Ends the output with a table of what ran on each backend, and with what did not run and why. */
export class Summary implements Reporter {
  /** @param skipped what was left out before any test started, a line each */
  constructor(private readonly skipped: readonly string[]) {}

  onTestRunEnd(modules: readonly TestModule[]): void {
    const byBackend = new Map<string, TestModule[]>();
    for (const module of modules) {
      // Projects are named by their backend and their browser: 'cpu (chromium)'.
      const [backend] = module.project.name.split(' ');
      byBackend.set(backend!, [...(byBackend.get(backend!) ?? []), module]);
    }
    const rows = [...byBackend].map(([backend, of]) => rowOf(backend, of));
    const cells = rows.map((row) => Object.values(row).map(String));
    const lines = [['backend', 'files', 'passed', 'failed', 'skipped', 'seconds'], ...cells].map(
      ([backend, ...numbers]) => `${backend!.padEnd(14)}${numbers.map((cell) => cell.padStart(9)).join('')}`,
    );
    console.log(['', ...lines, '', ...this.skipped, ...skippedInside(modules), ''].join('\n'));
  }
}

function rowOf(backend: string, modules: readonly TestModule[]): Row {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const count = (state: string): number => tests.filter((test) => test.result().state === state).length;
  // A file that cannot be loaded, or whose browser does not come, has no test that could fail.
  const broken = modules.filter(
    (module) =>
      !['passed', 'skipped'].includes(module.state()) && [...module.children.allTests('failed')].length === 0,
  );
  const milliseconds = modules.reduce((sum, module) => sum + module.diagnostic().duration, 0);
  return {
    backend,
    files: modules.length,
    passed: count('passed'),
    failed: count('failed') + broken.length,
    skipped: count('skipped'),
    seconds: Math.round(milliseconds / 1000),
  };
}

/** Tests that left themselves out, with how many gave the same reason. */
function skippedInside(modules: readonly TestModule[]): string[] {
  const counts = new Map<string, number>();
  for (const module of modules) {
    for (const test of module.children.allTests('skipped')) {
      const result = test.result();
      const reason = (result.state === 'skipped' && result.note) || 'no reason given';
      const line = `${test.name.split(':')[0]}: ${reason}`;
      counts.set(line, (counts.get(line) ?? 0) + 1);
    }
  }
  return [...counts].map(([line, count]) => `Skipped: ${count} × ${line}`);
}
