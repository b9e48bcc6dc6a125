// Small line charts side by side, as SVG that needs nothing else.
const WIDTH = 300;
const HEIGHT = 190;
const MARGIN = {left: 42, right: 10, top: 28, bottom: 34};
// Okabe and Ito: told apart by the colour-blind.
const COLOURS = ['#999999', '#E69F00', '#56B4E9', '#009E73', '#D55E00', '#0072B2'];
const DASHES = ['2 2', '6 3', '8 2 2 2', '4 2', '', '1 2'];

/**
 * @param charts [{title, lines: [{name, points: [[x, y], …]}]}], whose lines have the same names
 * @param options title: of the whole, for those who cannot see it; x: title of the horizontal axis; columns: charts in a row
 */
export function lineCharts(charts, {title, x, columns = 3}) {
  const rows = Math.ceil(charts.length / columns);
  const names = charts[0].lines.map(({name}) => name);
  const [width, height] = [columns * WIDTH, rows * HEIGHT + 26];
  const keys = names.map((name, i) => {
    const at = 20 + i * (width / names.length);
    return `${stroke(i, `M${at},${height - 10}h24`)}<text x="${at + 30}" y="${height - 6}">${name}</text>`;
  });
  const panels = charts.map(
    (each, i) =>
      `<g transform="translate(${(i % columns) * WIDTH},${Math.floor(i / columns) * HEIGHT})">${chart(each, x)}</g>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11">`,
    `<title>${title}</title>`,
    `<rect width="${width}" height="${height}" fill="white"/>`,
    ...panels,
    ...keys,
    '</svg>\n',
  ].join('\n');
}

function chart({title, lines}, x) {
  const points = lines.flatMap((line) => line.points);
  const last = Math.max(...points.map(([at]) => at));
  const highest = Math.max(...points.map(([, y]) => y), 1e-9);
  const top = highest <= 1 ? 1 : Math.ceil(highest);
  const across = (at) => MARGIN.left + (at / last) * (WIDTH - MARGIN.left - MARGIN.right);
  const up = (y) => HEIGHT - MARGIN.bottom - (y / top) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(
    (part) =>
      `<path d="M${MARGIN.left},${up(part * top)}H${WIDTH - MARGIN.right}" stroke="#ddd"/>` +
      `<text x="${MARGIN.left - 5}" y="${up(part * top) + 4}" text-anchor="end">${part * top}</text>`,
  );
  const steps = [0, last / 2, last].map(
    (at) => `<text x="${across(at)}" y="${HEIGHT - MARGIN.bottom + 14}" text-anchor="middle">${at}</text>`,
  );
  const paths = lines.map((line, i) =>
    stroke(i, `M${line.points.map(([at, y]) => `${across(at).toFixed(1)},${up(y).toFixed(1)}`).join('L')}`),
  );
  return [
    `<text x="${MARGIN.left}" y="16" font-weight="bold">${title}</text>`,
    ...ticks,
    ...steps,
    `<text x="${(MARGIN.left + WIDTH) / 2}" y="${HEIGHT - 6}" text-anchor="middle">${x}</text>`,
    ...paths,
  ].join('');
}

function stroke(i, path) {
  return `<path d="${path}" fill="none" stroke="${COLOURS[i % COLOURS.length]}" stroke-width="2" stroke-dasharray="${DASHES[i % DASHES.length]}"/>`;
}
