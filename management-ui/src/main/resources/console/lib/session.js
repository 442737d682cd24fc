import { Signal } from './signal.js';

// Who is signed in. Name and password stay in memory, and in this tab's storage if the user wants; never in a cookie.

const KEY = 'leveret.session';
const READ_ONLY = 'leveret.read-only';

export const user = new Signal(null);
export const readOnly = new Signal(sessionStorage.getItem(READ_ONLY) === 'yes');
/** Set while somebody has to sign in again over a page that is kept: the reason. */
export const expired = new Signal(null);

let header = null;

export const authorization = () => header;

function basic(name, password) {
  const utf8 = new TextEncoder().encode(`${name}:${password}`);
  return `Basic ${btoa(String.fromCharCode(...utf8))}`;
}

/** @returns a function that asks the API with these credentials, for trying them */
export function credentials(name, password) { return basic(name, password); }

export function signIn(authorizationHeader, who, remember) {
  header = authorizationHeader;
  if (remember) sessionStorage.setItem(KEY, authorizationHeader); else sessionStorage.removeItem(KEY);
  expired.value = null;
  user.value = who;
}

export function remembered() { return sessionStorage.getItem(KEY); }

export function signOut() {
  header = null;
  sessionStorage.removeItem(KEY);
  expired.value = null;
  user.value = null;
}

export function setReadOnly(on) {
  sessionStorage.setItem(READ_ONLY, on ? 'yes' : 'no');
  readOnly.value = on;
}

const ORDER = { management: [], policymaker: ['management'], monitoring: ['management'], administrator: ['policymaker', 'monitoring', 'management'] };

/** Whether the user has a tag, or one that includes it. */
export function has(tag) {
  const tags = user.value?.tags ?? [];
  return tags.some(each => each === tag || ORDER[each]?.includes(tag));
}

/** Whether changing anything is to be offered at all. */
export const mayChange = () => !readOnly.value;
