import './zod-setup.js';
import './theme/theme.css';
import './theme/print.css';
import { startTheme } from './theme/theme.js';

startTheme();

// Loaded afterwards, so that no schema is made before the set-up: chunks that a chunk imports run before it.
void import('./start.js');
