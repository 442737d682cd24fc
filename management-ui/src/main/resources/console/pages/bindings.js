import { html } from 'lit';
import { Part } from '../lib/part.js';
import { path } from '../lib/api.js';
import { bindingList } from '../lib/binding-rows.js';
import { declareBinding } from '../lib/doing.js';
import { virtualHost } from '../lib/router.js';
import { b } from '../texts/bindings.js';
import '../lib/list.js';

const DEFINITION = bindingList({
  sort: 'source', narrow: Object.entries(b.narrow).map(([id, text]) => ({ id, text })), create: { text: b.bind, run: () => declareBinding({ vhost: virtualHost() || '/' }) },
  path: host => (host ? path('bindings', host) : 'bindings'),
});

class Bindings extends Part {
  render() { return html`<lv-list .definition=${DEFINITION}></lv-list>`; }
}
customElements.define('lv-page-bindings', Bindings);
