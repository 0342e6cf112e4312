import { addHealthcheckCommand } from '@tunnelwatch/server/commands/healthcheck';
import { createProgram } from '@tunnelwatch/server/config/options';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { makeAuthority } from '../support/certificates.js';
import { tempFolders } from '../support/temp-folder.js';

const folderOf = tempFolders();
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const readyAtBase: RequestListener = ({ url }, response) => {
  response.statusCode = url === '/watch/readyz' ? 200 : 404;
  response.end();
};

async function listening(server: Server): Promise<string> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return String(typeof address === 'object' ? address?.port : address);
}

/** Runs the command with a configuration file. */
async function check(settings: string): Promise<{ said: string; code: number | undefined }> {
  const cwd = folderOf();
  writeFileSync(join(cwd, 'tunnelwatch.yaml'), settings);
  const ran: { said: string; code: number | undefined } = { said: '', code: undefined };
  const say = (text: string): void => {
    ran.said += text;
  };
  const io = { env: {}, cwd, out: say, err: say, setExitCode: (code: 0 | 1 | 2) => (ran.code = code) };
  const program = createProgram(io);
  addHealthcheckCommand(program, io);
  await program.parseAsync(['healthcheck'], { from: 'user' });
  return ran;
}

it('[LIVE-63] asks on loopback with the port and base path of the configuration', async () => {
  const port = await listening(createServer(readyAtBase));
  expect(await check(`host: 0.0.0.0\nport: ${port}\nbasePath: watch`)).toEqual({ said: 'ready\n', code: 0 });
});

it('[LIVE-63] says why the server is not ready', async () => {
  const port = await listening(
    createServer((_request, response) => {
      response.statusCode = 503;
      response.end('the disk is full');
    }),
  );
  expect(await check(`port: ${port}`)).toEqual({
    said: `http://127.0.0.1:${port}/readyz answered 503: the disk is full\n`,
    code: 1,
  });
});

it('[LIVE-63] asks over HTTPS if the configuration has a certificate, whatever name that is for', async () => {
  const { certificate, key } = makeAuthority(folderOf(), 'noc.example');
  const server = createTlsServer({ cert: readFileSync(certificate), key: readFileSync(key) }, readyAtBase);
  const port = await listening(server);
  const settings = `port: ${port}\nbasePath: watch\ntls: { certificate: '${certificate}', key: '${key}' }`;
  expect(await check(settings)).toEqual({ said: 'ready\n', code: 0 });
});

it('[LIVE-63] a server that is not there is not ready', async () => {
  const { said, code } = await check('port: 1');
  expect(said).toMatch(/^http:\/\/127\.0\.0\.1:1\/readyz cannot be reached: /);
  expect(code).toBe(1);
});
