import { html, nothing } from 'lit';
import { get, path, has, readOnly, signOut } from './api.js';
import { openDialog } from './dialog.js';
import { declareExchange, declareQueue, deleteQueues, publishForm, purgeQueues } from './doing.js';
import { icon } from './part.js';
import { paused, refresh } from './live.js';
import { PAGES } from './pages.js';
import { link, virtualHost } from './router.js';
import { theme } from './shell.js';
import { t } from './texts.js';
import { k } from '../texts/palette.js';

/** @typedef {{kind: string, icon: string, text: string, more?: string, href?: string, run?: () => any}} Hit */

const LIMIT = 10;
const DEBOUNCE = 120;
const PLACES = {
  queues: { icon: 'queue', href: each => link('queue', [each.vhost, each.name]) },
  exchanges: { icon: 'exchange', href: each => link('exchange', [each.vhost, each.name]) },
  connections: { icon: 'connection', href: each => link('connection', [each.name]) },
  users: { icon: 'user', href: () => link('users') },
  vhosts: { icon: 'vhost', href: each => link('queues', [], { vh: each.name }) },
  policies: { icon: 'policy', href: each => link('policies', [], { vh: each.vhost }) },
};

/** What can be done to a queue by its name. */
const VERBS = {
  purge: { icon: 'purge', run: async queue => purgeQueues([await get(path('queues', queue.vhost, queue.name))]) },
  delete: { icon: 'trash', run: async queue => deleteQueues([await get(path('queues', queue.vhost, queue.name))]) },
  publish: { icon: 'send', run: queue => publishForm({ vhost: queue.vhost, exchange: '', key: queue.name }) },
};

function actions() {
  const change = readOnly.value ? [] : [
    { icon: 'plus', text: k.actions.newQueue, run: () => declareQueue() },
    { icon: 'plus', text: k.actions.newExchange, run: () => declareExchange() },
    { icon: 'send', text: k.actions.publish, run: () => publishForm({ vhost: virtualHost() || '/' }) },
  ];
  const dark = document.documentElement.dataset.theme === 'dark';
  return [...change,
    { icon: paused.value ? 'play' : 'pause', text: paused.value ? k.actions.resume : k.actions.pause, run: () => { paused.value = !paused.value; } },
    { icon: 'refresh', text: k.actions.refresh, run: refresh },
    { icon: 'eye', text: dark ? k.actions.light : k.actions.dark, run: () => { theme.value = dark ? 'light' : 'dark'; } },
    { icon: 'info', text: k.actions.keys, run: showKeys },
    { icon: 'sign-out', text: k.actions.signOut, run: signOut }].map(each => ({ kind: 'actions', ...each }));
}

const pages = () => Object.entries(PAGES).filter(([, page]) => page.group && (!page.tag || has(page.tag)))
  .map(([id, page]) => ({ kind: 'pages', icon: page.icon, text: t.rail[id], href: link(id, [], { vh: virtualHost() }) }));

const fitting = (hits, text) => hits.filter(hit => hit.text.toLowerCase().includes(text.toLowerCase()));

/** @returns {Promise<Hit[]>} */
async function found(text, signal) {
  const [, verb, rest] = /^(\w+)\s+(.+)$/.exec(text) ?? [];
  const doing = !readOnly.value && VERBS[verb?.toLowerCase()];
  const answer = await get('search', { q: doing ? rest : text, limit: LIMIT }, { signal });
  if (doing) return answer.queues.items.map(each => ({ kind: 'actions', icon: doing.icon, text: k.verbs[verb.toLowerCase()](each.name), more: each.vhost, run: () => doing.run(each) }));
  return Object.entries(PLACES).flatMap(([kind, place]) => (answer[kind]?.items ?? []).map(each => ({
    kind, icon: place.icon, text: each.user_provided_name || each.name, more: [each.user_provided_name && each.name, kind === 'vhosts' ? '' : each.vhost].filter(Boolean).join(' · '), href: place.href(each) })));
}

/** Anything by its name. */
export async function openPalette() {
  let text = '';
  let at = 0;
  let remote = [];
  let timer;
  let running;
  const known = () => [...fitting(pages(), text), ...fitting(actions(), text)];
  const hits = () => (text === '' ? known() : [...remote, ...known()]);
  const search = redraw => {
    running?.abort();
    const mine = running = new AbortController();
    found(text, mine.signal).then(all => { remote = all; at = 0; redraw(); }, () => { /* what the page knows is still there */ });
  };
  const chosen = await openDialog(k.title, (close, redraw) => {
    const all = hits();
    const press = event => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        at = (at + step + all.length) % Math.max(1, all.length);
        redraw();
        document.getElementById(`hit-${at}`)?.scrollIntoView({ block: 'nearest' });
      } else if (event.key === 'Enter' && all[at]) {
        event.preventDefault();
        close(all[at]);
      }
    };
    return html`<div class="palette"><input type="text" role="combobox" aria-expanded="true" aria-controls="hits" aria-activedescendant=${all.length > 0 ? `hit-${at}` : nothing} aria-label=${k.title} placeholder=${k.placeholder}
        autocomplete="off" spellcheck="false" autofocus .value=${text} @keydown=${press} @input=${event => {
      text = event.target.value.trimStart();
      at = 0;
      clearTimeout(timer);
      if (text.trim() === '') { running?.abort(); remote = []; } else timer = setTimeout(() => search(redraw), DEBOUNCE);
      redraw();
    }}>
      <ul id="hits" role="listbox" aria-label=${k.title}>${all.map((hit, index) => html`<li id=${`hit-${index}`} role="option" aria-selected=${index === at} @click=${() => close(hit)} @pointermove=${() => { if (at !== index) { at = index; redraw(); } }}>
        ${icon(hit.icon)}<span class="name ${PLACES[hit.kind] ? 'mono' : ''}">${hit.text}</span><span class="muted">${hit.more}</span><span class="grow"></span><span class="muted">${k.kinds[hit.kind]}</span></li>`)}</ul>
      ${all.length === 0 ? html`<p class="muted">${k.none}</p>` : nothing}</div>`;
  });
  clearTimeout(timer);
  running?.abort();
  if (chosen?.href) location.hash = chosen.href;
  else await chosen?.run();
}

export const showKeys = () => openDialog(k.help, close => html`<div class="body"><dl class="facts">${k.helpRows.map(([keys, text]) => html`<dt>${keys.split(' ').filter(Boolean).map(key => html`<kbd>${key}</kbd> `)}</dt><dd>${text}</dd>`)}</dl></div>
  <footer><button @click=${() => close()}>${t.close}</button></footer>`);
