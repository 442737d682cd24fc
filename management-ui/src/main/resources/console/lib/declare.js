import { html } from 'lit';
import { path, post, put } from './api.js';
import { argumentRows, argumentsOf, check, field, openForm, rowsOf } from './forms.js';
import { EXCHANGE_ARGUMENTS, QUEUE_ARGUMENTS } from './arguments.js';
import { refresh } from './live.js';
import { virtualHost } from './router.js';
import { toast } from './toast.js';
import { f } from '../texts/forms.js';

async function declared(promise, text) {
  if (await promise) {
    toast(text());
    refresh();
  }
}

/** @param {object} [like] a queue to start from
 * @param {string} [name] to have again */
export function declareQueue(like = {}, name = '') {
  const model = { vhost: like.vhost ?? (virtualHost() || '/'), name, durable: like.durable ?? true, auto_delete: like.auto_delete ?? false };
  const rows = rowsOf(like.arguments);
  const body = () => ({ durable: model.durable, auto_delete: model.auto_delete, arguments: argumentsOf(rows) });
  return declared(openForm({
    title: f.newQueue, verb: f.create, preview: body,
    fields: redraw => html`${field(f.name, model, 'name', { required: true, autofocus: true })}${field(f.vhost, model, 'vhost', { required: true })}
      ${check(f.durable, model, 'durable', redraw)}${check(f.autoDelete, model, 'auto_delete', redraw)}${argumentRows(rows, QUEUE_ARGUMENTS, redraw)}`,
    run: () => put(path('queues', model.vhost, model.name), body()),
  }), () => f.created(model.name));
}

const TYPES = ['direct', 'topic', 'fanout', 'headers', 'x-consistent-hash', 'x-delayed-message'];

export function declareExchange(like = {}, name = '') {
  const model = { vhost: like.vhost ?? (virtualHost() || '/'), name, type: like.type ?? 'direct', durable: like.durable ?? true, auto_delete: like.auto_delete ?? false, internal: like.internal ?? false };
  const rows = rowsOf(like.arguments);
  const body = () => ({ type: model.type, durable: model.durable, auto_delete: model.auto_delete, internal: model.internal, arguments: argumentsOf(rows) });
  return declared(openForm({
    title: f.newExchange, verb: f.create, preview: body,
    fields: redraw => html`${field(f.name, model, 'name', { required: true, autofocus: true })}${field(f.vhost, model, 'vhost', { required: true })}${field(f.type, model, 'type', { options: TYPES, redraw })}
      ${check(f.durable, model, 'durable', redraw)}${check(f.autoDelete, model, 'auto_delete', redraw)}${check(f.internal, model, 'internal', redraw)}${argumentRows(rows, EXCHANGE_ARGUMENTS, redraw)}`,
    run: () => put(path('exchanges', model.vhost, model.name), body()),
  }), () => f.created(model.name));
}

/** @param {{vhost: string, source?: string, destination?: string, kind?: 'q'|'e'}} known what need not be asked */
export function declareBinding(known) {
  const model = { source: '', destination: '', kind: 'q', key: '', ...known };
  const rows = [];
  const body = () => ({ routing_key: model.key, arguments: argumentsOf(rows) });
  return declared(openForm({
    title: f.newBinding, verb: f.bind, preview: body,
    fields: redraw => html`${known.source === undefined ? field(f.from, model, 'source', { required: true, autofocus: true }) : ''}
      ${known.destination === undefined ? html`${field(f.kind, model, 'kind', { options: [['q', f.queue], ['e', f.exchange]], redraw })}${field(f.destination, model, 'destination', { required: true, autofocus: true })}` : ''}
      ${field(f.key, model, 'key', { redraw })}${argumentRows(rows, [], redraw)}`,
    run: () => post(path('bindings', model.vhost, 'e', model.source, model.kind, model.destination), body()),
  }), () => f.bound);
}
