const n = (number, one) => (number === 1 ? `one ${one}` : `${number} ${one}s`);

export const v = {
  policies: 'Policies', operators: 'Operator policies', policy: 'Policy', operator: 'Operator policy', ofUsers: 'Users’', ofOperator: 'The operator’s', operatorHint: 'They limit what users’ policies and arguments may ask for; users cannot loosen them.',
  name: 'Name', vhost: 'Virtual host', pattern: 'Pattern', applyTo: 'Applies to', definition: 'Definition', priority: 'Priority', priorityHelp: 'Of several that match, only the one with the highest priority applies', key: 'Key',
  newPolicy: 'New policy', newOperator: 'New operator policy', create: 'Create', edit: 'Edit', duplicate: 'Duplicate', compare: 'Compare', removeOne: 'Delete', none: 'Queues and exchanges are as they were declared.',
  kinds: [['all', 'queues and exchanges'], ['queues', 'queues'], ['classic_queues', 'classic queues'], ['quorum_queues', 'quorum queues'], ['exchanges', 'exchanges']],
  saved: name => `Policy ${name} saved`, remove: count => (count === 1 ? 'Delete policy' : `Delete ${count} policies`), removed: count => (count === 1 ? 'Policy deleted' : `${count} policies deleted`), some: count => `${count} policies`,
  removeText: names => `${names} will no longer apply. Queues and exchanges change at once.`, copyDefinition: 'Copy definition', same: 'the same', differs: 'different', tie: 'Both have the same priority: where both match, the one whose name comes first applies.',
  matchesNow: 'Matches now', matchesHelp: 'Queues and exchanges whose names match; another policy may apply there',
  matches: (queues, exchanges) => `Matches ${n(queues, 'queue')} and ${n(exchanges, 'exchange')} now`, nothing: 'Matches nothing now', changes: count => (count === 1 ? 'One would change:' : `${count} would change:`), noChange: 'Nothing in force would change.',
  names: 'Which', lets: 'no longer matched', overruled: { priority: policy => `“${policy}” has the higher priority`, operator_policy: policy => `operator policy “${policy}” decides`, policy: policy => `policy “${policy}” decides`, argument: () => 'its own argument decides' }, more: count => `and ${count} more`,
  incomplete: 'Set a key to see what would change.', title: 'What would change',
};
