import {render} from 'preact';
import {darkColours, lightColours} from '../../src/report/html/colours.js';
import './style.css';

// The report's colours, so that a class and a loss look the same here and there; before anything reads them.
const colours = document.createElement('style');
colours.textContent = `:root{${lightColours}} @media (prefers-color-scheme: dark){:root{${darkColours}}}`;
document.head.prepend(colours);

const [{App}, {begin}] = await Promise.all([import('./app.js'), import('./actions.js')]);
begin();
render(<App />, document.getElementById('app')!);
