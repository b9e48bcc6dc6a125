import type {JSX} from 'preact';
import {useState} from 'preact/hooks';
import * as actions from '../actions.js';
import {
  addressProblems,
  backend,
  fileMessage,
  frame,
  isInBackground,
  notes,
  phase,
  refusal,
  threadNote,
} from '../state.js';
import {titleOf} from '../training/loss-names.js';
import {totalSteps} from '../training/steps.js';
import {percent} from './numbers.js';

/** Start, pause, step, reset and share, with a line that says what is going on. */
export function Transport(): JSX.Element {
  const isTraining = phase.value === 'training';
  const isRefused = phase.value === 'refused';
  const step = frame.value?.step ?? 0;
  const hasBegun = step > 0 && phase.value === 'paused';
  return (
    <div class="transport">
      <div class="buttons">
        <button
          type="button"
          class="primary"
          disabled={isRefused}
          onClick={isTraining ? actions.pause : actions.start}
        >
          {isTraining ? 'Pause' : hasBegun ? 'Go on' : phase.value === 'finished' ? 'Start again' : 'Start'}
        </button>
        <button
          type="button"
          disabled={isRefused || phase.value === 'finished' || phase.value === 'preparing'}
          onClick={actions.step}
        >
          Step
        </button>
        <button type="button" disabled={isRefused} onClick={actions.reset}>
          Reset
        </button>
        <Share />
      </div>
      <div class="progress">
        <progress max={totalSteps} value={step} aria-label="Training steps done" />
        <span>
          step <b data-testid="step">{step}</b> of {totalSteps}
        </span>
        {backend.value !== '' && <span class="quiet">on {backend.value}</span>}
      </div>
      <p class={`status ${isRefused ? 'refused' : ''}`} role="status" aria-live="polite">
        {statusText()}
      </p>
      {[
        ...addressProblems.value.map((text) => `In the address: ${text} The default is used.`),
        threadNote.value,
        ...notes.value,
        fileMessage.value,
      ]
        .filter((text) => text !== '')
        .map((text) => (
          <p key={text} class="notice" role="status">
            {text}
          </p>
        ))}
    </div>
  );
}

function statusText(): string {
  const losses = frame.value?.losses ?? [];
  const standing = losses.map(({loss, macroF1}) => `${titleOf(loss)} ${percent(macroF1)}`).join(', ');
  const texts = {
    preparing: 'Preparing data and networks …',
    ready: 'Ready. The networks are untrained.',
    training: 'Training.',
    paused: isInBackground.value
      ? 'Paused while this tab is in the background; it goes on when you are back.'
      : `Paused at step ${frame.value?.step ?? 0}. Macro-F1: ${standing}.`,
    finished: `Finished after ${totalSteps} steps. Macro-F1: ${standing}.`,
    refused: refusal.value,
  };
  return texts[phase.value];
}

function Share(): JSX.Element {
  const [message, setMessage] = useState('');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(location.href);
      setMessage('Link copied');
    } catch {
      setMessage('Copy the address of this page');
    }
    setTimeout(() => setMessage(''), 3000);
  };
  return (
    <>
      <button type="button" onClick={copy}>
        Copy link
      </button>
      <span class="quiet" role="status">
        {message}
      </span>
    </>
  );
}
