import type {JSX} from 'preact';
import {colourNameOf, outlineOf} from './marks.js';

/** A class's symbol in its colour, for text. */
export function ClassMark({label}: {readonly label: number}): JSX.Element {
  return (
    <svg class="mark" viewBox="-1.3 -1.3 2.6 2.6" aria-hidden="true">
      <path d={outlineOf(label)} fill={`var(${colourNameOf(label)})`} />
    </svg>
  );
}
