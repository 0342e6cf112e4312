import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { seenAs } from '../gateway-logs.mjs';
import { serve } from '../pictures/serve.mjs';
import { SERVER_MAIN } from '../root.mjs';

/**
 * @typedef {import('../pictures/serve.mjs').Served} Served
 */

/** Where servers see their logs where the system allows it: a picture must not have a path of this machine. */
const PLACE = '/var/log';
const MAX_BYTES = 64 * 1024 * 1024;
const LOG = 'gateway.log';
/** So many seconds without data are no reason to be stale while pictures are taken. */
const NEVER_STALE = ['--display-stale-after-seconds', '3600'];
const USER = { name: 'vera', password: 'correct horse battery 9' };

/**
 * @param {string} folder
 * @param {readonly string[]} args
 * @param {{ signIn?: boolean }} [options]
 * @returns {Promise<Served>}
 */
function serveIn(folder, args, options = {}) {
  return serve(folder, args, { ...options, before: seenAs(folder, PLACE) ?? [] });
}

/**
 * @param {string} folder
 * @param {string} content
 * @returns {string} the path of the log, as the server sees it
 */
function logIn(folder, content) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, LOG), content);
  return join(seenAs(folder, PLACE) === null ? folder : PLACE, LOG);
}

/**
 * The log of the last hour of some gateways, the same but for its times.
 *
 * @param {number} gateways
 * @param {number} tunnels
 * @returns {string}
 */
function lastHour(gateways, tunnels) {
  const seconds = 3600;
  const start = new Date(Date.now() - seconds * 1000).toISOString();
  const flags = ['--rate', '1', '--lines', String(seconds), '--start', start, '--seed', '7'];
  const words = ['simulate', ...flags, '--gateways', String(gateways), '--tunnels', String(tunnels)];
  return execFileSync(process.execPath, [SERVER_MAIN, ...words], { maxBuffer: MAX_BYTES }).toString();
}

/**
 * 1682, a Critical: it latches.
 *
 * @param {string} gateway
 * @param {string} iface
 */
function routeLine(gateway, iface) {
  const body = `IPSEC: prio=5 id=00001682 rev=1 event=failed_to_remove_dynamic_route table=main network=198.51.100.0/24`;
  return `${new Date().toISOString()} ${gateway} EFW: ${body} iface=${iface}\n`;
}

/**
 * Data of the last hour and two Criticals: the state that pages are in most.
 *
 * @param {string} folder
 * @returns {Promise<Served>}
 */
export async function live(folder) {
  const file = logIn(folder, lastHour(3, 120) + routeLine('gw-north', 'ipsec-branch-7'));
  const served = await serveIn(folder, [file, ...NEVER_STALE]);
  appendFileSync(join(folder, LOG), routeLine('gw-south', 'ipsec-branch-9'));
  return served;
}

/**
 * Data, and nothing that anybody must see to.
 *
 * @param {string} folder
 * @returns {Promise<Served>}
 */
export function calm(folder) {
  const flags = ['--scenario', 'calm', '--rate', '1', '--lines', '600', '--seed', '7', '--tunnels', '60'];
  const start = ['--start', new Date(Date.now() - 600_000).toISOString()];
  const log = execFileSync(process.execPath, [SERVER_MAIN, 'simulate', ...flags, ...start], { maxBuffer: MAX_BYTES });
  return serveIn(folder, [logIn(folder, log.toString()), ...NEVER_STALE]);
}

/**
 * Twenty gateways with Criticals by the dozen.
 *
 * @param {string} folder
 * @returns {Promise<Served>}
 */
export function flooded(folder) {
  const criticals = Array.from({ length: 60 }, (_, at) =>
    routeLine(`gw-${String((at % 20) + 1).padStart(2, '0')}`, `ipsec-${String(at)}`),
  );
  return serveIn(folder, [logIn(folder, lastHour(20, 400) + criticals.join('')), ...NEVER_STALE]);
}

/**
 * @param {string} folder
 * @returns {Promise<Served>}
 */
export function stale(folder) {
  const file = logIn(folder, lastHour(3, 120) + routeLine('gw-north', 'ipsec-branch-7'));
  return serveIn(folder, [file, '--display-stale-after-seconds', '2']);
}

/**
 * Nothing is configured and nothing stored.
 *
 * @param {string} folder
 * @returns {Promise<Served>}
 */
export function firstStart(folder) {
  mkdirSync(folder, { recursive: true });
  return serveIn(folder, ['--no-demo']);
}

/**
 * A file without a line.
 *
 * @param {string} folder
 * @returns {Promise<Served>}
 */
export function empty(folder) {
  return serveIn(folder, [logIn(folder, '')]);
}

/**
 * A listener whose buffer overflows, and one whose port is taken.
 *
 * @param {string} folder
 * @returns {Promise<Served>}
 */
export async function losingInput(folder) {
  const file = logIn(folder, lastHour(3, 120));
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  const address = taken.address();
  const takenPort = typeof address === 'object' && address !== null ? address.port : 0;
  const port = await freeUdpPort();
  const sources = [
    { files: [file] },
    { listen: `udp://127.0.0.1:${port}` },
    { listen: `tcp://127.0.0.1:${takenPort}` },
  ];
  const settings = { sources, syslog: { receiveBufferBytes: 4096 }, display: { staleAfterSeconds: 3600 } };
  const configuration = join(folder, 'tunnelwatch.yaml');
  writeFileSync(configuration, JSON.stringify(settings));
  const served = await serveIn(folder, ['--config', configuration]);
  const flood = setInterval(() => sendMany(port, 3000), 1000);
  return {
    ...served,
    end: async () => {
      clearInterval(flood);
      taken.close();
      await served.end();
    },
  };
}

/** @returns {Promise<number>} */
function freeUdpPort() {
  const socket = createSocket('udp4');
  return new Promise((resolve) => {
    socket.bind(0, '127.0.0.1', () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}

/**
 * @param {number} port
 * @param {number} count
 */
function sendMany(port, count) {
  const socket = createSocket('udp4');
  const line = Buffer.from(`<134>1 ${new Date().toISOString()} gw-east EFW - - - ${'x'.repeat(200)}`);
  for (let sent = 0; sent < count; sent++) socket.send(line, port, '127.0.0.1', () => undefined);
  setTimeout(() => socket.close(), 500);
}

/**
 * A server with sign-in and a viewer, whose cookie `signedIn` gets.
 *
 * @param {string} folder
 * @returns {Promise<Served>}
 */
export async function withSignIn(folder) {
  const file = logIn(folder, lastHour(3, 120) + routeLine('gw-north', 'ipsec-branch-7'));
  mkdirSync(join(folder, 'data'), { recursive: true });
  const words = ['user', 'add', USER.name, '--role', 'viewer', '--password-stdin', '--data', join(folder, 'data')];
  execFileSync(process.execPath, [SERVER_MAIN, ...words], { input: USER.password });
  return serveIn(folder, [file, ...NEVER_STALE], { signIn: true });
}

export { USER };
