// A message's body as bytes, as text if it is text, and as hexadecimal digits with what they stand for.

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** @param {{payload: string, payload_encoding: 'string'|'base64'}} message */
export function bytesOf(message) {
  if (message.payload_encoding !== 'base64') return new TextEncoder().encode(message.payload ?? '');
  return Uint8Array.from(atob(message.payload ?? ''), char => char.charCodeAt(0));
}

/** @returns {string|undefined} undefined for what is no text */
export function textOf(message) {
  if (message.payload_encoding !== 'base64') return message.payload ?? '';
  try { return utf8.decode(bytesOf(message)); } catch { return undefined; }
}

/** @returns {{value: any}|undefined} undefined for what is no JSON object or list; numbers and words are read better as text */
export function jsonOf(text) {
  if (text === undefined || !/^\s*[[{]/.test(text)) return undefined;
  try { return { value: JSON.parse(text) }; } catch { return undefined; }
}

/** As fits beside a list. */
const WIDTH = 8;
const MOST = 65_536;
const two = byte => byte.toString(16).padStart(2, '0');

/** "00000010  68 65 6c 6c 6f  hello" */
export function hex(bytes) {
  const lines = [];
  for (let at = 0; at < Math.min(bytes.length, MOST); at += WIDTH) {
    const row = [...bytes.subarray(at, at + WIDTH)];
    const shown = row.map(byte => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '·')).join('');
    lines.push(`${at.toString(16).padStart(8, '0')}  ${row.map(two).join(' ').padEnd(WIDTH * 3 - 1)}  ${shown}`);
  }
  if (bytes.length > MOST) lines.push('…');
  return lines.join('\n');
}
