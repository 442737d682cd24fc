import { html } from 'lit';
import { Part } from '../lib/part.js';
import { path } from '../lib/api.js';
import { bindingList } from '../lib/binding-rows.js';
import '../lib/list.js';

const DEFINITION = bindingList({ sort: 'source', path: host => (host ? path('bindings', host) : 'bindings') });

class Bindings extends Part {
  render() { return html`<lv-list .definition=${DEFINITION}></lv-list>`; }
}
customElements.define('lv-page-bindings', Bindings);
