import Table from 'cli-table3';
import type {CostResults, HeadCost, StepCost} from './results.js';

const digits = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));
const times = (value: number): string => `${value.toFixed(2)} x`;

/** The results for a terminal. */
export function costText(results: CostResults): string {
  const {backend, kernels, batch, embeddingSize, rounds, rows, impossible, steps} = results;
  const parts = [
    `Forward and backward pass of a head, batch ${batch}, embeddings of ${embeddingSize}, ${backend} backend` +
      `${backend === 'wasm' ? ` (${kernels} kernels)` : ''}.\n` +
      `Medians of ${rounds} or fewer interleaved rounds; ratios to softmax.`,
    headTable(rows),
  ];
  for (const {head, classes, reason} of impossible)
    parts.push(`Not at ${classes} classes: ${head} (${reason})`);
  if (steps.length > 0)
    parts.push('Training step of a network, batch 128, adam, wasm backend.', stepTable(steps));
  return `${parts.join('\n')}\n`;
}

function headTable(rows: readonly HeadCost[]): string {
  const table = new Table({
    head: ['classes', 'head', 'ms', 'ratio', 'peak MB', 'ratio'],
    colAligns: ['right', 'left', 'right', 'right', 'right', 'right'],
    style: {head: [], border: []},
  });
  for (const {classes, head, ms, ratio, peakBytes, peakRatio} of rows) {
    table.push([classes, head, digits(ms), times(ratio), digits(peakBytes / 1e6), times(peakRatio)]);
  }
  return table.toString();
}

function stepTable(steps: readonly StepCost[]): string {
  const table = new Table({
    head: ['network', 'stock ms', 'wasm-training ms', 'faster'],
    colAligns: ['left', 'right', 'right', 'right'],
    style: {head: [], border: []},
  });
  for (const {network, stockMs, ms, speedup} of steps) {
    table.push([
      network,
      stockMs === undefined ? 'cannot train it' : digits(stockMs),
      digits(ms),
      speedup === undefined ? '–' : times(speedup),
    ]);
  }
  return table.toString();
}
