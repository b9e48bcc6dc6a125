import type {DatasetSettings, Run, Settings} from '../../results/types.js';
import {baselineOf, type Contender, contenderName, contenders} from '../contenders.js';
import {Html, html} from '../html/template.js';
import {lossColour, lossDash, lossSymbol} from './palette.js';

/** One contender on one data set, as the charts draw it. */
export interface Series {
  contender: Contender;
  colour: string;
  symbol: ReturnType<typeof lossSymbol>;
  /** Of its lines, as `stroke-dasharray` has it. */
  dash: string;
  /** The runs that finished. */
  runs: Run[];
}

/** The baseline has the first colour, the others theirs by their place among the contenders. */
export function colourOrder(settings: Settings): Contender[] {
  const baseline = baselineOf(settings).name;
  const all = contenders(settings);
  return [...all.filter(({name}) => name === baseline), ...all.filter(({name}) => name !== baseline)];
}

export function seriesOf(settings: Settings, dataset: DatasetSettings, runs: readonly Run[]): Series[] {
  return colourOrder(settings).flatMap((contender, index) => {
    const own = runs.filter(
      (run) => run.dataset === dataset.name && contenderName(run) === contender.name && run.status === 'ok',
    );
    return own.length === 0
      ? []
      : [
          {
            contender,
            colour: lossColour(index),
            symbol: lossSymbol(index),
            dash: lossDash(index),
            runs: own,
          },
        ];
  });
}

const shapes: Record<Series['symbol'], string> = {
  circle: '<circle cx="7" cy="7" r="4.5"/>',
  square: '<rect x="3" y="3" width="8" height="8"/>',
  triangle: '<path d="M7 2L12 11H2Z"/>',
  diamond: '<path d="M7 1L11 7L7 13L3 7Z"/>',
  star: '<path d="M7 1l1.8 4 4.2.4-3.2 2.9 1 4.2L7 10.3l-3.8 2.2 1-4.2L1 5.4l4.2-.4z"/>',
  wye: '<path d="M5.5 13V8L1.5 5.7 3 3.2 7 5.5 11 3.2 12.5 5.7 8.5 8v5z"/>',
  cross: '<path d="M5 1.5h4V5h3.5v4H9v3.5H5V9H1.5V5H5z"/>',
};

/** Which colour and symbol is which contender. */
export function legend(series: readonly Omit<Series, 'runs'>[]): Html {
  const items = series.map(
    ({contender, colour, symbol, dash}) =>
      html`<li><svg width="30" height="14" viewBox="-8 0 30 14" aria-hidden="true" style="fill:${colour}"><path d="M-8 7H22" style="stroke:${colour}" stroke-width="1.5" stroke-dasharray="${dash}"/>${new Html(shapes[symbol])}</svg> ${contender.title}</li>`,
  );
  return html`<ul class="legend">${items}</ul>`;
}
