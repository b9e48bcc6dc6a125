import type {Reply, Request} from './messages.js';
import {Trainer} from './trainer.js';

const scope = self as unknown as {
  onmessage: ((event: MessageEvent<Request>) => void) | null;
  postMessage(reply: Reply): void;
};
const trainer = new Trainer((reply) => scope.postMessage(reply));
scope.onmessage = ({data}) => trainer.receive(data);
