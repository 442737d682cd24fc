import { Signal } from './signal.js';

const root = document.documentElement;
const kept = (key, otherwise) => localStorage.getItem(key) ?? otherwise;

/** 'system', 'light' or 'dark' */
export const theme = new Signal(kept('leveret.theme', 'system'));
/** 'normal' or 'compact' */
export const density = new Signal(kept('leveret.density', 'normal'));
export const railOpen = new Signal(kept('leveret.rail', 'open') === 'open');

const dark = matchMedia('(prefers-color-scheme: dark)');

function apply() {
  root.dataset.theme = theme.value === 'system' ? (dark.matches ? 'dark' : 'light') : theme.value;
  root.dataset.density = density.value;
}

dark.addEventListener('change', apply);
theme.watch(value => { localStorage.setItem('leveret.theme', value); apply(); });
density.watch(value => { localStorage.setItem('leveret.density', value); apply(); });
railOpen.watch(value => localStorage.setItem('leveret.rail', value ? 'open' : 'closed'));
apply();
