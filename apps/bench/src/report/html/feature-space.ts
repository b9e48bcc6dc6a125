import type {DatasetSettings, SpaceMeasures} from '../../results/types.js';
import {classSpaceChart, spaceCharts} from '../charts/class-space.js';
import {legend, type Series} from '../charts/series.js';
import {shortNumber} from '../format.js';
import {mean} from '../statistics.js';
import {figure} from './figure.js';
import {type Html, html, nothing} from './template.js';

/** Above this many classes a row each would be a chart of several screens. */
const MOST_CLASSES = 30;

const measures: readonly [title: string, name: keyof SpaceMeasures][] = [
  ['unevenness of class means', 'meansVariation'],
  ['unevenness of class vectors', 'vectorsVariation'],
  ['length with frequency', 'lengthRankCorrelation'],
  ['spread / distance', 'spreadToDistance'],
  ['silhouette', 'silhouette'],
  ['NC1', 'nc1'],
  ['NC2 lengths', 'nc2Lengths'],
  ['NC2 angles', 'nc2Angles'],
  ['NC3', 'nc3'],
  ['NC4', 'nc4'],
];

function average({runs}: Series, name: keyof SpaceMeasures): string {
  const values = runs.map(({space}) => space?.measures[name] ?? null).filter((value) => value !== null);
  return values.length === 0 ? '–' : shortNumber(mean(values));
}

/** Room and length of the classes in the feature space; empty where no run was measured. */
export function featureSpaceSection(series: readonly Series[], dataset: DatasetSettings): Html {
  const measured = series.filter(({runs}) => runs.some(({space}) => space !== undefined));
  if (measured.length === 0) return nothing;
  const charts =
    dataset.classNames.length > MOST_CLASSES
      ? []
      : spaceCharts.flatMap((one) => {
          const chart = classSpaceChart(measured, dataset, one);
          return chart === undefined ? [] : [figure(one.title, chart)];
        });
  const shown = measures.filter(([, name]) => measured.some((one) => average(one, name) !== '–'));
  const body = measured.map(
    (one) =>
      html`<tr><th scope="row">${one.contender.title}</th>${shown.map(([, name]) => html`<td class="score">${average(one, name)}</td>`)}</tr>`,
  );
  return html`<h3>Feature space</h3>
<p class="note">Of the test examples. A class vector is what the head compares embeddings with: a row of its weights, a direction, or the mean of the class's prototypes. Directions are seen from the mean of all class means or class vectors, for all losses alike. Marks are means over all runs, bars reach from the lowest to the highest.</p>
${legend(measured)}<div class="charts">${charts}</div>
<div class="wide"><table><thead><tr><th scope="col">loss</th>${shown.map(([title]) => html`<th scope="col">${title}</th>`)}</tr></thead><tbody>${body}</tbody></table></div>
<p class="note">Unevenness: standard deviation / mean of the distances, 0 where all are equally far apart. Length with frequency: rank correlation of a class vector's length with the class's training examples, 1 where the rarest classes have the shortest. Spread / distance: how wide classes are for how far apart they are. Silhouette: how much nearer examples are to their own class than to the next one, from −1 to 1, mean over the classes; of 1,000 examples drawn by the seed where there are more. NC1 to NC4 (neural collapse, Papyan, Han and Donoho 2020) are 0 where classes have shrunk to the corners of a simplex and class vectors point to them.</p>`;
}
