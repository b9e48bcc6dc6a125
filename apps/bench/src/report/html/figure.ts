import {type Html, html} from './template.js';

/** A chart with its title. */
export function figure(caption: string, chart: Html): Html {
  return html`<figure><figcaption>${caption}</figcaption>${chart}</figure>`;
}
