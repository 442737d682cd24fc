import { LitElement } from 'lit';

/** All elements share one style sheet, so they draw into the page itself. */
export class Part extends LitElement {
  createRenderRoot() { return this; }
}
