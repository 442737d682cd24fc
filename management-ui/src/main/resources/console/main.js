import './lib/theme.js';
import './lib/shell.js';
import './lib/keys.js';

// Menus are <details>: they close when one clicks elsewhere, presses Escape, or goes to another page.
const closeMenus = except => document.querySelectorAll('details.menu[open]').forEach(menu => { if (menu !== except) menu.open = false; });
addEventListener('click', event => closeMenus(event.target.closest?.('details.menu')));
addEventListener('hashchange', () => closeMenus(null));
addEventListener('keydown', event => { if (event.key === 'Escape') closeMenus(null); });
