import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { findProgram } from './programs.mjs';
import { requireNode } from './node-version.mjs';
import { ROOT } from './root.mjs';

/**
 * A cluster on this machine, to see what happens when parts of it die: three NATS servers, three nodes, two collectors that read
 * simulated gateways, and HAProxy in front where it is installed. Ctrl-C ends all of it and removes what it has stored.
 */

requireNode();
const { setUp } = await import('./setup.mjs');

const USAGE = `npm run cluster -- [--rate N]
  --rate N  lines a second of each of the two simulated gateways (default 20)
  Nobody has to sign in, and everything listens on the loopback address alone; what is stored is removed at the end.`;

const MAIN = join(ROOT, 'server', 'bundle', 'main.js');
const END_WITH_PARENT = pathToFileURL(join(ROOT, 'scripts', 'end-with-parent.mjs')).href;
const STREAM_BYTES = 1024 ** 3;
/** Long enough to see what the others do, and short enough to wait for it. */
const RESTART_MS = 15_000;
const LOOK_MS = 100;
/** Who has not ended by then is ended the hard way. */
const STOP_MS = 10_000;

/**
 * @typedef {{ name: string, file: string, words: readonly string[], folder: string, note: string }} Part
 * @typedef {import('node:child_process').ChildProcess} ChildProcess
 */

/** Processes that are started again when they end, until all of them are ended. */
class Parts {
  /** @type {Map<string, ChildProcess>} */
  #running = new Map();
  #isEnding = false;

