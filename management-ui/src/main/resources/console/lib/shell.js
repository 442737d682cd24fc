import { html, nothing } from 'lit';
import { Part, Signal, Watch, icon, empty } from './part.js';
import { get, request, user, expired, has, signOut, signIn, readOnly, setReadOnly, remembered } from './api.js';
import { route, link, setQuery, virtualHost } from './router.js';
import { Poll, interval, lost, paused, status, INTERVALS, setPeriod, refresh } from './live.js';
import { PAGES, GROUPS, isHere, isPage, mayOpen } from './pages.js';
import { duration } from './format.js';
import { t } from './texts.js';
import './sign-in.js';

const root = document.documentElement;
/** Pixels of a window that has room for the names of pages beside a list. */
const ROOMY = 1200;
const kept = (key, otherwise) => localStorage.getItem(key) ?? otherwise;

/** 'system', 'light' or 'dark' */
export const theme = new Signal(kept('leveret.theme', 'system'));
/** 'normal' or 'compact' */
export const density = new Signal(kept('leveret.density', 'normal'));
/** Until somebody has chosen, a window that is not wide has the icons alone. */
export const railOpen = new Signal(kept('leveret.rail', innerWidth < ROOMY ? 'closed' : 'open') === 'open');

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

/** The frame around every page. */
class App extends Part {
  static properties = { ready: { state: true }, drawer: { state: true } };

  watch = new Watch(this, user, expired, route, railOpen, readOnly, lost);

  async connectedCallback() {
    super.connectedCallback();
    // What was asked for meanwhile was refused, and is not asked for again by itself.
    this.ends = [route.watch(() => this.#open()), user.watch(who => this.#signed(who)), expired.watch(reason => { if (reason === null && user.value) refresh(); })];
    const kept = remembered();
    if (kept) {
      try { signIn(kept, await request('GET', 'whoami', { as: kept }), true); } catch { /* the form asks again */ }
    }
    this.ready = true;
    this.#open();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.ends.forEach(end => end());
  }

  /** Shows where the address leads, as soon as the code of that page is here. */
  async #open() {
    if (!user.value) return;
    const { page, names } = route.value;
    const where = [page, ...names].join('/');
    this.drawer = false;
    if (where === this.where || !isPage(route.value)) return;
    this.where = !mayOpen(page) || isHere(page) ? where : undefined;
    if (!this.where) return;
    this.requestUpdate();
    await this.updateComplete;
    document.title = [names.at(-1), t.rail[PAGES[page].parent ?? page] ?? page, t.product].filter(Boolean).join(' · ');
    scrollTo(0, 0);
    this.#announce();
  }

  /** Who comes after somebody else finds nothing of theirs. */
  #signed(who) {
    if (!who) this.where = draw.key = undefined;
    this.#open();
  }

