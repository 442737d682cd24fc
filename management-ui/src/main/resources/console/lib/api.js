import { Signal } from './part.js';

// Who is signed in. Name and password stay in memory, and in this tab's storage if the user wants; never in a cookie.

const KEY = 'leveret.session';
const READ_ONLY = 'leveret.read-only';
/** Whose page this was: a page that is loaded again can say why it asks once more. */
const WHO = 'leveret.user';

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
  sessionStorage.setItem(WHO, who.name);
  expired.value = null;
  user.value = who;
}

export function remembered() { return sessionStorage.getItem(KEY); }

/** Who was signed in before the page was loaded again, and has not signed out. */
export const wasHere = () => sessionStorage.getItem(WHO);

export function signOut() {
  header = null;
  sessionStorage.removeItem(KEY);
  sessionStorage.removeItem(WHO);
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

// What the API is asked with, and what goes wrong with it.

/** What went wrong, in terms that pages act on. */
export class ApiError extends Error {
  /**
   * @param {'network'|'unauthenticated'|'unauthorised'|'missing'|'refused'|'server'} kind
   * @param {number} status 0 when there was no answer
   * @param {string} reason the server's words
   * @param {string} [asked] what was asked, such as `GET queues`
   */
  constructor(kind, status, reason, asked) {
    super(reason);
    this.kind = kind;
    this.status = status;
    this.reason = reason;
    this.asked = asked;
  }
}

/** Names in paths: each is encoded whole. */
export const path = (...names) => names.map(name => encodeURIComponent(name)).join('/');

function kindOf(status, error) {
  if (status === 401) return error === 'not_authorised' ? 'unauthorised' : 'unauthenticated';
  if (status === 404) return 'missing';
  return status >= 500 ? 'server' : 'refused';
}

async function failure(response, asked) {
  const text = await response.text();
  let body = {};
  try { body = JSON.parse(text); } catch { /* not JSON: the text itself is the reason */ }
  const reason = typeof body.reason === 'string' ? body.reason : body.reason ? JSON.stringify(body.reason) : text || response.statusText;
  return new ApiError(kindOf(response.status, body.error), response.status, reason || `HTTP ${response.status}`, asked);
}

/** Only whether the broker answers at all: asks for something small that anybody may have. */
export async function reach(signal) {
  const response = await fetched(new URL('ui/main.js', document.baseURI), { cache: 'no-cache', signal });
  if (!response.ok) throw await failure(response, 'GET ui/main.js');
}

/** "omit" keeps the browser from asking for a password by itself. */
async function fetched(url, options) {
  try {
    return await fetch(url, { credentials: 'omit', ...options });
  } catch (cause) {
    if (cause.name === 'AbortError') throw cause;
    throw new ApiError('network', 0, 'The broker does not answer');
  }
}

async function answer(method, where, { query, body, headers, signal, as }) {
  const url = new URL(`api/${where}`, document.baseURI);
  for (const [name, value] of Object.entries(query ?? {})) {
    // A list is a name that is given several times.
    for (const each of [value].flat()) if (each !== undefined && each !== null && each !== '') url.searchParams.append(name, each);
  }
  const all = { accept: 'application/json', ...headers };
  if (as ?? authorization()) all.authorization = as ?? authorization();
  if (body !== undefined) all['content-type'] = 'application/json';
  return fetched(url, { method, headers: all, body: body === undefined ? undefined : JSON.stringify(body), signal, cache: 'no-store' });
}

/**
 * @param {string} method
 * @param {string} where below /api/, encoded by {@link path}
 * @param {{query?: object, body?: any, headers?: object, signal?: AbortSignal, as?: string}} [options]
 * @returns {Promise<any>} the answer's JSON, null when it has no body
 */
export async function request(method, where, options = {}) {
  const text = await body(method, where, options);
  return text === '' ? null : JSON.parse(text);
}

async function body(method, where, options) {
  const sent = authorization();
  const response = await answer(method, where, options);
  if (response.ok) return response.text();
  const error = await failure(response, `${method} ${where}`);
  // What was asked before somebody signed in again says nothing of who is signed in now.
  if (error.kind === 'unauthenticated' && user.value && !options.as && sent === authorization()) expired.value = error.reason;
  throw error;
}

/** What is no JSON. */
export const getText = (where, query, options = {}) => body('GET', where, { headers: { accept: 'text/plain, */*' }, ...options, query });

export const get = (where, query, options = {}) => request('GET', where, { ...options, query });
export const put = (where, body = {}, options = {}) => request('PUT', where, { ...options, body });
export const post = (where, body = {}, options = {}) => request('POST', where, { ...options, body });
export const remove = (where, query, options = {}) => request('DELETE', where, { ...options, query });

/**
 * Server-sent events, with the credentials that EventSource cannot send.
 *
 * @param {(event: {event: string, data: any}) => void} listener
 * @returns {Promise<void>} when the server has ended it
 */
export async function stream(where, query, listener, signal) {
  const response = await answer('GET', where, { query, signal, headers: { accept: 'text/event-stream' } });
  if (!response.ok) throw await failure(response, `GET ${where}`);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + value).replace(/\r\n/g, '\n').split('\n\n');
    rest = blocks.pop();
    for (const block of blocks) dispatch(block, listener);
  }
}

function dispatch(block, listener) {
  let event = 'message';
  const data = [];
  for (const line of block.split('\n')) {
    if (line.startsWith('event:')) event = line.slice(6).trim();
    else if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''));
  }
  if (data.length > 0) listener({ event, data: JSON.parse(data.join('\n')) });
}
