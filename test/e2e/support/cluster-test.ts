import type { BrowserContextOptions, Page } from '@playwright/test';
import { addUser } from '@tunnelwatch/server/serve/people/accounts';
import { openPeople } from '@tunnelwatch/server/serve/people/people-store';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasProgram } from '../../../scripts/programs.mjs';
import { Cluster } from '../../support/cluster.js';
import type { Member } from '../../support/cluster-member.js';
import { freePort } from '../../support/free-port.js';
import { startHaProxy } from '../../support/haproxy.js';
import { bearer, TESTER, tokenFor } from '../../support/known-people.js';
import { eventually } from '../../support/serve-process.js';
import { test as base } from './test.js';

const PASSWORD = 'a password of ann';
const NODES = 3;

/** A cluster of real processes with sign-in, behind HAProxy as docs/cluster.md has it, and people who look at it. */
interface SeenCluster {
  cluster: Cluster;
  /** Where the pages are through HAProxy, with a slash at the end. */
  url: string;
  /** The file that the collector follows. */
  log: string;
  /** Adds lines to it. */
  write: (...lines: string[]) => void;
  /** Opens a page through HAProxy, signs ann in, who is an operator, and gives it once it shows that page. */
  openSignedIn: (path: string, options?: BrowserContextOptions) => Promise<Page>;
}

interface SeenClusterOptions {
  /** The program of all members, such as that of another version; else that of the build. */
  main?: string;
}

interface Clusters {
  /** Starts a cluster that ends with the test. */
  readonly serveCluster: (options?: SeenClusterOptions) => Promise<SeenCluster>;
}

/** A test with a cluster that people look at. */
export const test = base.extend<Clusters>({
  serveCluster: async ({ complaints, newScreen }, use) => {
    const missing = ['nats-server', 'haproxy', 'openssl'].filter((name) => !hasProgram(name));
    test.skip(missing.length > 0, `${missing.join(', ')} is missing: npm test says how to install it`);
    const ends: (() => Promise<void> | void)[] = [];
    await use(async (options = {}) => {
      const folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-seen-cluster-'));
      ends.push(() => {
        rmSync(folder, { recursive: true });
      });
      return start(folder, options, newScreen, ends);
    });
    complaints.end();
    for (const end of ends.reverse()) await end();
  },
});

async function start(
  folder: string,
  { main }: SeenClusterOptions,
  newScreen: (options?: BrowserContextOptions) => Promise<Page>,
  ends: (() => Promise<void> | void)[],
): Promise<SeenCluster> {
  const log = join(folder, 'gw-north.log');
  writeFileSync(log, '');
  const port = await freePort();
  const url = `https://localhost:${String(port)}/`;
  const cluster = await Cluster.start({
    folder,
    nodes: NODES,
    collectors: [[{ files: [log] }]],
    configuration: { publicUrl: url, trustedProxies: ['127.0.0.1'] },
    signIn: true,
    ...(main !== undefined && { main }),
  });
  ends.push(() => cluster.remove());
  ends.push(await startHaProxy({ folder, port, nodes: cluster.nodes.map((node) => node.port) }));
  await admitAnn(cluster);
  return {
    cluster,
    url,
    log,
    write: (...lines) => {
      appendFileSync(log, lines.map((line) => `${line}\n`).join(''));
    },
    openSignedIn: async (path, options) => {
      const page = await newScreen({ ignoreHTTPSErrors: true, ...options });
      await page.goto(url + path);
      await page.getByLabel('Name').fill('ann');
      await page.getByLabel('Password').fill(PASSWORD);
      await page.getByRole('button', { name: 'Sign in' }).click();
      return page;
    },
  };
}

/** Adds an operator, and a token for the test itself, on one node, and waits until all know them. */
async function admitAnn({ nodes: [first, ...others] }: Cluster): Promise<void> {
  if (first === undefined) return;
  const store = openPeople(first.data);
  await addUser(store, { name: 'ann', role: 'operator', password: PASSWORD }, TESTER);
  store.database.close();
  const headers = bearer(tokenFor(first.data, 'operator', 'the test'));
  for (const node of [first, ...others]) {
    node.headers = headers;
    await eventually(`the token on ${node.name}`, async () => (await node.fetch('alerts?limit=1')).ok);
  }
}

/** The node to which a page is connected: the one that serves live pages, where there is one page. */
export async function nodeOfPage({ nodes }: Cluster): Promise<Member> {
  let found: Member | undefined;
  await eventually('a node that serves the page', async () => {
    const pages = await Promise.all(
      nodes.filter((node) => node.isRunning).map(async (node) => ({ node, count: await livePages(node) })),
    );
    const serving = pages.filter(({ count }) => count > 0);
    found = serving.length === 1 ? serving[0]?.node : undefined;
    return found !== undefined;
  });
  if (found === undefined) throw new Error('no node serves the page');
  return found;
}

async function livePages(node: Member): Promise<number> {
  const text = await (await fetch(new URL('metrics', node.url), { headers: node.headers })).text();
  return Number(/^tunnelwatch_live_clients (\d+)/m.exec(text)?.[1] ?? 0);
}
