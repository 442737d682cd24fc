/** A value that others watch. */
export class Signal extends EventTarget {
  #value;

  constructor(value) { super(); this.#value = value; }

  get value() { return this.#value; }

  set value(value) {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    this.dispatchEvent(new Event('change'));
  }

  /** @returns {() => void} ends it */
  watch(listener) {
    const call = () => listener(this.#value);
    this.addEventListener('change', call);
    return () => this.removeEventListener('change', call);
  }
}

/** Lit's reactive controller: draws its host anew when a signal changes. */
export class Watch {
  constructor(host, ...signals) {
    this.host = host;
    this.signals = signals;
    host.addController(this);
  }

  hostConnected() { this.ends = this.signals.map(signal => signal.watch(() => this.host.requestUpdate())); }

  hostDisconnected() { this.ends.forEach(end => end()); }
}
