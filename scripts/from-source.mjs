import { join } from 'node:path';
import { ROOT } from './root.mjs';

/** Vite's `resolve` for both ends: they import `shared` as it is built; so, as it stands, and a change of it needs no step of its own. */
export const FROM_SOURCE = {
  alias: [{ find: /^@tunnelwatch\/shared\/(.*)$/, replacement: join(ROOT, 'shared', 'src', '$1.ts') }],
};
