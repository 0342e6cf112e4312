import './zod-setup.js';
import './theme/theme.css';
import './theme/print.css';
import { reloadForNewVersion } from './browser/reload.js';
import { startTheme } from './theme/theme.js';

startTheme();

// Loaded afterwards, so that no schema is made before the set-up: chunks that a chunk imports run before it.
void import('./start.js').catch(async (error: unknown) => {
  // Of an upgrade, or of a node that was just taken out: without this a wall would stay blank for good.
  console.error(error);
  document.getElementById('root')?.replaceChildren('Tunnelwatch could not be loaded. Trying again within a minute.');
  await reloadForNewVersion();
});
