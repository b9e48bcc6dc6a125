import {axisX, axisY, cell, text} from '@observablehq/plot';
import type {DatasetSettings} from '../../results/types.js';
import type {Html} from '../html/template.js';
import type {Series} from './series.js';
import {chartWidth, shorten, svg} from './svg.js';

interface Cell {
  truth: number;
  predicted: number;
  /** Of the examples of the true class, over all seeds. */
  share: number;
}

function cells({runs}: Series): Cell[] {
  const k = runs[0]?.confusion.length ?? 0;
  const result: Cell[] = [];
  for (let truth = 0; truth < k; truth++) {
    const row = Array.from({length: k}, (_, predicted) =>
      runs.reduce((sum, {confusion}) => sum + (confusion[truth]?.[predicted] ?? 0), 0),
    );
    const total = row.reduce((sum, value) => sum + value, 0);
    for (const [predicted, value] of row.entries())
      result.push({truth, predicted, share: total > 0 ? value / total : 0});
  }
  return result;
}

/** A whole percent; nothing for less than half of one. */
function shown({share}: Cell): string {
  const rounded = Math.round(share * 100);
  return rounded === 0 ? '' : String(rounded);
}

/** Errors are small beside hits: the root makes them visible. */
const depth = ({share}: Cell): number => Math.sqrt(share);

/** What each class was taken for, in percent of the class, over all seeds. */
export function confusionChart(series: Series, {classNames}: DatasetSettings): Html {
  const data = cells(series);
  const labels = classNames.map((_, label) => label);
  const letters = classNames.length <= 12 ? 9 : 4;
  const marginLeft = 26 + 6.6 * Math.min(letters, Math.max(...classNames.map(({length}) => length)));
  const marginTop = marginLeft + 4;
  const name = (label: number): string =>
    labels.length <= 25 || label % 10 === 0 ? shorten(classNames[label] ?? '', letters) : '';
  return svg(
    {
      height: chartWidth + marginTop - marginLeft,
      marginLeft,
      marginTop,
      marginRight: 4,
      marginBottom: 4,
      x: {domain: labels, padding: 0.04},
      y: {domain: labels, padding: 0.04},
      marks: [
        axisX({
          anchor: 'top',
          tickFormat: name,
          tickSize: 0,
          tickRotate: Math.max(...classNames.map(({length}) => length)) > 2 ? -90 : 0,
          label: 'predicted',
          labelArrow: 'none',
          labelAnchor: 'center',
        }),
        axisY({tickFormat: name, tickSize: 0, label: 'true', labelArrow: 'none', labelAnchor: 'center'}),
        cell(data, {x: 'predicted', y: 'truth', fill: 'var(--heat-none)'}),
        cell(
          data.filter(({share}) => share > 0),
          {x: 'predicted', y: 'truth', fill: 'var(--heat)', fillOpacity: depth},
        ),
        ...(labels.length > 20
          ? []
          : [true, false].map((deep) =>
              text(
                data.filter((one) => depth(one) > 0.6 === deep),
                {
                  x: 'predicted',
                  y: 'truth',
                  text: shown,
                  fill: deep ? 'var(--on-heat)' : 'var(--text)',
                  fontSize: labels.length > 12 ? 9 : 11,
                },
              ),
            )),
      ],
    },
    `Confusion matrix of ${series.contender.title}`,
  );
}
