import { html, nothing } from 'lit';
import { Part, Watch } from './part.js';
import { request, credentials, signIn, user, expired, remembered, wasHere } from './api.js';
import { t } from './texts.js';

function words(error) {
  if (error.kind === 'network') return t.signIn.network;
  if (error.status === 429) return t.signIn.slow;
  if (/localhost|loopback/i.test(error.reason)) return t.signIn.loopback;
  if (error.kind === 'unauthorised') return t.signIn.notManagement;
  return t.signIn.wrong;
}

/** The form: a page of its own, and in {@link Again}. */
class SignIn extends Part {
  static properties = { busy: { state: true }, error: { state: true } };

  watch = new Watch(this, expired);

  #was = wasHere();

  firstUpdated() { this.querySelector('[autofocus]').focus(); }

  render() {
    const again = expired.value !== null && user.value !== null;
    const was = this.#was;
    return html`<form class="sign-in" @submit=${event => this.#submit(event)}>
      ${again ? html`<h2>${t.product}</h2><p>${t.signIn.again}</p>` : html`<h1>${t.product}</h1>${was ? html`<p>${remembered() ? t.signIn.refused : t.signIn.reloaded}</p>` : nothing}`}
      <label class="field"><span>${t.signIn.name}</span><input name="name" autocomplete="username" required ?autofocus=${!again && !was} .value=${user.value?.name ?? was ?? ''}></label>
      <label class="field"><span>${t.signIn.password}</span><input name="password" type="password" autocomplete="current-password" ?autofocus=${again || was !== null}></label>
      <label class="check"><input type="checkbox" name="remember"> ${t.signIn.remember}</label>
      ${this.error ? html`<p class="problem" role="alert">${this.error}</p>` : nothing}
      <button class="primary" ?disabled=${this.busy}>${t.signIn.submit}</button>
    </form>`;
  }

  async #submit(event) {
    event.preventDefault();
    const form = event.target;
    const header = credentials(form.name.value, form.password.value);
    this.busy = true;
    this.error = undefined;
    try {
      const who = await request('GET', 'whoami', { as: header });
      signIn(header, who, form.remember.checked);
    } catch (error) {
      this.error = words(error);
      form.password.select();
    } finally {
      this.busy = false;
    }
  }
}
customElements.define('lv-sign-in', SignIn);

/** Over everything, open dialogs too, while somebody has to sign in again; what was in hand is there afterwards. */
class Again extends Part {
  connectedCallback() {
    super.connectedCallback();
    this.before = document.activeElement;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.before?.focus?.();
  }

  firstUpdated() {
    const dialog = this.querySelector('dialog');
    dialog.addEventListener('close', () => { if (this.isConnected) dialog.showModal(); });
    dialog.showModal();
  }

  render() { return html`<dialog class="over" aria-label=${t.signIn.title} @cancel=${event => event.preventDefault()}><lv-sign-in></lv-sign-in></dialog>`; }
}
customElements.define('lv-sign-in-again', Again);