  /** @param {Part} part */
  start(part) {
    const { name, file, words, folder, note } = part;
    mkdirSync(folder, { recursive: true });
    // In groups of their own: Ctrl-C is ours, and ends them in their order.
    const child = spawn(file, words, { cwd: folder, stdio: 'ignore', detached: true });
    this.#running.set(name, child);
    child.once('error', (error) => {
      say(`${name} could not be started: ${error.message}`);
    });
    child.once('exit', (code, signal) => {
      if (this.#isEnding) return;
      say(`${name} ended (${signal ?? `exit code ${code}`}) and is started again in ${RESTART_MS / 1000} seconds`);
      setTimeout(() => {
        if (this.#isEnding) return;
        this.start(part);
        say(`${name} is back: kill -9 ${this.#running.get(name)?.pid}`);
      }, RESTART_MS);
    });
    return `  kill -9 ${String(child.pid).padEnd(8)} ${name.padEnd(22)} ${note}`;
  }

  /** Ends all, in the reverse of the order in which they were started. */
  async end() {
    this.#isEnding = true;
    for (const child of [...this.#running.values()].reverse()) {
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) continue;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await ended;
      clearTimeout(timer);
    }
  }
}

/** @param {string} text */
function say(text) {
  process.stdout.write(`${text}\n`);
}

/** @param {number} count @returns {Promise<number[]>} ports that are free now */
async function freePorts(count) {
  const sockets = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(sockets.map((socket) => once(socket, 'listening')));
  return sockets.map((socket) => {
    const address = socket.address();
    socket.close();
    if (address === null || typeof address === 'string') throw new Error('no port is free');
    return address.port;
  });
}

/** @param {number} port @param {AbortSignal} signal ends the waiting */
async function untilListening(port, signal) {
  while (!signal.aborted) {
    const socket = connect(port, '127.0.0.1');
    const isThere = await Promise.race([once(socket, 'connect'), once(socket, 'error')]).then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/**
 * @param {string} folder
 * @param {{ clients: readonly number[], routes: readonly number[] }} ports
 * @returns {Part[]}
 */
function natsParts(folder, { clients, routes }) {
  const all = routes.map((port) => `"nats-route://127.0.0.1:${port}"`).join(', ');
  return clients.map((port, index) => {
    const name = `nats-${index + 1}`;
    const own = join(folder, name);
    mkdirSync(own, { recursive: true });
    writeFileSync(
      join(own, 'nats.conf'),
      `server_name: ${name}
listen: "127.0.0.1:${port}"
jetstream { store_dir: "${own}", max_memory_store: 64MB, max_file_store: 4GB }
cluster { name: tunnelwatch, listen: "127.0.0.1:${routes[index]}", routes: [${all}] }
`,
    );
    const file = findProgram('nats-server') ?? 'nats-server';
    return { name, file, words: ['-c', join(own, 'nats.conf')], folder: own, note: 'two of three must live' };
  });
}

/**
 * @param {string} folder
 * @param {readonly number[]} nats ports of its servers
 */
function membersIn(folder, nats) {
  const servers = nats.map((port) => `nats://127.0.0.1:${port}`);
  const keyFile = join(folder, 'audit.key');
  writeFileSync(keyFile, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
  /**
   * @param {{ name: string, role: 'node' | 'collector', sources: readonly Record<string, unknown>[], flags?: readonly string[], note: string }} member
   * @returns {Part}
   */
  return ({ name, role, sources, flags = [], note }) => {
    const own = join(folder, name);
    mkdirSync(own, { recursive: true });
    const configuration = join(own, 'tunnelwatch.yaml');
    const cluster = { servers, member: name, role, streamBytes: STREAM_BYTES };
    // JSON is YAML.
    writeFileSync(configuration, JSON.stringify({ sources, cluster, audit: { keyFile } }, null, 2));
    const words = ['serve', '--config', configuration, '--data', join(own, 'data'), ...flags];
    return { ...program(words), name, folder: own, note };
  };
}

/** @param {readonly string[]} words of the program */
function program(words) {
  return { file: process.execPath, words: ['--import', END_WITH_PARENT, MAIN, ...words] };
}

/**
 * HAProxy with the lines of docs/cluster.md.
 *
 * @param {string} folder
 * @param {number} port
 * @param {readonly number[]} nodes
 * @returns {Part | undefined} undefined where it is not installed
 */
function balancer(folder, port, nodes) {
  const file = findProgram('haproxy');
  if (file === undefined) return undefined;
  const own = join(folder, 'haproxy');
  mkdirSync(own, { recursive: true });
  const configuration = join(own, 'haproxy.cfg');
  const servers = nodes.map((each, index) => `  server node-${index + 1} 127.0.0.1:${each} cookie node-${index + 1}`);
  writeFileSync(
    configuration,
    `defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  timeout tunnel 1h

frontend pages
  bind 127.0.0.1:${port}
  use_backend tunnelwatch if { nbsrv(tunnelwatch) gt 0 }
  default_backend tunnelwatch_alive

backend tunnelwatch
  balance leastconn
  cookie tunnelwatch_node insert indirect nocache httponly
  option redispatch 1
  retry-on conn-failure empty-response
  http-request disable-l7-retry unless METH_GET
  timeout check 2s
  option httpchk
  http-check send meth GET uri /readyz hdr Host localhost
  default-server check inter 1s fastinter 500ms fall 2 rise 2 on-marked-down shutdown-sessions
${servers.join('\n')}

backend tunnelwatch_alive
  balance leastconn
  cookie tunnelwatch_node insert indirect nocache httponly
  option redispatch 1
  timeout check 5s
  option httpchk
  http-check send meth GET uri /healthz hdr Host localhost
  default-server check inter 2s fall 3 rise 1
${servers.join('\n')}
`,
  );
  return { name: 'haproxy', file, words: ['-f', configuration, '-db'], folder: own, note: `http://127.0.0.1:${port}/` };
}

/** @param {string} folder @param {string} rate @param {AbortSignal} signal */
async function run(folder, rate, signal) {
  const ports = await freePorts(11);
  const [clients, routes, nodes] = [ports.slice(0, 3), ports.slice(3, 6), ports.slice(6, 9)];
  const [front = 0, syslog = 0] = ports.slice(9);
  const log = join(folder, 'logs', 'gateways.log');
  mkdirSync(join(folder, 'logs'));
  writeFileSync(log, '');
  const parts = new Parts();
  const member = membersIn(folder, clients);
  const lines = natsParts(folder, { clients, routes }).map((part) => parts.start(part));
  for (const [index, port] of nodes.entries()) {
    const flags = ['--port', String(port), '--insecure-no-auth'];
    const note = `http://127.0.0.1:${port}/`;
    lines.push(parts.start(member({ name: `node-${index + 1}`, role: 'node', sources: [], flags, note })));
  }
  const files = { name: 'collector-1', sources: [{ files: [log] }], note: log };
  const network = {
    name: 'collector-2',
    sources: [{ listen: `udp://127.0.0.1:${syslog}` }],
    note: `udp port ${syslog}`,
  };
  for (const each of [files, network]) lines.push(parts.start(member({ ...each, role: 'collector' })));
  const front1 = balancer(folder, front, nodes);
  if (front1 !== undefined) lines.push(parts.start(front1));
  await Promise.all(nodes.map((port) => untilListening(port, signal)));
  const gateways = [
    ['--out', log, '--live', '--rotate-bytes', '16777216'],
    ['--syslog', `udp://127.0.0.1:${syslog}`],
  ];
  for (const [index, where] of gateways.entries()) {
    const words = ['simulate', '--seed', String(index + 1), '--rate', rate, ...where];
    lines.push(
      parts.start({ ...program(words), name: `simulated gateway ${index + 1}`, folder, note: where[1] ?? '' }),
    );
  }
  say(`\nA cluster runs; its logs and stores are in ${folder}\n`);
  if (!signal.aborted) say(lines.join('\n'));
  const where =
    front1 === undefined
      ? `HAProxy is not installed: open a node, ${nodes.map((port) => `http://127.0.0.1:${port}/`).join(' or ')}`
      : `Open http://127.0.0.1:${front}/`;
  say(
    `\n${where}, and kill what you like: each comes back after ${RESTART_MS / 1000} seconds. Ctrl-C ends all of it.\n`,
  );
  return parts;
}

async function main() {
  const { values } = parseArgs({ options: { rate: { type: 'string', default: '20' }, help: { type: 'boolean' } } });
  if (values.help === true || !/^[1-9]\d{0,5}$/.test(values.rate)) {
    console.log(USAGE);
    return values.help === true;
  }
  if (findProgram('nats-server') === undefined) {
    console.error('nats-server is not installed: on Debian, apt-get install nats-server');
    return false;
  }
  if (!(await setUp())) return false;
  const ending = new AbortController();
  const ended = new Promise((resolve) => {
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
      process.on(signal, () => {
        ending.abort();
        resolve(undefined);
      });
    }
  });
  const folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-cluster-'));
  const parts = await run(folder, values.rate, ending.signal);
  await ended;
  say('\nending all of it');
  await parts.end();
  rmSync(folder, { recursive: true });
  return true;
}

process.exit((await main()) ? 0 : 1);
