import { html } from 'lit';

/** Rows that come and go together. */
const CHUNK = 5;
/** So few are all drawn. */
const FEW = 60;
/** Drawn before it is known what is seen: what fits most windows. */
const AT_FIRST = 8;
/** How far beyond what is seen rows are drawn, so that none is missing while one scrolls, and Tab finds the next one. */
const MARGIN = '120px 0px';

/**
 * Lit's reactive controller: of a table's many rows only those near what is seen are drawn, in row groups; the others are a gap that is as
 * high as they are. The first and the last rows are always there, for whoever comes from before or behind the table with the keyboard; who
 * goes from row to row tells a gap that it is `wanted`.
 */
export class RowWindow {
  constructor(host) {
    this.host = host;
    this.near = new Set();
    /** Of one row, by row group, as it was when it was drawn. */
    this.heights = new Map();
    this.observed = new Set();
    host.addController(this);
  }

  hostConnected() {
    this.observer = new IntersectionObserver(entries => this.#seen(entries), { rootMargin: MARGIN, scrollMargin: MARGIN });
  }

  hostDisconnected() {
    this.observer.disconnect();
    this.observed.clear();
    this.near.clear();
  }

  /** Row groups are told from each other by their place: those that are drawn stay. */
  hostUpdated() {
    const groups = new Set(this.host.querySelectorAll('tbody[data-chunk]'));
    for (const gone of this.observed) if (!groups.has(gone)) this.#leave(gone);
    for (const group of groups) {
      if (!this.observed.has(group)) this.observer.observe(group);
      this.observed.add(group);
    }
  }

  #leave(group) {
    this.observer.unobserve(group);
    this.observed.delete(group);
    this.near.delete(Number(group.dataset.chunk));
  }

  #seen(entries) {
    for (const { target, isIntersecting, boundingClientRect } of entries) {
      const chunk = Number(target.dataset.chunk);
      if (!target.querySelector('.gap') && boundingClientRect.height > 0) this.heights.set(chunk, boundingClientRect.height / target.rows.length);
      if (isIntersecting) this.near.add(chunk); else this.near.delete(chunk);
    }
    this.host.requestUpdate();
  }

  /** Whether some rows may be left out, so that those that are there have to say which they are. */
  static leavesOut(rows) { return rows.length > FEW; }

  /** @param {(rows: any[], first: number) => any} draw what is drawn of rows, the first of which has that place among all */
  bodies(rows, columns, draw) {
    if (!RowWindow.leavesOut(rows)) return html`<tbody>${draw(rows, 0)}</tbody>`;
    const chunks = Math.ceil(rows.length / CHUNK);
    const kept = new Set([0, chunks - 1, Number(this.host.querySelector('tbody[data-chunk]:focus-within')?.dataset.chunk ?? 0)]);
    const drawn = chunk => kept.has(chunk) || (this.near.size > 0 ? this.near.has(chunk) : chunk < AT_FIRST);
    return Array.from({ length: chunks }, (_, chunk) => {
      const first = chunk * CHUNK;
      const some = rows.slice(first, first + CHUNK);
      return html`<tbody data-chunk=${chunk}>${drawn(chunk) ? draw(some, first) : this.#gap(chunk, some.length, columns)}</tbody>`;
    });
  }

  #gap(chunk, length, columns) {
    const height = this.heights.get(chunk) ?? this.heights.get(0);
    return html`<tr class="gap" aria-hidden="true" @wanted=${() => { this.near.add(chunk); this.host.requestUpdate(); }}
      style=${`height: ${height ? `${height * length}px` : `calc(var(--row) * ${length})`}`}><td colspan=${columns}></td></tr>`;
  }
}
