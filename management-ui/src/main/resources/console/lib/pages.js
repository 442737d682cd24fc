import { html } from 'lit';
import { Part, empty, problem } from './part.js';
import { has, reach } from './api.js';
import { Poll } from './live.js';
import { t } from './texts.js';

// Every page: where it stands in the rail, who may see it, where its code is, and what is seen until that is here.

export const PAGES = {
  overview: { icon: 'overview', group: 'observe', load: () => import('../pages/overview.js') },
  topology: { icon: 'topology', group: 'observe', load: () => import('../pages/topology.js') },
  logs: { icon: 'logs', group: 'observe', tag: 'monitoring', load: () => import('../pages/logs.js') },
  queues: { icon: 'queue', group: 'messaging', load: () => import('../pages/queues.js') },
  queue: { names: 2, parent: 'queues', load: () => import('../pages/queue.js') },
  exchanges: { icon: 'exchange', group: 'messaging', load: () => import('../pages/exchanges.js') },
  exchange: { names: 2, parent: 'exchanges', load: () => import('../pages/exchange.js') },
  bindings: { icon: 'binding', group: 'messaging', load: () => import('../pages/bindings.js') },
  explain: { icon: 'search', group: 'messaging', load: () => import('../pages/explain.js') },
  jobs: { icon: 'redrive', group: 'messaging', load: () => import('../pages/jobs.js') },
  connections: { icon: 'connection', group: 'clients', load: () => import('../pages/connections.js') },
  connection: { names: 1, parent: 'connections', load: () => import('../pages/connection.js') },
  channels: { icon: 'channel', group: 'clients', load: () => import('../pages/channels.js') },
  channel: { names: 1, parent: 'channels', load: () => import('../pages/channel.js') },
  consumers: { icon: 'consumer', group: 'clients', load: () => import('../pages/consumers.js') },
  vhosts: { icon: 'vhost', group: 'administer', tag: 'administrator', load: () => import('../pages/vhosts.js') },
  users: { icon: 'user', group: 'administer', tag: 'administrator', load: () => import('../pages/users.js') },
  policies: { icon: 'policy', group: 'administer', tag: 'policymaker', load: () => import('../pages/policies.js') },
  limits: { icon: 'limit', group: 'administer', tag: 'administrator', load: () => import('../pages/limits.js') },
  definitions: { icon: 'definitions', group: 'administer', tag: 'administrator', load: () => import('../pages/definitions.js') },
  node: { icon: 'node', group: 'administer', tag: 'monitoring', load: () => import('../pages/node.js') },
};

export const GROUPS = ['observe', 'messaging', 'clients', 'administer'];

/** Whether an address leads anywhere: an object's says all of its name and nothing else. */
export const isPage = ({ page, names }) => Object.hasOwn(PAGES, page) && (PAGES[page].names ?? names.length) === names.length;

export const mayOpen = page => !PAGES[page].tag || has(PAGES[page].tag);

const here = new Set();

/** Whether the page's code has been fetched. */
export const isHere = page => here.has(page);

/** Stands where a page will be until its code is here: without the broker it says so, and asks again as everything does. */
class Coming extends Part {
  static properties = { page: { attribute: false } };

  poll = new Poll(this, signal => this.#fetch(signal), { once: true });

  willUpdate(changed) {
    if (changed.get('page') !== undefined) {
      this.poll.error = null;
      this.poll.restart();
    }
  }

  /** Browsers remember for good that a module could not be fetched: it is asked for only when the broker is known to answer. */
  async #fetch(signal) {
    const { page } = this;
    await reach(signal);
    await PAGES[page].load();
    here.add(page);
    if (!signal.aborted) this.dispatchEvent(new Event('come'));
  }

  render() {
    const { error } = this.poll;
    if (!error) return html`<div class="skeleton" role="status" aria-label=${t.loading}><div></div><div></div><div></div></div>`;
    if (error.kind) return problem(error, { page: true });
    return empty(t.failed, error.message, html`<button @click=${() => location.reload()}>${t.reload}</button>`, { page: true });
  }
}
customElements.define('lv-coming', Coming);
