import { html } from 'lit';
import { Part } from '../lib/part.js';
import { r } from '../texts/explain.js';
import '../lib/explain.js';

class ExplainPage extends Part {
  render() {
    return html`<div class="page-head"><h1 tabindex="-1">${r.title}</h1><span class="muted">${r.hint}</span></div><lv-explain></lv-explain>`;
  }
}
customElements.define('lv-page-explain', ExplainPage);
