import type {JSX} from 'preact';
import {report, settings, task} from './state.js';
import {Controls} from './view/controls.js';
import {DropZone, ReportChooser} from './view/files.js';
import {Panels} from './view/panels.js';
import {Recall} from './view/recall.js';
import {ReportView} from './view/report-view.js';
import {Standing} from './view/standing.js';
import {Transport} from './view/transport.js';

export function App(): JSX.Element {
  const {value: opened} = report;
  return (
    <>
      <DropZone />
      {opened === undefined ? <Training /> : <ReportView {...opened} />}
    </>
  );
}

const counts = ['No', 'One', 'Two', 'Three', 'Four'];

function Training(): JSX.Element {
  const {length} = settings.value.losses;
  return (
    <>
      <header class="intro">
        <h1>Where do rare classes go?</h1>
        <p>
          {counts[length]} neural network{length === 1 ? ' learns' : 's learn'} the same examples
          {length === 1 ? '' : ', and differ only in their loss'}. Every mark is a test example where the
          network puts it, every tint what the network would say there: watch how much room the rare classes
          get.
        </p>
      </header>
      <main class="layout">
        <div class="stage">
          <Transport />
          <Panels />
          <Legend />
          <div class="numbers">
            <Recall />
            <Standing />
          </div>
        </div>
        <Controls />
      </main>
      <footer>
        <ReportChooser />
        <span>
          Everything runs in this browser; no file that you open leaves it. Two dimensions, one seed, nothing
          tuned: a picture of how losses work. Which is better, the benchmark answers.
        </span>
      </footer>
    </>
  );
}

function Legend(): JSX.Element | null {
  const {value: data} = task;
  if (data === undefined) return null;
  return (
    <p class="legend">
      <span>
        <b class="plate">name</b> frequent class
      </span>
      <span>
        <b class="plate dark">name</b> rare class
      </span>
      <span>
        <svg viewBox="-10 -10 20 20" aria-hidden="true">
          <path d="M0 -8 8 0 0 8 -8 0Z" fill="var(--muted)" stroke="var(--text)" stroke-width="2" />
        </svg>{' '}
        prototype or centre
      </span>
      <span>
        <svg viewBox="-10 -10 20 20" aria-hidden="true">
          <path d="M-9 7 9 -7" stroke="var(--text)" stroke-width="2.5" />
        </svg>{' '}
        class vector, by its length
      </span>
      <span>{data.description}</span>
    </p>
  );
}
