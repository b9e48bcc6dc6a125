import type {JSX} from 'preact';
import {frame, task} from '../state.js';
import {titleOf} from '../training/loss-names.js';
import {percent} from './numbers.js';
import {Space} from './space.js';

/** A panel for each loss: its feature space, and what it comes to. */
export function Panels(): JSX.Element {
  const {value: shown} = frame;
  const {value: data} = task;
  if (shown === undefined || data === undefined) return <div class="panels waiting" />;
  const rareOf = (recalls: readonly number[]): number | undefined => {
    const rare = recalls.filter((_, label) => data.rare[label]);
    return rare.length === 0 ? undefined : rare.reduce((sum, recall) => sum + recall, 0) / rare.length;
  };
  return (
    <div class="panels">
      {shown.losses.map((loss, index) => {
        const rare = rareOf(loss.recalls);
        return (
          <section key={loss.loss} class="panel" aria-label={titleOf(loss.loss)}>
            <header>
              <h2>
                <span class="swatch" style={{background: `var(--loss-${index})`}} />
                {titleOf(loss.loss)}
              </h2>
              <dl class="figures">
                <div>
                  <dt>macro-F1</dt>
                  <dd>{percent(loss.macroF1)}</dd>
                </div>
                {rare !== undefined && (
                  <div>
                    <dt>rare recall</dt>
                    <dd>{percent(rare)}</dd>
                  </div>
                )}
                <div>
                  <dt>training loss</dt>
                  <dd>{loss.trainLoss === null ? '–' : loss.trainLoss.toPrecision(3)}</dd>
                </div>
              </dl>
            </header>
            <Space frame={loss} task={data} />
            {loss.failure !== undefined && <p class="failure">Stopped: {loss.failure}</p>}
          </section>
        );
      })}
    </div>
  );
}
