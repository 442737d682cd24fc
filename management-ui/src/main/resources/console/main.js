import './lib/shell.js';
import { paused, refresh } from './lib/live.js';
import { go, virtualHost } from './lib/router.js';
import { user } from './lib/api.js';

// Menus are <details>: they close when one clicks elsewhere, presses Escape, or goes to another page.
const closeMenus = except => document.querySelectorAll('details.menu[open]').forEach(menu => { if (menu !== except) menu.open = false; });
addEventListener('click', event => closeMenus(event.target.closest?.('details.menu')));
addEventListener('hashchange', () => closeMenus(null));
addEventListener('keydown', event => { if (event.key === 'Escape') closeMenus(null); });

// What opens near an edge of the window is moved to where all of it is seen.
const EDGE = 8;
addEventListener('toggle', event => {
  const body = event.target.open && event.target.matches('details.menu') && event.target.querySelector('.menu-body');
  if (!body) return;
  body.style.translate = '';
  const { left, right } = body.getBoundingClientRect();
  body.style.translate = `${Math.max(EDGE - left, Math.min(0, document.documentElement.clientWidth - EDGE - right))}px`;
}, true);

// Keys that work everywhere but where one writes.

const PAGES = { o: 'overview', q: 'queues', e: 'exchanges', c: 'connections', t: 'topology', b: 'bindings', x: 'explain' };
const SECOND_KEY_MILLIS = 1500;
let gone = 0;

const writing = target => target.closest?.('input:not([type="checkbox"]), textarea, select, [contenteditable]');

/** Focus goes from row to row, so Enter opens what it is on. Rows that are not drawn yet are drawn for it. */
async function move(step) {
  const rows = [...document.querySelectorAll('main tbody tr')].filter(row => row.querySelector('a, input') || row.matches('.gap'));
  const at = rows.indexOf(document.activeElement?.closest('tr'));
  let row = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + step))];
  if (row?.matches('.gap')) {
    const group = row.parentElement;
    row.dispatchEvent(new Event('wanted'));
    await group.closest('lv-list').updateComplete;
    row = [...group.rows].at(step > 0 ? 0 : -1);
  }
  (row?.querySelector('a') ?? row?.querySelector('input'))?.focus();
}

const PLAIN = {
  '/': () => document.querySelector('main input[type="search"]')?.focus(),
  j: () => move(1),
  k: () => move(-1),
  x: () => document.activeElement?.closest('tr')?.querySelector('.pick input')?.click(),
  r: refresh,
  p: () => { paused.value = !paused.value; },
  g: () => { gone = Date.now(); },
  '?': async () => (await import('./lib/palette.js')).showKeys(),
};

addEventListener('keydown', async event => {
  if (!user.value || document.querySelector('dialog[open]')) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
    event.preventDefault();
    (await import('./lib/palette.js')).openPalette();
    return;
  }
  if (event.key === 'Escape' && writing(event.target)) event.target.blur();
  if (event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
  const page = Date.now() - gone < SECOND_KEY_MILLIS && PAGES[event.key];
  gone = 0;
  if (page) {
    event.preventDefault();
    go(page, [], { vh: virtualHost() });
  } else if (PLAIN[event.key]) {
    event.preventDefault();
    PLAIN[event.key]();
  }
});
