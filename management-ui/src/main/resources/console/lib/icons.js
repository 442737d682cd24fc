import { svg, html } from 'lit';

/** Decoration beside a text; the shapes stand in one file. */
export const icon = name => html`<svg class="icon" aria-hidden="true" width="16" height="16">${svg`<use href=${`ui/icons.svg#${name}`}></use>`}</svg>`;
