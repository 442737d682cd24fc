import { html } from 'lit';
import { Part } from './part.js';
import { copy } from './clipboard.js';
import { t } from './texts.js';

const text = value => JSON.stringify(value);

/** Pasted, they would be keys: an interrupt ends the quotes around it. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/g;
const octal = each => [...new TextEncoder().encode(each)].map(byte => `\\${byte.toString(8).padStart(3, '0')}`).join('');

/** Names are others' choice, and double quotes would have a shell run what stands in them. */
export function shell(value) {
  if (value.search(CONTROL) < 0) return `'${value.replaceAll("'", "'\\''")}'`;
  return `$'${value.replace(/['\\]/g, '\\$&').replace(CONTROL, octal)}'`;
}

function python(value) {
  if (value === null || typeof value === 'boolean') return { null: 'None', true: 'True', false: 'False' }[value];
  if (Array.isArray(value)) return `[${value.map(python).join(', ')}]`;
  if (typeof value === 'object') return `{${Object.entries(value).map(([key, each]) => `${text(key)}: ${python(each)}`).join(', ')}}`;
  return text(value);
}

function go(value) {
  if (typeof value === 'number') return Number.isInteger(value) ? `int64(${value})` : String(value);
  return text(value);
}

function java(value) {
  return typeof value === 'number' && Number.isInteger(value) ? `${value}${Math.abs(value) > 2147483647 ? 'L' : ''}` : text(value);
}

/** Java has no more than ten pairs in Map.of, and none with a null. */
const javaMap = args => (Object.keys(args).length === 0 ? 'null' : `Map.ofEntries(${Object.entries(args).map(([key, value]) => `Map.entry(${text(key)}, ${java(value)})`).join(', ')})`);

const args = queue => queue.arguments ?? {};

/** The queue's declaration in the languages of its clients. */
const LANGUAGES = {
  JSON: queue => JSON.stringify({ name: queue.name, vhost: queue.vhost, durable: queue.durable, auto_delete: queue.auto_delete, arguments: args(queue) }, null, 2),
  rabbitmqadmin: queue => `rabbitmqadmin --vhost=${shell(queue.vhost)} declare queue name=${shell(queue.name)} durable=${queue.durable} auto_delete=${queue.auto_delete} arguments=${shell(text(args(queue)))}`,
  curl: queue => `curl -u guest:guest -X PUT ${shell(`${new URL('.', document.baseURI)}api/queues/${encodeURIComponent(queue.vhost)}/${encodeURIComponent(queue.name)}`)} -H 'content-type: application/json' -d ${shell(text({ durable: queue.durable, auto_delete: queue.auto_delete, arguments: args(queue) }))}`,
  Java: queue => `channel.queueDeclare(${text(queue.name)}, ${queue.durable}, ${queue.exclusive === true}, ${queue.auto_delete}, ${javaMap(args(queue))});`,
  Python: queue => `channel.queue_declare(${text(queue.name)}, durable=${python(queue.durable)}, exclusive=${python(queue.exclusive === true)}, auto_delete=${python(queue.auto_delete)}, arguments=${python(args(queue))})`,
  Go: queue => `q, err := ch.QueueDeclare(${text(queue.name)}, ${queue.durable}, ${queue.auto_delete}, ${queue.exclusive === true}, false, amqp.Table{${Object.entries(args(queue)).map(([key, value]) => `${text(key)}: ${go(value)}`).join(', ')}})`,
  JavaScript: queue => `await channel.assertQueue(${text(queue.name)}, ${text({ durable: queue.durable, exclusive: queue.exclusive === true, autoDelete: queue.auto_delete, arguments: args(queue) })});`,
};

class Code extends Part {
  static properties = { queue: { attribute: false }, language: { state: true } };

  constructor() {
    super();
    this.language = 'JSON';
  }

  render() {
    const code = LANGUAGES[this.language](this.queue);
    return html`<div class="chips">${Object.keys(LANGUAGES).map(each => html`<button class="small" aria-pressed=${each === this.language} @click=${() => { this.language = each; }}>${each}</button>`)}</div>
      <pre>${code}</pre><p><button @click=${() => copy(code)}>${t.copy}</button></p>`;
  }
}
customElements.define('lv-code', Code);
