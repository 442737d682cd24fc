export const o = {
  title: 'Topology', of: vhost => `of ${vhost}`, filter: 'Filter names', around: 'Around', hops: 'Hops', everything: 'Everything', traffic: 'Only with traffic', builtIn: 'Hide amq.*', asList: 'As a list', asGraph: 'As a picture',
  kind: { exchange: 'Exchange', queue: 'Queue', group: 'Queues', missing: 'Missing exchange' }, edge: { dead_letter: 'dead letters', alternate: 'alternate', binding: 'binding' }, missing: 'does not exist', readyCount: n => `${n} ready`, loose: 'Bound to nothing but the default exchange',
  leftOut: (nodes, edges) => `${nodes} more exchanges and queues, and ${edges} more lines, are not shown: filter by name, or look around one of them.`, empty: 'Nothing to show', emptyText: 'No exchange or queue is bound to anything here, or the filter matches none.', clear: 'Clear filters',
  zoomIn: 'Larger', zoomOut: 'Smaller', fit: 'Fit', saveSvg: 'SVG picture', saveMermaid: 'Mermaid text', open: 'Open', explain: 'Explain routing', lookAround: 'Only what is around it', unfold: 'Show one by one', foldAgain: 'Fold similar queues', close: 'Close',
  type: 'Type', ready: 'Ready', unacked: 'Unacked', consumers: 'Consumers', in: 'In/s', out: 'Out/s', members: 'Queues', features: 'Features', from: 'From', to: 'To', key: 'Keys', rate: 'Messages/s', line: 'By', incoming: 'Comes from', outgoing: 'Leads to', none: 'Nothing.',
  durable: 'durable', autoDelete: 'auto-delete', internal: 'internal', exclusive: 'exclusive', paused: 'paused', and: n => `and ${n} more`,
};
