import {batch} from '@preact/signals';
import {pause} from '../actions.js';
import {fileMessage, report} from '../state.js';
import type {Made} from './worker.js';

/** Results are a few megabytes at most: what is larger is something else. */
const mostMegabytes = 50;

/** Shows the report of a `results.json`, or says what is wrong with the file. */
export async function openReport(file: File): Promise<void> {
  pause();
  fileMessage.value = `Reading ${file.name} …`;
  const made = await make(file);
  batch(() => {
    fileMessage.value = 'message' in made ? made.message : '';
    report.value = 'html' in made ? {name: file.name, html: made.html} : undefined;
  });
}

async function make(file: File): Promise<Made> {
  if (file.size > mostMegabytes * 1e6) {
    return {
      message: `${file.name} has ${Math.round(file.size / 1e6)} MB; this page reads up to ${mostMegabytes}.`,
    };
  }
  try {
    const text = await file.text();
    if (typeof Worker === 'undefined') {
      const {makeReport} = await import('./make-report.js');
      return {html: makeReport(file.name, text)};
    }
    // Making its charts takes longer than the page may stand still.
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {type: 'module', name: 'report'});
    try {
      return await new Promise<Made>((resolve, reject) => {
        worker.onmessage = ({data}: MessageEvent<Made>) => resolve(data);
        worker.onerror = ({message}) => reject(new Error(message || 'The report cannot be made.'));
        worker.postMessage({name: file.name, text});
      });
    } finally {
      worker.terminate();
    }
  } catch (error) {
    return {message: error instanceof Error ? error.message : String(error)};
  }
}