  /** Whoever goes to another page is told so by its headline, which may come, or come again, with its data; unless something else has been chosen meanwhile. */
  #announce() {
    this.heading?.disconnect();
    const main = this.querySelector('main');
    let headline = null;
    const focus = () => {
      if (headline?.isConnected) return;
      headline = main.querySelector('h1');
      const { activeElement } = document;
      if (!main.contains(activeElement) || activeElement === main) headline?.focus({ preventScroll: true });
    };
    focus();
    this.heading = new MutationObserver(focus);
    this.heading.observe(main, { childList: true, subtree: true });
  }

  #openDrawer(open) {
    this.drawer = open;
    this.updateComplete.then(() => this.querySelector(open ? '.rail a' : '.menu-button')?.focus());
  }

  render() {
    if (!this.ready) return nothing;
    if (!user.value) return html`<main class="alone"><lv-sign-in></lv-sign-in></main><lv-toasts></lv-toasts>`;
    return html`<button class="skip" @click=${() => this.querySelector('main').focus()}>${t.skip}</button>
      <div class="frame ${railOpen.value ? '' : 'narrow'} ${this.drawer ? 'drawer' : ''}" @keydown=${event => { if (event.key === 'Escape' && this.drawer) this.#openDrawer(false); }}>
        ${this.#rail()}
        <div class="side" @click=${event => { if (this.drawer && !event.target.closest('.menu-button')) this.#openDrawer(false); }}>${this.#bar()}<lv-stale></lv-stale><main id="main" class=${lost.value ? 'stale' : ''} tabindex="-1">${this.#page()}</main></div>
      </div>
      ${expired.value ? html`<lv-sign-in-again></lv-sign-in-again>` : nothing}
      <lv-toasts></lv-toasts>`;
  }

  #rail() {
    const current = PAGES[route.value.page]?.parent ?? route.value.page;
    const entry = id => html`<a href=${link(id, [], { vh: virtualHost() })} aria-current=${id === current ? 'page' : nothing} title=${railOpen.value ? nothing : t.rail[id]}>
      ${icon(PAGES[id].icon)}<span>${t.rail[id]}</span></a>`;
    return html`<nav class="rail" aria-label=${t.rail.menu}><a class="brand" href="#/overview" title=${railOpen.value ? nothing : t.product}><img src="ui/icon.svg" alt="" width="24" height="24"><span>${t.product}</span></a>
      ${GROUPS.map(group => {
    const ids = Object.keys(PAGES).filter(id => PAGES[id].group === group && mayOpen(id));
    return ids.length === 0 ? nothing : html`<section><h2>${t.rail[group]}</h2>${ids.map(entry)}</section>`;
  })}
      <button class="quiet fold" aria-label=${railOpen.value ? t.rail.collapse : t.rail.expand} @click=${() => { railOpen.value = !railOpen.value; }}>
        ${icon(railOpen.value ? 'left' : 'right')}<span>${t.rail.collapse}</span></button></nav>`;
  }

  #bar() {
    const { page, names } = route.value;
    const parent = PAGES[page]?.parent;
    return html`<header class="bar">
      <button class="quiet menu-button" aria-label=${t.rail.menu} aria-expanded=${this.drawer === true} @click=${() => this.#openDrawer(!this.drawer)}>${icon('menu')}</button>
      <nav class="crumbs" aria-label="Breadcrumb">${parent ? html`<a href=${link(parent, [], { vh: virtualHost() })}>${t.rail[parent]}</a><span>${names.at(-1)}</span>`
    : html`<span>${t.rail[page] ?? page}</span>`}</nav>
      <span class="grow"></span>
      <button class="quiet" title=${`${t.find} (Ctrl K)`} @click=${async () => (await import('./palette.js')).openPalette()}>${icon('search')}<span class="hidden">${t.find}</span><span class="wide-only muted" aria-hidden="true">Ctrl K</span></button>
      <lv-virtual-host></lv-virtual-host><lv-live></lv-live><lv-alarms></lv-alarms>${this.#userMenu()}</header>`;
  }

  #userMenu() {
    const choice = (signal, texts) => html`<span class="choice">${Object.entries(texts).map(([id, text]) => html`<button aria-pressed=${signal.value === id}
      @click=${() => { signal.value = id; this.requestUpdate(); }}>${text}</button>`)}</span>`;
    return html`<details class="menu right"><summary class="button quiet">${icon('user')}<span class="wide-only">${user.value.name}</span></summary><div class="menu-body">
      <p><strong>${user.value.name}</strong><br><span class="muted">${user.value.tags.join(', ') || t.user.noTags}</span></p>
      <p>${t.user.theme}${choice(theme, t.user.themes)}</p>
      <p>${t.user.density}${choice(density, t.user.densities)}</p>
      <label class="check" title=${t.user.readOnlyHint}><input type="checkbox" .checked=${readOnly.value} @change=${event => setReadOnly(event.target.checked)}> ${t.user.readOnly}</label>
      <button @click=${signOut}>${icon('sign-out')}${t.user.signOut}</button></div></details>`;
  }

  #page() {
    const { page, names } = route.value;
    if (!isPage(route.value)) return empty(t.noPage, [page, ...names].join('/'), html`<a class="button" href="#/overview">${t.toOverview}</a>`, { page: true });
    if (!mayOpen(page)) return empty(t.errors.titles.unauthorised, t.notAllowed(PAGES[page].tag), '', { page: true });
    return isHere(page) ? draw(page) : html`<lv-coming .page=${page} @come=${() => this.#open()}></lv-coming>`;
  }
}
customElements.define('lv-app', App);

/** Pages are elements named after them; a new one for each object, so that nothing of the last one is left. */
function draw(page) {
  const key = `${page} ${route.value.names.join('/')}`;
  if (draw.key !== key) {
    draw.key = key;
    draw.element = document.createElement(`lv-page-${page}`);
  }
  return draw.element;
}

/** More than fit a list that one looks through. */
const MOST_CHOICES = 12;

/** All or one; a list of names that is long is searched by typing. */
class VirtualHost extends Part {
  static properties = { text: { state: true } };

  watch = new Watch(this, route);

  poll = new Poll(this, signal => get('vhosts', { columns: 'name', disable_stats: 'true' }, { signal }), { once: true });

  render() {
    const names = (this.poll.data ?? []).map(each => each.name);
    if (names.length < 2 && !virtualHost()) return nothing;
    if (names.length > MOST_CHOICES) return this.#search(names);
    return html`<label class="vhost"><span class="hidden">${t.virtualHost}</span>
      <select @change=${event => setQuery({ vh: event.target.value, page: null })}>
        <option value="" ?selected=${virtualHost() === ''}>${t.allVirtualHosts}</option>
        ${names.map(name => html`<option value=${name} ?selected=${virtualHost() === name}>${name}</option>`)}</select></label>`;
  }

