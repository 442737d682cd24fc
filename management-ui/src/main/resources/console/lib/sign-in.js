import { html, nothing } from 'lit';
import { Part, Watch } from './part.js';
import { request, credentials, signIn, user, expired } from './api.js';
import { t } from './texts.js';

function words(error) {
  if (error.kind === 'network') return t.signIn.network;
  if (error.status === 429) return t.signIn.slow;
  if (/localhost|loopback/i.test(error.reason)) return t.signIn.loopback;
  if (error.kind === 'unauthorised') return t.signIn.notManagement;
  return t.signIn.wrong;
}

/** The form, as a page of its own and over a page whose user has to sign in again. */
class SignIn extends Part {
  static properties = { busy: { state: true }, error: { state: true } };

  watch = new Watch(this, expired);

  render() {
    return html`<form class="sign-in" @submit=${event => this.#submit(event)}>
      <h1>${t.product}</h1>
      ${expired.value && user.value ? html`<p>${t.signIn.again}</p>` : nothing}
      <label class="field"><span>${t.signIn.name}</span><input name="name" autocomplete="username" required autofocus .value=${user.value?.name ?? ''}></label>
      <label class="field"><span>${t.signIn.password}</span><input name="password" type="password" autocomplete="current-password"></label>
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
