import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createSocket } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FROM_SOURCE } from './from-source.mjs';
import { requireNode } from './node-version.mjs';
import { ROOT } from './root.mjs';

/**
 * Server and pages while somebody works on them: the pages change in the browser without a reload, and the server is bundled
 * and started again. Ctrl-C ends all of it.
 */

requireNode();
const { setUp } = await import('./setup.mjs');
await import('./end-with-parent.mjs');

const USAGE = `npm run dev -- [--pages PORT] [WORDS OF serve…]
  --pages PORT  where the pages are (default 5173)
  without a source a simulated gateway writes; nobody has to sign in; data lies in .cache/dev`;

/** Of its own: tests and `npm start` beside us keep theirs. Beside server/bundle, since the server looks for the pages from there. */
const BUNDLE = join(ROOT, 'server', 'dev-bundle');

const END_WITH_PARENT = pathToFileURL(join(ROOT, 'scripts', 'end-with-parent.mjs')).href;

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/**
 * The server, which is started again when its bundle has changed.
 *
 * @param {readonly string[]} words of `serve`
 */
function serverOf(words) {
  /** @type {ChildProcess | undefined} */
  let child;
  const end = async () => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  };
  let waiting = Promise.resolve();
  return {
    end,
    /** Changes that come while one is carried out wait for it: two servers would fight for the port. */
    restart: () => {
      waiting = waiting.then(end).then(() => {
        child = spawn(
          process.execPath,
          ['--enable-source-maps', '--import', END_WITH_PARENT, join(BUNDLE, 'main.js'), 'serve', ...words],
          {
            cwd: ROOT,
            stdio: ['ignore', 'ignore', 'inherit'],
          },
        );
        const started = child;
        started.once('exit', (code) => {
          // By itself, and not since we ended it: the next change starts it again.
          if (code !== null && code !== 0 && child === started)
            say(`the server ended with code ${code}; change something`);
        });
      });
      return waiting;
    },
  };
}

/** @returns {Promise<number>} a port that is free now */
async function freePort() {
  const socket = createSocket().listen(0, '127.0.0.1');
  await once(socket, 'listening');
  const address = socket.address();
  socket.close();
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}

/** @param {string} text */
function say(text) {
  process.stderr.write(`[dev] ${text}\n`);
}

/**
 * @param {number} port
 * @param {string} server where the server is
 */
async function servePages(port, server) {
  const { createServer } = await import('vite');
  const pages = await createServer({
    root: join(ROOT, 'client'),
    configFile: join(ROOT, 'client', 'vite.config.ts'),
    resolve: FROM_SOURCE,
    clearScreen: false,
    // As the server writes it: the pages learn from it under which path they are.
    plugins: [
      {
        name: 'base',
        transformIndexHtml: () => [{ tag: 'base', attrs: { href: '/' }, injectTo: 'head-prepend' }],
      },
    ],
    server: {
      host: '127.0.0.1',
      port,
      // The Host header stays that of the browser, which the server compares with the origin.
      proxy: Object.fromEntries(
        ['/api', '/socket.io', '/healthz', '/readyz', '/metrics'].map((path) => [
          path,
          { target: server, ws: path === '/socket.io' },
        ]),
      ),
    },
  });
  await pages.listen();
  return pages;
}

/** @param {() => Promise<unknown>} onChange called after each bundle, the first included */
async function watchServer(onChange) {
  const { build } = await import('vite');
  const watcher = await build({
    root: join(ROOT, 'server'),
    configFile: join(ROOT, 'server', 'vite.config.ts'),
    resolve: FROM_SOURCE,
    logLevel: 'warn',
    clearScreen: false,
    // Emptied, it would take the running server's chunks away before the new ones are there.
    build: { watch: {}, outDir: BUNDLE, emptyOutDir: false },
  });
  if (!('on' in watcher)) throw new Error('the bundler does not watch');
  watcher.on('event', (event) => {
    if (event.code === 'ERROR') say(event.error.message);
    if (event.code === 'BUNDLE_END') {
      say(`the server was bundled in ${event.duration} ms and starts`);
      void onChange();
    }
  });
  return watcher;
}

async function main() {
  const words = process.argv.slice(2);
  if (words.includes('--help')) {
    console.log(USAGE);
    return;
  }
  const at = words.indexOf('--pages');
  const [, pagesPort = '5173'] = at === -1 ? [] : words.splice(at, 2);
  if (!(await setUp())) {
    process.exitCode = 1;
    return;
  }
  const port = await freePort();
  const data = ['--data', join(ROOT, '.cache', 'dev'), '--insecure-no-auth'];
  const server = serverOf(['--port', String(port), ...data, ...words]);
  const watcher = await watchServer(server.restart);
  const pages = await servePages(Number(pagesPort), `http://127.0.0.1:${port}`);
  let isEnding = false;
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      if (isEnding) return;
      isEnding = true;
      void Promise.all([server.end(), watcher.close(), pages.close()]).finally(() => process.exit(0));
    });
  }
  say(`pages: ${pages.resolvedUrls?.local[0] ?? ''}  (Ctrl-C ends all)`);
}

await main();
