import type { CDPSession, Page } from '@playwright/test';
import type { BenchContext, Job } from '../context.js';
import type { ServeProcess } from '../../support/serve-process.js';
import { replayLine, routeLine } from '../../e2e/support/lines.js';
import { openBrowser, openPage } from '../support/browser.js';
import { formatValue } from '../support/format-value.js';
import { startServer } from '../support/serve.js';

const HOURS_A_DAY = 24;
const HOUR_MS = 3_600_000;
/** A wall that has not drawn for a minute takes itself for hung: the clock must jump by less. */
const JUMP_MS = 50_000;
const TUNNELS = 200;
const DROPS_AN_HOUR = 100;
const HOURS_PER_CRITICAL = 6;
const RESTART_HOUR = 6;
const NEW_VERSION_HOUR = 18;
const MIB = 1024 * 1024;

/** A wall that hangs for a week, within minutes. */
export const wallWeek: Job = {
  name: 'wall-week',
  about: 'heap of the wall over a simulated week with restarts of the server, cuts and a new version (quick: two days)',
  run: async (context) => {
    const browser = await openBrowser(context);
    if (browser === undefined) return [];
    const days = context.options.isFull ? 7 : 2;
    const page = await openPage(browser);
    const week = await Week.begin(page, context);
    const atStart = await heapOf(week.session);
    const heaps: PageHeap[] = [];
    for (let day = 1; day <= days; day++) {
      context.say(`day ${String(day)} of ${String(days)}`);
      await week.liveThroughDay(day);
      heaps.push(await heapOf(week.session));
    }
    const { loads } = week;
    await browser.close();
    return [tableOf(atStart, heaps, loads)];
  },
};

/** The wall in a page whose clock jumps, over a server that is in real time. */
class Week {
  /** How often the page was loaded. */
  loads = 0;
  #events = 0;

  private constructor(
    private readonly page: Page,
    readonly session: CDPSession,
    private readonly context: BenchContext,
    private server: ServeProcess,
  ) {
    page.on('load', () => (this.loads += 1));
  }

  static async begin(page: Page, context: BenchContext): Promise<Week> {
    const server = await startServer(context);
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    const week = new Week(page, session, context, server);
    await week.#writeHour(0);
    await page.clock.install();
    await page.goto(`${server.url}wall`);
    await week.#untilLive();
    return week;
  }

  /** A day of events, and once a day the server ends the hard way; on the first day a new version comes. */
  async liveThroughDay(day: number): Promise<void> {
    for (let hour = 0; hour < HOURS_A_DAY; hour++) {
      if (hour === RESTART_HOUR) await this.#restart();
      if (day === 1 && hour === NEW_VERSION_HOUR) await this.#comeOfAge();
      await this.#writeHour(hour);
      // Each jump is a silence to the page: it takes the connection for cut, and makes another one.
      for (let passed = 0; passed < HOUR_MS; passed += JUMP_MS) await this.page.clock.fastForward(JUMP_MS);
      await this.#untilLive();
    }
  }

  async #writeHour(hour: number): Promise<void> {
    const drops = Array.from({ length: DROPS_AN_HOUR }, () => {
      const tunnel = (this.#events++ * 7) % TUNNELS;
      return replayLine({ gateway: `gw-${String(tunnel % 4)}`, matchkey: String(4000 + tunnel) });
    });
    const isCritical = hour % HOURS_PER_CRITICAL === 0;
    if (isCritical) this.#events += 1;
    this.server.append(...drops, ...(isCritical ? [routeLine({ iface: `ipsec-${String(this.#events)}` })] : []));
    await this.server.untilCount(this.#events);
  }

  async #restart(): Promise<void> {
    const { directory, port } = this.server;
    await this.server.end('SIGKILL');
    this.server = await startServer(this.context, { directory, flags: ['--port', String(port)] });
  }

  /** The page names an old version of the protocol, as if the server had been updated: it has to reload by itself. */
  async #comeOfAge(): Promise<void> {
    const reloaded = this.page.waitForEvent('load');
    await this.page.evaluate(() => {
      const send: unknown = Reflect.get(WebSocket.prototype, 'send');
      WebSocket.prototype.send = function (data) {
        const old = typeof data === 'string' ? data.replace(/^40{"protocol":\d+}/, '40{"protocol":999999}') : data;
        if (typeof send === 'function') Reflect.apply(send, this, [old]);
      };
    });
    await this.page.clock.fastForward(JUMP_MS);
    await reloaded;
    await this.#untilLive();
  }

  async #untilLive(): Promise<void> {
    await this.page.getByText('data age').waitFor();
    await this.page.getByText(/^DISCONNECTED/).waitFor({ state: 'detached' });
  }
}

interface PageHeap {
  bytes: number;
  nodes: number;
  listeners: number;
}

async function heapOf(session: CDPSession): Promise<PageHeap> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize: bytes } = await session.send('Runtime.getHeapUsage');
  const { metrics } = await session.send('Performance.getMetrics');
  const valueOf = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  return { bytes, nodes: valueOf('Nodes'), listeners: valueOf('JSEventListeners') };
}

function tableOf(atStart: PageHeap, heaps: readonly PageHeap[], loads: number) {
  const each = (write: (heap: PageHeap) => string) =>
    `at the start ${write(atStart)}, after each day ${heaps.map(write).join(', ')}`;
  const growthOf = (of: (heap: PageHeap) => number) => {
    const [first, last] = [heaps[0], heaps.at(-1)];
    return first === undefined || last === undefined ? Number.NaN : of(last) - of(first);
  };
  const days = String(heaps.length);
  return {
    title: `Client: the wall over ${days} simulated days`,
    rows: [
      {
        what: 'heap at the end',
        value: heaps.at(-1)?.bytes,
        unit: 'bytes' as const,
        note: each(({ bytes }) => formatValue(bytes, 'bytes')),
      },
      {
        what: 'heap, growth since the first day',
        value: growthOf(({ bytes }) => bytes),
        unit: 'bytes' as const,
        goal: { kind: 'at most' as const, value: 2 * MIB },
      },
      {
        what: 'DOM nodes, growth since the first day',
        value: growthOf(({ nodes }) => nodes),
        unit: 'count' as const,
        goal: { kind: 'at most' as const, value: 500 },
        note: each(({ nodes }) => formatValue(nodes, 'count')),
      },
      {
        what: 'listeners, growth since the first day',
        value: growthOf(({ listeners }) => listeners),
        unit: 'count' as const,
        goal: { kind: 'at most' as const, value: 50 },
        note: each(({ listeners }) => formatValue(listeners, 'count')),
      },
      {
        what: 'loads of the page',
        value: loads,
        unit: 'count' as const,
        goal: { kind: 'at most' as const, value: 2 },
        note: 'the first, and one for the new version',
      },
    ],
    notes: [
      'The clock of the page jumps by 50 seconds at a time, each of which it takes for a connection that was cut; every day the server is killed and started again, and on the first day a new version comes.',
    ],
  };
}
