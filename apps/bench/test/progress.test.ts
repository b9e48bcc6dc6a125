import {Writable} from 'node:stream';
import {expect, test, vi} from 'vitest';
import {lineProgress} from '../src/output/line-progress.js';
import {TimeLeft} from '../src/output/progress.js';
import {failedRun} from '../src/runs/run-spec.js';
import {tinySpec} from './tiny-spec.js';

test('the time left is that of the finished runs, as soon as two are over', () => {
  const now = vi.spyOn(performance, 'now').mockReturnValue(1000);
  const left = new TimeLeft(5);
  now.mockRestore();
  left.count();
  expect(left.text(11_000)).toBe('');
  left.count();
  expect(left.text(21_000)).toBe('about 30 s left');
  left.count();
  left.count();
  expect(left.text(601_000)).toBe('about 3 min left');
  left.count();
  expect(left.text(700_000)).toBe('');
});

test('where the output is no terminal, a line for each run with what is done, what came of it and the time left', async () => {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const progress = lineProgress(9, stream, []);
  const run = failedRun(await tinySpec(), 'NaN', 1);
  progress.start(6);
  progress.step(0, 'a run', 1, 10);
  for (let runs = 0; runs < 3; runs++) progress.finished(0, run);
  progress.stop();
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/^\[7\/9\] digits-5%, softmax, seed 1: failed: NaN\n$/);
  expect(lines[1]).toMatch(/^\[8\/9\] .*, about \d+\.\d s left\n$/);
  expect(lines[2]).toMatch(/^\[9\/9\] .*failed: NaN\n$/);
});
