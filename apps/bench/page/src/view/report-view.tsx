import type {JSX} from 'preact';
import {useEffect, useRef} from 'preact/hooks';
import {report} from '../state.js';

/** The report of a benchmark in place of the training. */
export function ReportView({name, html}: {readonly name: string; readonly html: string}): JSX.Element {
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => back.current?.focus(), []);
  return (
    <main class="report">
      <header>
        <button
          ref={back}
          type="button"
          onClick={() => {
            report.value = undefined;
          }}
        >
          Back to the training
        </button>
        <h1>Report of {name}</h1>
      </header>
      <iframe
        title={`Report of ${name}`}
        srcdoc={html}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
      />
    </main>
  );
}
