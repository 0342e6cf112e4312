import { pathToFileURL } from 'node:url';
import { SERVER_MAIN } from './root.mjs';
import { setUp } from './setup.mjs';

const LOOK_FOR_PARENT_EVERY_MS = 250;

/**
 * Sets up what is stale and then becomes the server's command line, in this very process: signals, standard input and
 * the exit code are the command's own.
 *
 * @param {readonly string[]} args as after `tunnelwatch`
 * @param {{ isQuiet: boolean }} options
 */
export async function launch(args, options) {
  if (process.env['npm_command'] === 'exec' || process.env['npm_lifecycle_event'] === 'start') endWithParent();
  if (!(await setUp(options))) process.exit(1);
  // Else Express shows stack traces to whoever asks for a page.
  process.env['NODE_ENV'] ??= 'production';
  process.argv = [process.execPath, SERVER_MAIN, ...args];
  await import(pathToFileURL(SERVER_MAIN).href);
}

/**
 * npm runs commands in a shell and passes signals to that shell, which dies of them and passes nothing on: without this
 * the server would stay behind, unseen, when npm is ended.
 */
function endWithParent() {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, LOOK_FOR_PARENT_EVERY_MS);
  timer.unref();
}
