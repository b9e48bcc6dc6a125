import {makeReport} from './make-report.js';

/** What came of a file. */
export type Made = {readonly html: string} | {readonly message: string};

const scope = self as unknown as {
  onmessage: ((event: MessageEvent<{name: string; text: string}>) => void) | null;
  postMessage(made: Made): void;
};
scope.onmessage = ({data: {name, text}}) => {
  try {
    scope.postMessage({html: makeReport(name, text)});
  } catch (error) {
    scope.postMessage({message: error instanceof Error ? error.message : String(error)});
  }
};
