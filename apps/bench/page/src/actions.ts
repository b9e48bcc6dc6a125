import {batch} from '@preact/signals';
import type {TableChoice} from './data/table.js';
import {readHash, toHash} from './settings/address.js';
import {defaults, type Settings, sameTraining} from './settings/settings.js';
import * as state from './state.js';
import {type Connection, connect} from './training/connect.js';
import {lossNames} from './training/loss-names.js';
import type {Reply} from './training/messages.js';

const pace = {slow: 6, normal: 40, fast: 1000} as const;
/** Between two pictures, in ms: for eyes that like motion, and for those that do not. */
const frameInterval = {moving: 60, calm: 1500} as const;
/** Of the curves; more could not be told apart. */
const mostMoments = 400;

const calm = window.matchMedia('(prefers-reduced-motion: reduce)');
let connection: Connection | undefined;
let id = 0;
let preparing: ReturnType<typeof setTimeout> | undefined;
/** Whether the training goes on when the tab is seen again. */
let resumes = false;
let startsWhenReady = false;

function send(request: Parameters<Connection['send']>[0]): void {
  connection?.send(request);
}

/** Begins the page's work. */
export function begin(): void {
  connection = connect(receive, (note) => {
    state.threadNote.value = note;
  });
  calm.addEventListener('change', sendPace);
  document.addEventListener('visibilitychange', followTab);
  window.addEventListener('hashchange', followAddress);
  prepare();
}

/** Makes data and networks anew, soon: a slider that is dragged asks often. */
function prepare(): void {
  clearTimeout(preparing);
  batch(() => {
    state.phase.value = 'preparing';
    state.refusal.value = '';
  });
  preparing = setTimeout(() => {
    const {value: settings} = state.settings;
    if (settings.data === 'table' && state.table.value === undefined) {
      batch(() => {
        state.phase.value = 'refused';
        state.frame.value = undefined;
        state.task.value = undefined;
        state.refusal.value = 'Choose a CSV file, or drop one anywhere on this page.';
      });
      return;
    }
    const table = settings.data === 'table' ? state.table.value : undefined;
    sendPace();
    send({kind: 'prepare', id: ++id, settings, ...(table === undefined ? {} : {table})});
  }, 120);
}

/** Changes settings, and the address with them. */
export function change(part: Partial<Settings>): void {
  const before = state.settings.value;
  const after = {...before, ...part};
  state.settings.value = after;
  const hash = toHash(after);
  window.history.replaceState(null, '', hash === '' ? location.pathname + location.search : `#${hash}`);
  if (sameTraining(before, after)) sendPace();
  else prepare();
}

export function openTable(table: TableChoice): void {
  state.table.value = table;
  change({data: 'table'});
  prepare();
}

export function start(): void {
  if (state.phase.value === 'preparing') {
    startsWhenReady = true;
    return;
  }
  if (state.phase.value === 'finished') {
    startsWhenReady = true;
    prepare();
    return;
  }
  state.phase.value = 'training';
  performance.mark('start');
  sendPace();
  send({kind: 'start'});
}

export function pause(): void {
  startsWhenReady = false;
  if (state.phase.value !== 'training') return;
  state.phase.value = 'paused';
  send({kind: 'pause'});
}

export function step(): void {
  if (!state.canTrain.value || state.phase.value === 'finished') return;
  pause();
  state.phase.value = 'paused';
  send({kind: 'step'});
}

/** Back to untrained networks, with the settings as they are. */
export function reset(): void {
  startsWhenReady = false;
  prepare();
}

export function resetSettings(): void {
  change(defaults);
}

function sendPace(): void {
  send({
    kind: 'pace',
    stepsPerSecond: pace[state.settings.value.speed],
    frameInterval: calm.matches ? frameInterval.calm : frameInterval.moving,
  });
}

function followTab(): void {
  const isHidden = document.visibilityState === 'hidden';
  if (isHidden && state.phase.value === 'training') {
    resumes = true;
    pause();
  }
  state.isInBackground.value = resumes;
  if (isHidden || !resumes) return;
  resumes = false;
  state.isInBackground.value = false;
  if (state.phase.value === 'paused') start();
}

function followAddress(): void {
  const {settings, problems} = readHash(location.hash, lossNames);
  batch(() => {
    state.addressProblems.value = problems;
    state.settings.value = settings;
  });
  prepare();
}

function receive(reply: Reply): void {
  if (reply.id < id) return;
  batch(() => {
    if (reply.kind === 'prepared') {
      state.task.value = reply.task;
      state.backend.value = reply.backend;
      state.notes.value = reply.notes;
      state.history.value = [];
      state.phase.value = 'ready';
      if (startsWhenReady) {
        startsWhenReady = false;
        start();
      }
    } else if (reply.kind === 'frame') {
      state.frame.value = reply.frame;
      remember();
      // The next picture comes after this one is on the screen.
      requestAnimationFrame(() => send({kind: 'drawn'}));
    } else if (reply.kind === 'finished') {
      state.phase.value = 'finished';
    } else {
      state.refusal.value = reply.message;
      state.phase.value = 'refused';
    }
  });
}

function remember(): void {
  const {value: frame} = state.frame;
  if (frame === undefined) return;
  const earlier = state.history.value.filter(({step}) => step < frame.step);
  const thinned = earlier.length < mostMoments ? earlier : earlier.filter((_, at) => at % 2 === 0);
  state.history.value = [...thinned, {step: frame.step, macroF1: frame.losses.map(({macroF1}) => macroF1)}];
}
