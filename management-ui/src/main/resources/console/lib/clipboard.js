import { toast } from './toast.js';
import { t } from './texts.js';

/** Browsers have a clipboard for pages from this machine or over TLS; for others there is the old way. */
export async function copy(text) {
  const done = await byClipboard(text) || bySelection(text);
  toast(done ? t.copied : t.notCopied, { bad: !done });
}

/** @returns {Promise<boolean>} false where there is none, or this page may not use it */
async function byClipboard(text) {
  if (!navigator.clipboard) return false;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function bySelection(text) {
  const before = document.activeElement;
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'hidden';
  // In a dialog, what is outside of it cannot be selected.
  (document.querySelector('dialog[open]') ?? document.body).append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  before?.focus?.();
  return done;
}
