import { get, getText, has } from './api.js';

const LINES = 2000;
const QUEUES = 200;

/** What is not there for this user, or fails, is told as such: the rest may say why. */
const told = promise => promise.catch(error => ({ not_available: error.reason ?? error.message }));

/** All that somebody far away needs to see what is the matter, in one file. Neither messages nor passwords are in it. */
export async function diagnostics(node) {
  const administrator = has('administrator');
  const parts = {
    overview: get('overview'), nodes: get('nodes'), memory: get(`nodes/${encodeURIComponent(node)}/memory`), configuration: administrator ? get('config/effective') : undefined,
    checks: Promise.all(['alarms', 'virtual-hosts', 'ready-to-serve-clients'].map(async name => [name, await told(get(`health/checks/${name}`))])).then(Object.fromEntries),
    virtual_hosts: get('vhosts'), worst_queues: get('queues', { page: 1, page_size: QUEUES, sort: ['health.severity', 'messages'], sort_reverse: 'true' }), connections: get('connections', { page: 1, page_size: QUEUES }),
    policies: get('policies'), operator_policies: get('operator-policies'), jobs: get('jobs'), log: getText('log/download', { limit: LINES }).then(text => text.split('\n')),
  };
  const found = await Promise.all(Object.entries(parts).map(async ([name, part]) => [name, part === undefined ? { not_available: 'for administrators' } : await told(part)]));
  return { made_at: new Date().toISOString(), ...Object.fromEntries(found) };
}
