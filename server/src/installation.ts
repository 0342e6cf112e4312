import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** The version of this server. */
export const VERSION: string = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))).version;

/**
 * The folder of the built pages. It is defined here since this module is at the same depth in the source, in the single
 * modules and in the bundle.
 */
export const CLIENT_DIRECTORY: string = fileURLToPath(new URL('../../client/dist', import.meta.url));

/** How people run the program here: only an installed one is on the path. */
export const COMMAND: string = existsSync(new URL('../../scripts/setup.mjs', import.meta.url))
  ? 'npx tunnelwatch'
  : 'tunnelwatch';
