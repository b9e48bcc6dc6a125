import {type Signal, signal} from '@preact/signals';
import {currentTheme, type Theme} from './draw.js';

/** Follows the system from light to dark and back. */
export const theme: Signal<Theme> = signal(currentTheme());

window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  theme.value = currentTheme();
});
