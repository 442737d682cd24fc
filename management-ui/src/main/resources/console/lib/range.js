import { html } from 'lit';
import { route, setQuery } from './router.js';
import { t } from './texts.js';

// Over which time a page's charts reach, and in which steps the broker keeps that: seconds.

const RANGES = [{ id: '1m', age: 60, step: 5 }, { id: '10m', age: 600, step: 5 }, { id: '1h', age: 3600, step: 60 }, { id: '8h', age: 28800, step: 600 }, { id: '24h', age: 86400, step: 1800 }];
const USUAL = RANGES[1];
/** Only of the whole and of virtual hosts more is kept. */
export const AN_HOUR = 3600;

const chosen = most => RANGES.find(each => each.id === route.value.query.range && each.age <= most) ?? USUAL;

/** What to ask the API for, of `lengths`, `msg_rates` and `data_rates`. */
export function samples(kinds, most = AN_HOUR) {
  const { age, step } = chosen(most);
  return Object.fromEntries(kinds.flatMap(kind => [[`${kind}_age`, age], [`${kind}_incr`, step]]));
}

export const rangeChoice = (most = AN_HOUR) => html`<span class="choice range" role="group" aria-label=${t.charts.range}>${RANGES.filter(each => each.age <= most).map(each => html`<button class="small"
  aria-pressed=${each === chosen(most)} @click=${() => setQuery({ range: each === USUAL ? null : each.id })}>${t.charts.ranges[each.id]}</button>`)}</span>`;

/** Asks a page's poll anew when another range is chosen. @returns {() => void} ends it */
export function watchRange(poll) {
  let { range } = route.value.query;
  return route.watch(({ query }) => {
    if (query.range === range) return;
    range = query.range;
    poll.restart();
  });
}
