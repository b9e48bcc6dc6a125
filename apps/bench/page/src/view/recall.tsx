import type {JSX} from 'preact';
import {frame, task} from '../state.js';
import {titleOf} from '../training/loss-names.js';
import {ClassMark} from './class-mark.js';
import {percent} from './numbers.js';

/** Recall of each class under each loss, as bars with their numbers. */
export function Recall(): JSX.Element | null {
  const {value: shown} = frame;
  const {value: data} = task;
  if (shown === undefined || data === undefined) return null;
  const order = [...data.classNames.keys()].sort((a, b) => data.counts[b]! - data.counts[a]! || a - b);
  return (
    <section class="card recall" aria-labelledby="recall-title">
      <h2 id="recall-title">Recall of each class</h2>
      <p class="note">How many of a class’s test examples the network finds.</p>
      <table>
        <thead>
          <tr>
            <th scope="col">class</th>
            <th scope="col" class="number">
              trained on
            </th>
            {shown.losses.map(({loss}, index) => (
              <th scope="col" key={loss}>
                <span class="swatch" style={{background: `var(--loss-${index})`}} />
                {titleOf(loss)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {order.map((label) => (
            <tr key={label} class={data.rare[label] ? 'rare' : undefined}>
              <th scope="row">
                <ClassMark label={label} />
                <span class="class-name">{data.classNames[label]}</span>
                {data.rare[label] && <span class="badge">rare</span>}
              </th>
              <td class="number">{data.counts[label]}</td>
              {shown.losses.map(({loss, recalls}, index) => (
                <td key={loss} class="bar-cell">
                  <span class="track">
                    <span
                      class="bar"
                      style={{width: `${100 * recalls[label]!}%`, background: `var(--loss-${index})`}}
                    />
                  </span>
                  <span class="value">{percent(recalls[label]!)}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
