import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the clone, absolute. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** The server's entry point after a build. */
export const SERVER_MAIN = join(ROOT, 'server', 'dist', 'main.js');
