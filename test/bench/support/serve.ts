import { ServeProcess, type ServeOptions } from '../../support/serve-process.js';
import type { Cleanup } from './cleanup.js';
import { PRODUCTION_ENV } from './programs.js';

/** A server as in use, over a log file and a store of its own; it ends with the run. `remove` ends it before. */
export async function startServer(cleanup: Cleanup, options: ServeOptions = {}): Promise<ServeProcess> {
  const server = await ServeProcess.start({ env: PRODUCTION_ENV, ...options });
  cleanup.add(() => server.remove());
  return server;
}
