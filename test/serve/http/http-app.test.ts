import { openAccess } from '../../support/open-desk.js';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LiveModel } from '@tunnelwatch/server/core/aggregate/live-model';
import { createCatalogue } from '@tunnelwatch/server/core/classify/catalogue';
import { InventoryList } from '@tunnelwatch/server/core/inventory/inventory-list';
import { CommandDoor } from '@tunnelwatch/server/serve/commands/command-door';
import type { ApiContext } from '@tunnelwatch/server/serve/http/api-context';
import { clientFiles } from '@tunnelwatch/server/serve/http/client-files';
import { LimitWatch } from '@tunnelwatch/server/serve/limits/limit-watch';
import { createHttpApp } from '@tunnelwatch/server/serve/http/http-app';
import { StoreError } from '@tunnelwatch/server/store/store';
import { BUILTIN_CATALOGUE } from '@tunnelwatch/shared/catalogue-entries';
import { USUAL_DIAGNOSIS } from '@tunnelwatch/shared/diagnosis-settings';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MemoryHistory } from '../../support/memory-history.js';
import { ServeProcess } from '../../support/serve-process.js';
import { NO_PAST } from '../../support/no-past.js';

let directory: string;
let server: Server;
let url: string;
let errors: unknown[];
let pagesLeft: number;
let reason: string | undefined;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'tunnelwatch-http-'));
  writeFileSync(join(directory, 'index.html'), '<html><head><base href="/old/"></head></html>');
  errors = [];
  pagesLeft = 0;
  reason = undefined;
  const app = createHttpApp({
    context: context(),
    basePath: '/tw/',
    clientDirectory: directory,
    ...openAccess(),
    onError: (error) => errors.push(error),
  });
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on TCP has an address with a port.
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/tw/`;
});

afterEach(async () => {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
  rmSync(directory, { recursive: true });
});

/** A store that breaks after some pages. */
function context(): ApiContext {
  const history = new MemoryHistory();
  const inventory = new InventoryList();
  history.commit([{ time: 0, subject: { kind: 'gateway', gateway: 'gw1' }, kindId: 1 }]);
  const refuse = () => Promise.reject(new StoreError('locked', 'the database is locked by another program: end it'));
  const refuseOther = () => Promise.reject(new Error('secret details'));
  const refuseState = () => {
    throw new Error('secret details');
  };
  return {
    admit: refuseOther,
    publicUrl: null,
    search: refuseOther,
    auditState: refuseState,
    certificateEnd: () => null,
    catalogue: createCatalogue(BUILTIN_CATALOGUE),
    diagnosis: USUAL_DIAGNOSIS,
    gatewayLife: () => undefined,
    senders: () => [],
    past: { view: refuseOther },
    alertStore: {
      listAlerts: refuseOther,
      listMembers: refuseOther,
      listAudit: refuseOther,
      checkAudit: refuseOther,
      auditChoices: refuseOther,
      alertsSince: refuseOther,
    },
    reader: {
      ...NO_PAST,
      modelSeed: refuse,
      newestTime: refuse,
      countEvents: refuse,
      classBuckets: refuse,
      close: refuse,
      series: refuseOther,
      listAlerts: refuseOther,
      listMembers: refuseOther,
      listAudit: refuseOther,
      checkAudit: refuseOther,
      auditChoices: refuseOther,
      dueEntries: refuseOther,
      outboxSummary: refuseOther,
      alertsSince: refuseOther,
      ruleCounts: refuseOther,
      listEvents: (filter, limit) =>
        pagesLeft-- > 0 ? Promise.resolve({ ...history.list(filter, limit), nextCursor: '1.1' }) : refuse(),
    },
    model: () => new LiveModel({ step: 0, newestTime: null, subjects: [], kinds: [], totals: [], minutes: [] }, 0),
    sources: () => [],
    alert: () => undefined,
    explain: () => {
      throw new Error('nobody asks here');
    },
    door: new CommandDoor(refuse),
    inventory: () => inventory,
    names: () => inventory.names,
    rules: () => [],
    maintenanceWindows: () => [],
    alerts: () => [],
    openedAlerts: () => [],
    clients: () => 0,
    storage: () => null,
    notifications: {
      states: () => Promise.resolve([]),
      test: () => Promise.resolve(undefined),
      silenced: () => [],
      checkLink: () => 'invalid' as const,
      mail: () => Promise.resolve(undefined),
      editor: () => {
        throw new Error('nothing is edited here');
      },
    },
    referenceTime: () => 0,
    notReady: () => reason,
    cluster: () => null,
    clusterNotReady: () => undefined,
    pendingQueries: () => 0,
    queryCounts: () => ({ answered: 0, failed: 0, abandoned: 0, overran: 0 }),
    limits: new LimitWatch({ raise: () => undefined }),
    storeHealth: () => ({ problem: null, damaged: { segment: 0, database: 0 } }),
    version: '1.0.0',
  };
}

describe('a store that cannot be read', () => {
  it('is 503 with the reason, and is logged', async () => {
    for (const path of ['events', 'events/count', 'events/export?format=csv', 'events/export?format=ndjson']) {
      const response = await fetch(`${url}api/v1/${path}`);
      expect([path, response.status]).toEqual([path, 503]);
      expect(response.headers.get('Content-Type')).toMatch(/^application\/problem\+json/);
      expect(response.headers.get('Content-Disposition')).toBeNull();
      expect(await response.json()).toMatchObject({
        code: 'store-unavailable',
        detail: 'the database is locked by another program: end it',
      });
    }
    expect(errors).toHaveLength(4);
  });

  it('is 500 without details where nobody foresaw it', async () => {
    const response = await fetch(`${url}api/v1/series`);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret');
    expect(errors).toHaveLength(1);
  });

  it('cuts an export off in the middle, so that half of it does not look like all of it', async () => {
    pagesLeft = 3;
    const response = await fetch(`${url}api/v1/events/export?format=ndjson`);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    expect(errors).toHaveLength(1);
  });

  it('makes the server not ready, with the reason', async () => {
    reason = 'no space left';
    const response = await fetch(`${url}readyz`);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ status: 'not ready', reason: 'no space left' });
    expect((await fetch(`${url}healthz`)).status).toBe(200);
  });
});

it('replaces the base that a page has already, and says of which version it is', async () => {
  expect(await (await fetch(url)).text()).toMatch(
    /^<html><head><base href="\/tw\/"><meta name="tunnelwatch-version" content="[^"]+"><\/head><\/html>$/,
  );
});

it('says what to do when the pages were not built', () => {
  expect(() => clientFiles(join(directory, 'nothing'), '/', '1.0.0')).toThrow(/the pages are missing .* npm run build/);
});

it('ends on SIGTERM although a client takes an export and does not read it', async () => {
  const line = (nr: number) =>
    `2026-02-10T11:00:00Z gw1 EFW: IPSEC: prio=2 id=278 matchkey=${String(nr)} x=${'y'.repeat(400)}\n`;
  const serve = await ServeProcess.start({ content: Array.from({ length: 20_000 }, (_, nr) => line(nr)).join('') });
  try {
    await serve.untilCount(20_000);
    const asked = request(`${serve.url}api/v1/events/export?format=ndjson`).end();
    asked.on('error', () => {
      // The server cuts the connection: that is the point.
    });
    // The event's only argument is the response.
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    response.on('error', () => undefined).pause();
    expect(await serve.end('SIGTERM')).toBe(0);
    expect(serve.errors).toBe('');
  } finally {
    await serve.remove();
  }
});
