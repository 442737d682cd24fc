import { count, percent } from './format.js';

const noTag = tag => `You may not do this: it needs the tag “${tag}”.`;
const notOwn = tag => `You may not do this: it belongs to another user, so it needs the tag “${tag}”.`;
/** What whoever was refused lacks, by what was asked, and the server’s words. */
const LACKS = [
  [/Not management user/, noTag('management')],
  [/Not administrator user/, noTag('administrator')],
  [/Not monitor user/, noTag('monitoring')],
  [/^GET .*User not authorised/, notOwn('monitoring')],
  [/ (policies|parameters)\b.*User not authorised/, noTag('policymaker')],
  [/User not authorised/, notOwn('administrator')],
  [/Access refused/, 'You may not do this: in this virtual host, your user lacks the permission to configure, write or read it.'],
];

// Every text of the shell and of what pages share; each page has its own beside it.

export const t = {
  product: 'Leveret',
  close: 'Close',
  cancel: 'Cancel',
  details: 'Details',
  retry: 'Try again',
  all: 'All',
  loading: 'Loading',
  copied: 'Copied',
  notCopied: 'The browser does not let this page copy. Mark the text and copy it by hand.',
  copy: 'Copy',
  save: 'Save',
  typeToConfirm: what => ['Type ', what, ' to confirm'],
  skip: 'Skip to content',
  find: 'Find',
  allVirtualHosts: 'All virtual hosts',
  virtualHost: 'Virtual host', findVirtualHost: 'Find a virtual host', moreOf: n => `and ${n} more: type to find them`,
  rail: {
    observe: 'Observe', messaging: 'Messaging', clients: 'Clients', administer: 'Administer',
    overview: 'Overview', topology: 'Topology', logs: 'Logs', queues: 'Queues', exchanges: 'Exchanges', bindings: 'Bindings', explain: 'Explain routing', jobs: 'Jobs',
    connections: 'Connections', channels: 'Channels', consumers: 'Consumers', vhosts: 'Virtual hosts', users: 'Users & permissions',
    policies: 'Policies', limits: 'Limits', definitions: 'Definitions', node: 'Node', collapse: 'Collapse', expand: 'Expand', menu: 'Menu',
  },
  live: {
    live: seconds => `live · ${seconds} s`,
    paused: 'paused',
    off: 'off',
    pause: 'Pause', resume: 'Resume', every: 'Update every', seconds: n => `${n} s`, now: 'Update now',
    old: age => `${age} old`,
    stale: (reason, ago) => `${reason}. What is shown is ${ago} old.`,
    again: seconds => `Next try in ${seconds} s`,
    back: 'The broker answers again',
  },
  user: {
    signOut: 'Sign out', readOnly: 'Read only', readOnlyHint: 'Hides all that changes anything, until this tab is closed', theme: 'Theme',
    density: 'Density', themes: { system: 'System', light: 'Light', dark: 'Dark' }, densities: { normal: 'Normal', compact: 'Compact' },
    noTags: 'no tags',
  },
  signIn: {
    title: 'Sign in', name: 'User name', password: 'Password', remember: 'Stay signed in when the page is reloaded, until this tab is closed', submit: 'Sign in',
    again: 'Sign in again to go on. Your work on this page is kept.',
    wrong: 'User name or password is wrong.',
    notManagement: 'This user may not use the console: it has none of the tags management, policymaker, monitoring, administrator.',
    loopback: 'This user may sign in from the broker’s own machine only.',
    reloaded: 'You were signed in until this page was reloaded: name and password are kept only if you tick the box below.',
    refused: 'What was kept of your sign-in is not accepted any more.',
    slow: 'Too many failed attempts from here. Wait a little.',
    network: 'The broker does not answer.',
  },
  errors: {
    network: 'The broker does not answer.',
    unauthenticated: 'You are not signed in any more.',
    unauthorised: (reason, asked = '') => LACKS.find(([words]) => words.test(`${asked} ${reason}`))?.[1] ?? `You may not do this: ${reason.replace(/\.$/, '')}.`,
    missing: 'It is not there any more, or you may not see it.',
    refused: reason => reason,
    server: reason => `The broker could not answer: ${reason}`,
    unexpected: reason => `Something went wrong in this page: ${reason}`,
    titles: { network: 'No connection', unauthenticated: 'Signed out', unauthorised: 'Not allowed', missing: 'Not found', refused: 'Refused', server: 'The broker failed' },
  },
  blocked: n => (n === 1 ? '1 blocked' : `${n} blocked`),
  deleted: (name, ago) => `${name} was there until ${ago} ago: it was deleted, or you may not see it any more.`, again: 'Create again', gone: 'Gone',
  notAllowed: tag => `This page needs the tag “${tag}”.`,
  noPage: 'There is no such page.',
  toOverview: 'To the overview',
  failed: 'This page has failed. Nothing of the broker is lost.',
  reload: 'Reload',
  list: {
    of: (filtered, total) => (filtered === total ? `${total}` : `${filtered} of ${total}`),
    filter: 'Filter names, or /regex/', filterLabel: 'Filter', columns: 'Columns', size: 'Rows', exportCsv: 'CSV', exportJson: 'JSON', export: 'Export',
    page: (page, pages) => `Page ${page} of ${pages}`, first: 'First page', previous: 'Previous page', next: 'Next page', last: 'Last page',
    select: name => `Select ${name}`, selectAll: 'Select all on this page', selected: n => `${n} selected`, clear: 'Clear',
    moved: n => (n === 1 ? '1 row would move – refresh order' : `${n} rows would move – refresh order`), none: 'Nothing here yet', noneText: 'None exist.', noMatch: 'No match',
    noMatchText: filter => `Nothing matches “${filter}”.`, clearFilter: 'Clear filter', reset: 'Reset', sortBy: title => `Sort by ${title}`,
    wrong: why => `This is not a regular expression: ${why}. The list is as it was.`, quick: 'Quick filters', exportChosen: 'Those selected, as CSV',
    exporting: n => `Exporting… ${n}`,
  },
  features: { title: 'Features', hint: 'What the letters stand for', legend: 'Legend', D: 'durable: there again after a restart', AD: 'deleted when nobody uses it any more', Excl: 'exclusive: of one connection', I: 'internal: clients cannot publish to it', Args: 'other arguments' },
  bulk: { progress: (done, all) => `${done} of ${all}`, stop: 'Stop', failed: n => `${n} failed`, done: n => `${n} done`, left: n => `${n} not begun` },
  charts: { range: 'Time shown', ranges: { '1m': '1 min', '10m': '10 min', '1h': '1 h', '8h': '8 h', '24h': '24 h' }, asTable: 'As a table', asChart: 'As a chart', time: 'Time', noData: 'No samples yet' },
};

/** A word for each state of a queue, and what is said of it. */
export const h = {
  paused: ['paused', () => 'hands out nothing until it is resumed'],
  dead_letters: ['dead letters', queue => (queue.messages_ready === 1 ? 'holds a dead letter of another queue, which nobody takes' : `holds ${count(queue.messages_ready)} dead letters of other queues, which nobody takes`)],
  no_consumers: ['no consumers', queue => (queue.messages_ready === 1 ? 'holds a message, and nobody takes it' : `holds ${count(queue.messages_ready)} messages, and nobody takes them`)],
  at_limit: ['at limit', queue => `is ${percent(queue.health?.fullness)} full`],
  unacked_high: ['unacked high', queue => `all its consumers wait with ${count(queue.messages_unacknowledged)} unacknowledged messages`],
  stalled: ['stalled', () => 'has messages and consumers, and has delivered nothing for half a minute'],
  growing: ['growing', queue => (queue.health?.rise > 0 ? `has ${count(queue.health.rise)} messages more than a minute ago` : 'has more and more messages')],
  flow: ['flow', () => 'keeps its publishers waiting'],
  idle: ['idle', () => 'has nothing to do'],
  ok: ['ok', () => 'is well'],
};
