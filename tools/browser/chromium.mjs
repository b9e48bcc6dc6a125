// Where the browser is that tests run in: nothing downloads one.
import {existsSync} from 'node:fs';
import {delimiter, join} from 'node:path';

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome.exe',
  'msedge.exe',
];
const places = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Path of the Chromium of `CHROMIUM`, of the PATH, or of where systems install it; undefined where there is none. */
function findChromium() {
  const {CHROMIUM, PATH = ''} = process.env;
  if (CHROMIUM) return existsSync(CHROMIUM) ? CHROMIUM : undefined;
  const onPath = names.flatMap((name) => PATH.split(delimiter).map((folder) => join(folder, name)));
  return [...onPath, ...places].find((path) => existsSync(path));
}

/** The same, or the end of this process with what can be done. */
export function requireChromium() {
  const found = findChromium();
  if (found) return found;
  const given = process.env.CHROMIUM ? `CHROMIUM=${process.env.CHROMIUM} does not exist. ` : '';
  console.error(
    `${given}These tests need Chromium or Chrome, which was not found: install it from the system's packages (apt install chromium), or name its path in CHROMIUM.`,
  );
  process.exit(1);
}

const quiet = [
  '--no-sandbox',
  '--no-first-run',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** With the software renderers for WebGL and WebGPU that need no graphics card. */
export const launchArguments = [
  ...quiet,
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
];

/** As a browser without a graphics card draws pages: canvases by the processor, not by an imitated card. */
export const pageArguments = [...quiet, '--disable-gpu'];
