import './zod-setup.js';
import './theme/theme.css';
import './theme/print.css';

// Loaded afterwards, so that no schema is made before the set-up: chunks that a chunk imports run before it.
void import('./start.js');
