import type { Command } from 'commander';
import { request as requestHttp, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { text } from 'node:stream/consumers';
import { type CommandIo, addSettingOptions, loadForCommand, processIo } from '../config/options.js';
import type { Settings } from '../config/settings.js';
import { formatErrors } from './check-config.js';

/** A server that takes longer does not serve. */
const TIMEOUT_MS = 4000;

/** On which address of this machine a server is asked that listens on all of them. */
const LOOPBACKS: ReadonlyMap<string, string> = new Map([
  ['0.0.0.0', '127.0.0.1'],
  ['::', '::1'],
]);

/** Adds `healthcheck`: whether the server of this configuration is ready, for containers and scripts. */
export function addHealthcheckCommand(program: Command, io: CommandIo = processIo()): void {
  const command = program
    .command('healthcheck')
    .description('ask the running server of this configuration whether it is ready (exit code 1 if not)');
  const settings = ['host', 'port', 'basePath', 'tls.certificate', 'tls.key'];
  addSettingOptions(command, settings).action(async (options: Record<string, unknown>) => {
    const loaded = loadForCommand(options, io);
    if (!loaded.ok) {
      io.err(formatErrors(loaded.errors));
      io.setExitCode(2);
      return;
    }
    if (loaded.settings.port === 0) {
      io.err('With port 0 the server picks a port that is not known here; set a port.\n');
      io.setExitCode(2);
      return;
    }
    const problem = await problemOf(loaded.settings);
    if (problem !== undefined) io.err(`${problem}\n`);
    else io.out('ready\n');
    io.setExitCode(problem === undefined ? 0 : 1);
  });
}

/** Why the server is not ready; undefined if it is. */
function problemOf({ host, port, basePath, tls }: Settings): Promise<string | undefined> {
  const isSecure = tls.certificate !== null;
  const address = LOOPBACKS.get(host) ?? host;
  const where = `${isSecure ? 'https' : 'http'}://${address.includes(':') ? `[${address}]` : address}:${port}${basePath}readyz`;
  // The certificate is for the name that users open, and this is the same machine.
  const options: RequestOptions & { rejectUnauthorized: boolean } = {
    host: address,
    port,
    path: `${basePath}readyz`,
    agent: false,
    rejectUnauthorized: false,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  };
  return new Promise((resolve) => {
    const request = isSecure ? requestHttps(options) : requestHttp(options);
    request.once('response', (response) => {
      text(response).then(
        (body) => {
          const status = response.statusCode ?? 0;
          resolve(status === 200 ? undefined : `${where} answered ${status}: ${body.trim().slice(0, 500)}`);
        },
        (error: unknown) => {
          resolve(`${where} broke off: ${String(error)}`);
        },
      );
    });
    request.once('error', (error) => {
      const reason = error.name === 'AbortError' || error.name === 'TimeoutError' ? 'no answer in time' : error.message;
      resolve(`${where} cannot be reached: ${reason}`);
    });
    request.end();
  });
}
