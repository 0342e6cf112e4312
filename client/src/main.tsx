import './zod-setup.js';
import './theme/theme.css';
import './theme/print.css';
import { reloadForNewVersion } from './browser/reload.js';
import { startTheme } from './theme/theme.js';

startTheme();

// Loaded afterwards, so that no schema is made before the set-up: chunks that a chunk imports run before it.
void import('./start.js').catch(async (error: unknown) => {
  // In the middle of an upgrade, or when a node was just taken out, parts are missing: a wall would stay blank for good.
  console.error(error);
  document.getElementById('root')?.replaceChildren('Tunnelwatch could not be loaded. Trying again within a minute.');
  await reloadForNewVersion();
});