  #search(names) {
    const text = (this.text ?? '').toLowerCase();
    const fitting = names.filter(name => name.toLowerCase().includes(text));
    const choose = (name, event) => { event.target.closest('details').open = false; this.text = ''; setQuery({ vh: name, page: null }); };
    const entry = (name, label) => html`<button class="quiet" aria-pressed=${virtualHost() === name} @click=${event => choose(name, event)}>${label}</button>`;
    return html`<details class="menu right vhost" @toggle=${event => { if (event.target.open) event.target.querySelector('input').focus(); }}><summary class="button quiet" aria-label=${t.virtualHost}>${icon('vhost')}<span>${virtualHost() || t.allVirtualHosts}</span></summary><div class="menu-body">
      <input type="search" aria-label=${t.findVirtualHost} placeholder=${t.findVirtualHost} autocomplete="off" .value=${this.text ?? ''} @input=${event => { this.text = event.target.value; }}
        @keydown=${event => { if (event.key === 'Enter' && fitting.length > 0) choose(fitting[0], event); }}>
      ${text === '' ? entry('', t.allVirtualHosts) : nothing}${fitting.slice(0, MOST_CHOICES).map(name => entry(name, name))}${fitting.length > MOST_CHOICES ? html`<span class="muted">${t.moreOf(fitting.length - MOST_CHOICES)}</span>` : nothing}</div></details>`;
  }
}
customElements.define('lv-virtual-host', VirtualHost);

/** Tells how old is what is shown, which nobody else says while the broker does not answer. */
class Aging extends Part {
  watch = new Watch(this, interval, paused, lost);

  connectedCallback() {
    super.connectedCallback();
    this.timer = setInterval(() => { if (lost.value) this.requestUpdate(); }, 1000);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  get age() {
    const { at } = status.value;
    return at ? duration(Math.max(1, (Date.now() - at) / 1000)) : '–';
  }
}

/** How fresh the page is, and how often it asks. */
class Live extends Aging {
  render() {
    const isLive = !lost.value && !paused.value && interval.value > 0;
    const text = lost.value ? t.live.old(this.age) : paused.value ? t.live.paused : interval.value === 0 ? t.live.off : t.live.live(interval.value);
    return html`<details class="menu right"><summary class="button quiet live ${isLive ? 'on' : ''}"><i></i>${text}</summary><div class="menu-body">
      <button @click=${() => { paused.value = !paused.value; }}>${icon(paused.value ? 'play' : 'pause')}${paused.value ? t.live.resume : t.live.pause}</button>
      <button @click=${refresh}>${icon('refresh')}${t.live.now}</button>
      <label>${t.live.every} <select @change=${event => setPeriod(Number(event.target.value))}>
        ${[...INTERVALS, 0].map(each => html`<option value=${each} ?selected=${each === interval.value}>${each === 0 ? t.live.off : t.live.seconds(each)}</option>`)}</select></label>
    </div></details>`;
  }
}
customElements.define('lv-live', Live);

/** What has raised an alarm, for whoever may ask. */
class Alarms extends Part {
  poll = new Poll(this, async signal => {
    if (!has('monitoring')) return { nodes: [], blocked: 0 };
    const [nodes, blocked] = await Promise.all([get('nodes', { columns: 'name,mem_alarm,disk_free_alarm' }, { signal }), get('connections', { page: 1, page_size: 1, filter: 'blocked', columns: 'name' }, { signal })]);
    return { nodes, blocked: blocked.filtered_count };
  });

  render() {
    const { nodes, blocked } = this.poll.data ?? { nodes: [], blocked: 0 };
    const raised = [nodes.some(each => each.mem_alarm) && 'memory', nodes.some(each => each.disk_free_alarm) && 'disk'].filter(Boolean);
    return html`${raised.map(what => html`<a class="chip bad" href="#/node" role="status">${icon('alert')}${what}</a>`)}${blocked > 0 ? html`<a class="chip warn" href=${link('connections', [], { chip: 'blocked' })} role="status">${icon('alert')}${t.blocked(blocked)}</a>` : nothing}`;
  }
}
customElements.define('lv-alarms', Alarms);

/** Over the page while the broker does not answer: what is shown is old. */
class Stale extends Aging {
  render() {
    const { error, retryAt } = status.value;
    if (!error) return nothing;
    const seconds = retryAt ? Math.max(0, Math.ceil((retryAt - Date.now()) / 1000)) : null;
    return html`<div class="banner bad" role="alert">${icon('alert')}<span>${t.live.stale(error.reason, this.age)}</span>
      ${seconds === null ? nothing : html`<span aria-hidden="true">${t.live.again(seconds)}</span>`}<button @click=${refresh}>${t.retry}</button></div>`;
  }
}
customElements.define('lv-stale', Stale);
