import { toast } from './toast.js';
import { t } from './texts.js';

/** Browsers have a clipboard for pages from this machine or over TLS; for others there is the old way. */
export async function copy(text) {
  if (navigator.clipboard) await navigator.clipboard.writeText(text);
  else copyBySelection(text);
  toast(t.copied);
}

function copyBySelection(text) {
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'hidden';
  // In a dialog, what is outside of it cannot be selected.
  (document.querySelector('dialog[open]') ?? document.body).append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}
