import { ServeProcess, type ServeOptions } from '../../support/serve-process.js';
import type { StartContext } from '../context.js';
import { PRODUCTION_ENV } from './programs.js';

/** A server as in use, over a log file and a store of its own; it ends with the run. `remove` ends it before. */
export async function startServer(
  { cleanup, profiles }: StartContext,
  options: ServeOptions = {},
): Promise<ServeProcess> {
  const nodeFlags = profiles?.nextFlags() ?? [];
  const server = await ServeProcess.start({ env: PRODUCTION_ENV, nodeFlags, ...options });
  cleanup.add(() => server.remove());
  return server;
}

/** Ends a server as an operator would, so that it can write its profiles, and removes its folder. */
export async function endServer(server: ServeProcess): Promise<void> {
  await server.end();
  await server.remove();
}
