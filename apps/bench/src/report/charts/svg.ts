import {type PlotOptions, plot} from '@observablehq/plot';
import {parseHTML} from 'linkedom';
import {Html} from '../html/template.js';

/**
 * Width of every chart in CSS pixels. Charts are shown at this size and never scaled up or, on all but the
 * smallest screens, down, so that their text has the size it says.
 */
export const chartWidth = 360;

/** A chart as inline SVG that takes its colours from the page. */
export function svg(options: PlotOptions, description: string): Html {
  const {document} = parseHTML('<!doctype html><html><body></body></html>');
  const chart = plot({width: chartWidth, ...options, className: 'chart', document});
  chart.setAttribute('role', 'img');
  chart.setAttribute('aria-label', description);
  // Plot's own style sheet would say the same in every chart, and sets a white background.
  for (const style of chart.querySelectorAll('style')) style.remove();
  return new Html(shortNumbers(chart.toString()));
}

/** Two decimals are enough for a screen; they halve the size of a scatter plot. */
function shortNumbers(text: string): string {
  return text.replace(/<[^>]+>/g, (tag) =>
    tag.replace(/-?\d+\.\d{3,}/g, (digits) => String(Math.round(Number(digits) * 100) / 100)),
  );
}

/** At most `length` characters. */
export function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

export const percent = (value: number): string => `${Math.round(value * 1000) / 10}`;
