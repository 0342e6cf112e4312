import './zod-setup.js';
import './theme/theme.css';
import './theme/print.css';
import { applyTheme, keptTheme } from './theme/theme.js';

applyTheme(keptTheme());

// Loaded afterwards, so that no schema is made before the set-up: chunks that a chunk imports run before it.
void import('./start.js');
