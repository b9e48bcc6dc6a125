import type {JSX} from 'preact';
import {frame, history} from '../state.js';
import {titleOf} from '../training/loss-names.js';
import {totalSteps} from '../training/steps.js';
import {percent} from './numbers.js';

const [width, height] = [360, 150];
const margin = {left: 34, right: 8, top: 8, bottom: 24};
const dashes = ['', '7 3', '2 3', '9 3 2 3'];

/** The order of the losses by macro-F1, and how it came about. */
export function Standing(): JSX.Element | null {
  const {value: shown} = frame;
  if (shown === undefined) return null;
  const places = shown.losses
    .map(({loss, macroF1}, index) => ({loss, macroF1, index}))
    .sort((a, b) => b.macroF1 - a.macroF1);
  // Equal to the digit that is shown is equal.
  const rankOf = (macroF1: number): number =>
    1 + places.filter((other) => Math.round(100 * other.macroF1) > Math.round(100 * macroF1)).length;
  return (
    <section class="card standing" aria-labelledby="standing-title">
      <h2 id="standing-title">Who is ahead</h2>
      <p class="note">By macro-F1, in which every class counts the same.</p>
      <ol>
        {places.map(({loss, macroF1, index}) => (
          <li key={loss} value={rankOf(macroF1)}>
            <svg class="line-mark" viewBox="0 0 28 8" aria-hidden="true">
              <path
                d="M0 4H28"
                stroke={`var(--loss-${index})`}
                stroke-width="2.5"
                stroke-dasharray={dashes[index]}
              />
            </svg>
            <span>{titleOf(loss)}</span>
            <strong>{percent(macroF1)}</strong>
          </li>
        ))}
      </ol>
      <Curves count={shown.losses.length} />
    </section>
  );
}

function Curves({count}: {readonly count: number}): JSX.Element {
  const moments = history.value;
  const x = (step: number): number =>
    margin.left + (step / totalSteps) * (width - margin.left - margin.right);
  const y = (share: number): number => height - margin.bottom - share * (height - margin.top - margin.bottom);
  return (
    <svg
      class="curves"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label="macro-F1 of each loss by training step"
    >
      {[0, 0.5, 1].map((share) => (
        <g key={share}>
          <path d={`M${margin.left} ${y(share)}H${width - margin.right}`} class="grid" />
          <text x={margin.left - 5} y={y(share) + 4} text-anchor="end">
            {Math.round(100 * share)}
          </text>
        </g>
      ))}
      {[0, totalSteps / 2, totalSteps].map((step) => (
        <text
          key={step}
          x={x(step)}
          y={height - 7}
          text-anchor={step === 0 ? 'start' : step === totalSteps ? 'end' : 'middle'}
        >
          {step === totalSteps ? `${step} steps` : step}
        </text>
      ))}
      {Array.from({length: count}, (_, index) => (
        <path
          key={index}
          d={moments
            .map(
              ({step, macroF1}, at) =>
                `${at === 0 ? 'M' : 'L'}${x(step).toFixed(1)} ${y(macroF1[index] ?? 0).toFixed(1)}`,
            )
            .join('')}
          fill="none"
          stroke={`var(--loss-${index})`}
          stroke-width="2"
          stroke-dasharray={dashes[index]}
        />
      ))}
    </svg>
  );
}
