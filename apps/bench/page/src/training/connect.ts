import type {Reply, Request} from './messages.js';

/** Where requests go. */
export interface Connection {
  send(request: Request): void;
}

const ownThread = 'Training runs in small slices on the page’s own thread, and the page answers more slowly.';

/**
 * A trainer in a worker, or on this thread where no worker starts.
 *
 * @param onFallback is told why there is no worker
 */
export function connect(onReply: (reply: Reply) => void, onFallback: (note: string) => void): Connection {
  const fallBack = (reason: string): Connection => {
    onFallback(`${reason} ${ownThread}`);
    const trainer = import('./trainer.js').then(({Trainer}) => new Trainer(onReply));
    return {send: (request) => void trainer.then((to) => to.receive(request))};
  };
  if (typeof Worker === 'undefined') return fallBack('This browser has no workers.');
  let worker: Worker;
  try {
    worker = new Worker(new URL('./worker.ts', import.meta.url), {type: 'module', name: 'trainer'});
  } catch (error) {
    return fallBack(`A worker cannot be started (${(error as Error).message}).`);
  }

  /** What has been asked before the worker answered for the first time. */
  let unanswered: Request[] | undefined = [];
  let other: Connection | undefined;
  worker.onmessage = ({data}: MessageEvent<Reply>) => {
    unanswered = undefined;
    onReply(data);
  };
  // A script that cannot be loaded, in a browser without modules in workers say, is told by this event alone.
  worker.onerror = ({message}) => {
    if (unanswered === undefined) {
      onReply({kind: 'refused', id: Number.POSITIVE_INFINITY, message: message || 'The trainer failed.'});
      return;
    }
    worker.terminate();
    const lost = unanswered;
    unanswered = undefined;
    other = fallBack('The worker cannot be loaded.');
    for (const request of lost) other.send(request);
  };
  return {
    send(request) {
      unanswered?.push(request);
      if (other === undefined) worker.postMessage(request);
      else other.send(request);
    },
  };
}
