import { Part, Watch } from './part.js';
import { route } from './router.js';

/** Shows a stream, and opens another one when the address says that something else is wanted. */
export class StreamPart extends Part {
  watch = new Watch(this, route);

  /** @returns {object} of the address, as the API's query */
  asked() { return {}; }

  connectedCallback() {
    this.was = JSON.stringify(this.asked());
    super.connectedCallback();
    this.end = route.watch(() => this.#routed());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.end();
  }

  #routed() {
    const asked = JSON.stringify(this.asked());
    if (asked === this.was) return;
    this.was = asked;
    this.events.restart();
  }
}
