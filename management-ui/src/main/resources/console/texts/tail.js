import { count } from '../lib/format.js';

export const l = {
  tail: 'Tail', key: 'Key pattern', header: 'Header', text: 'Text in the body', rate: 'At most', perSecond: n => `${count(n)} a second`, headerHint: 'name or name:…', pause: 'Pause', resume: 'Resume', clear: 'Clear', filter: 'Filter the tail',
  states: { connecting: 'connecting', open: 'live', ended: 'ended', failed: 'not connected', paused: 'paused' }, shown: n => `${count(n)} shown`, waiting: n => `${count(n)} wait`, skipped: n => `${count(n)} skipped`, unseen: n => `${count(n)} too fast to look at`,
  skippedHint: 'Beyond the rate that was asked for', unseenHint: 'More came than the broker looks at for a tail', none: 'Nothing has passed yet', noneText: 'Copies of messages are shown here as they come. Nothing is consumed.', at: 'Time', again: 'Connect again',
  jump: 'Jump to', from: at => `Lines from ${at} on`, later: 'Later ones', toLive: 'Back to live',
  logs: 'Logs', level: 'Level', levels: [['', 'all'], ['debug', 'debug and up'], ['info', 'info and up'], ['warn', 'warn and up'], ['error', 'error']], logger: 'Logger', said: 'Text', wrap: 'Wrap lines', download: 'Download', logFilter: 'Filter the log', contains: 'contains', noLines: 'No lines', noLinesText: 'No line of the log matches.',
  notKept: 'This broker runs inside another program, which keeps the log in its own way.', details: 'Details',
};
