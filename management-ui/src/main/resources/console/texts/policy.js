export const v = {
  matches: (queues, exchanges) => `Matches ${queues === 1 ? 'one queue' : `${queues} queues`} and ${exchanges === 1 ? 'one exchange' : `${exchanges} exchanges`} now`, nothing: 'Matches nothing now', changes: n => (n === 1 ? 'One would change:' : `${n} would change:`), noChange: 'Nothing in force would change.',
  lets: 'let go of', overruled: { priority: policy => `“${policy}” has the higher priority`, operator_policy: policy => `operator policy “${policy}” decides`, policy: policy => `policy “${policy}” decides`, argument: () => 'its own argument decides' }, more: n => `and ${n} more`,
  incomplete: 'Set a key to see what would change.', title: 'What would change',
};
