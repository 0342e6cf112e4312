import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { SERVER_MAIN } from './root.mjs';

/** A clone can build what is stale; an installed package comes built and has no means to. */
const IS_CLONE = existsSync(new URL('./setup.mjs', import.meta.url));

/**
 * In a clone sets up what is stale, and then becomes the server's command line, in this very process: signals, standard input and
 * the exit code are the command's own.
 *
 * @param {readonly string[]} args as after `tunnelwatch`
 * @param {{ isQuiet: boolean }} options
 */
export async function launch(args, options) {
  if (process.env['npm_command'] === 'exec' || process.env['npm_lifecycle_event'] === 'start')
    await import('./end-with-parent.mjs');
  if (IS_CLONE) {
    const { setUp } = await import('./setup.mjs');
    if (!(await setUp(options))) process.exit(1);
  }
  // Else Express shows stack traces to whoever asks for a page.
  process.env['NODE_ENV'] ??= 'production';
  process.argv = [process.execPath, SERVER_MAIN, ...args];
  await import(pathToFileURL(SERVER_MAIN).href);
}
