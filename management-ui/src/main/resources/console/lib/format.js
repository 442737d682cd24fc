// Numbers as operators read them. What is not known is a dash, never a zero.

export const UNKNOWN = '–';
const THIN = '\u2009';

const isKnown = value => typeof value === 'number' && Number.isFinite(value);

/** 1204 → "1 204" (thin space). */
export function count(value) {
  if (!isKnown(value)) return UNKNOWN;
  return Math.round(value).toString().replace(/\B(?=(\d{3})+(?!\d))/g, THIN);
}

/** 12345 → "12.3k", for places that are narrow. */
export function short(value) {
  if (!isKnown(value)) return UNKNOWN;
  return scaled(value, 1000, ['', 'k', 'M', 'G', 'T'], '');
}

/** Events per second: "0", "0.4", "12", "1.2k". */
export function rate(value) {
  if (!isKnown(value)) return UNKNOWN;
  if (value === 0) return '0';
  if (value < 10) return value < 0.05 ? '<0.1' : value.toFixed(1).replace(/\.0$/, '');
  return short(value);
}

/** 1536 → "1.5 KiB". */
export function bytes(value) {
  if (!isKnown(value)) return UNKNOWN;
  return scaled(value, 1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'], ' ');
}

export const byteRate = value => (isKnown(value) ? `${bytes(value)}/s` : UNKNOWN);

export const percent = value => (isKnown(value) ? `${Math.round(value * 100)}${THIN}%` : UNKNOWN);

function scaled(value, base, units, gap) {
  let unit = 0;
  let rest = Math.abs(value);
  while (rest >= base && unit < units.length - 1) {
    rest /= base;
    unit++;
  }
  if (unit > 0 && rest >= 999.5 && base === 1000 && unit < units.length - 1) { rest /= base; unit++; }
  const digits = unit === 0 || rest >= 100 ? 0 : 1;
  const number = (value < 0 ? '-' : '') + rest.toFixed(digits).replace(/\.0$/, '');
  return units[unit] ? `${number}${gap}${units[unit]}` : number;
}

const STEPS = [['d', 86400], ['h', 3600], ['min', 60], ['s', 1]];

/** Seconds as the two largest units: "3 d 4 h", "12 s", "180 ms". */
export function duration(seconds) {
  if (!isKnown(seconds)) return UNKNOWN;
  if (seconds < 1) return seconds <= 0 ? '0 s' : `${Math.max(1, Math.round(seconds * 1000))} ms`;
  const first = STEPS.findIndex(([, size]) => seconds >= size);
  const [unit, size] = STEPS[first];
  const whole = Math.floor(seconds / size);
  const next = STEPS[first + 1];
  const rest = next ? Math.floor((seconds - whole * size) / next[1]) : 0;
  return rest > 0 ? `${whole} ${unit} ${rest} ${next[0]}` : `${whole} ${unit}`;
}

/** Milliseconds since the epoch as local date and time. */
export function time(millis) {
  if (!isKnown(millis)) return UNKNOWN;
  const date = new Date(millis);
  const two = number => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} `
    + `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

export const clock = millis => (isKnown(millis) ? time(millis).slice(11) : UNKNOWN);

/** How long ago, in words. */
export const ago = (millis, now = Date.now()) => (isKnown(millis) ? `${duration(Math.max(0, (now - millis) / 1000))} ago` : UNKNOWN);

/** "a.b.c" of an object, undefined when anything on the way is missing. */
export const at = (object, path) => path.split('.').reduce((part, name) => (part == null ? undefined : part[name]), object);
