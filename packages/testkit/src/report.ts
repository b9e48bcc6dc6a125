/** What a check found. */
export interface Result {
  /** Name of the check. */
  readonly check: string;
  readonly backend: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  /** Why it failed or was skipped. */
  readonly message?: string;
}

/** What a loss was found to be. */
export interface LossReport {
  /** Name of the loss. */
  readonly loss: string;
  readonly results: readonly Result[];
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** A report for a terminal. */
export function reportText({loss, results, passed, failed, skipped}: LossReport): string {
  const mark = {passed: '✓', failed: '✗', skipped: '–'};
  const lines = results.map(({check, backend, status, message}) => {
    const text = message === undefined ? '' : `\n    ${message.replaceAll('\n', '\n    ')}`;
    return `  ${mark[status]} ${check} (${backend})${text}`;
  });
  return [`${loss}: ${passed} passed, ${failed} failed, ${skipped} skipped`, ...lines].join('\n');
}
