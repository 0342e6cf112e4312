import { OffsetSamples } from '@tunnelwatch/server/core/aggregate/zone-offset';
import { zoneReader } from '@tunnelwatch/server/core/decode/clock-zone';
import { TemplateCache } from '@tunnelwatch/server/core/lines/fast-path';
import type { LineOrigin } from '@tunnelwatch/server/core/lines/line-origin';
import type { GatewayRecord } from '@tunnelwatch/server/core/aggregate/gateway-life';
import type { Monitor } from '@tunnelwatch/server/core/monitor';
import { type Alert, isOver } from '@tunnelwatch/shared/alert';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bsdStamp } from '../../support/bsd-stamp.js';
import { monitorOf, NOTHING_KNOWN } from '../../support/monitors.js';

const START = Date.UTC(2026, 10, 29, 12);
const QUARTER = 15 * MINUTE_MS;
const MONITORING = {
  silence: { minimumMs: DAY_MS, multiple: 10, learnMs: DAY_MS },
  skew: { limitMs: 120_000, holdMs: 300_000 },
  lag: { limitMs: DAY_MS, highAfterMs: DAY_MS },
};

/** A server in a container whose zone is UTC, and a live log. */
class Container {
  now = START;
  readonly monitor: Monitor;
  readonly origin: LineOrigin;

  private readonly known = new Map<number, Alert>();
  private readonly gateways = new Map<string, GatewayRecord>();

  constructor(before?: Container, zone = 'UTC') {
    this.now = before?.now ?? START;
    const state = {
      ...NOTHING_KNOWN,
      gateways: [...(before?.gateways.values() ?? [])],
      alerts: [...(before?.known.values() ?? [])],
      lastAlertId: Math.max(0, ...(before?.known.keys() ?? [])),
    };
    this.monitor = monitorOf(state, { monitoring: MONITORING, isWatched: true });
    for (const alert of state.alerts) this.known.set(alert.id, alert);
    const source = this.monitor.sources.of('file', '/logs/all.log');
    this.origin = {
      source,
      zone: zoneReader(zone),
      gatewayHint: 'all',
      recipes: new TemplateCache(),
      isReadOnce: false,
      isHintGuessed: false,
      age: 'live',
    };
  }

  get alerts(): readonly Alert[] {
    return [...this.known.values()].filter((alert) => !isOver(alert));
  }

  /** A gateway of a zone logs now, and the file is read some milliseconds later. */
  log(gateway: string, zone: string, body: string, lateMs = 300): void {
    const stamp = bsdStamp(this.now - lateMs, zone);
    const line = Buffer.from(`${stamp} ${gateway} EFW: IPSEC: ${body}`);
    this.monitor.lines.arrive(this.now);
    this.monitor.lines.line(this.origin, line, 0, line.length, false, this.now);
    this.monitor.lines.settle();
  }

  tick(ms: number): void {
    this.monitor.endLines();
    this.now += ms;
    const { source } = this.origin;
    this.monitor.apply({
      kind: 'tick',
      at: this.now,
      sources: [{ id: source.id, lagMs: 0, waitingConnections: 0, problem: null, isFinished: false }],
    });
    const changes = this.monitor.drainChanges(this.now, true);
    for (const alert of changes?.alerts ?? []) this.known.set(alert.id, alert);
    for (const record of changes?.gateways ?? []) this.gateways.set(record.gateway, record);
  }

  zoneAlerts() {
    // An alert whose condition has cleared stays until somebody has acknowledged it.
    const active = this.alerts.filter(({ rule, state }) => rule === 'time-zone' && state !== 'returnedUnacknowledged');
    return active.map(({ subject, message }) => ({ subject, message }));
  }
}

const DROP =
  'prio=2 id=278 rev=1 event="Anti-replay check failed" action=drop seqno=7 windowbase=900 windowsize=64 matchkey=a1';
const CRITICAL = 'prio=0 id=1682 rev=1 event="SA lookup failed" iface=ipsec1';

/** Gateways log a drop every few seconds for some minutes. */
function runFor(container: Container, gateways: Readonly<Record<string, string>>, minutes: number): void {
  for (let second = 0; second < minutes * 60; second += 6) {
    for (const [gateway, zone] of Object.entries(gateways)) container.log(gateway, zone, DROP);
    container.tick(6000);
  }
}

describe('[ALM-45] gateways that log in another time zone than that which their stamps are read in', () => {
  const GATEWAYS = {
    ny: 'America/New_York',
    hel: 'Europe/Helsinki',
    kol: 'Asia/Kolkata',
    stj: 'America/St_Johns',
    here: 'UTC',
  };

  it('are told within five minutes, with the zone, and raise live alerts', () => {
    const container = new Container();
    runFor(container, GATEWAYS, 4);
    const told = container.zoneAlerts().map(({ subject, message }) => {
      const [zones] = /UTC[+-]\d\d:\d\d \(.*\)/.exec(message) ?? [];
      return [subject.kind === 'gateway' ? subject.gateway : '', zones];
    });
    expect(Object.fromEntries(told)).toEqual({
      ny: 'UTC-05:00 (America/New_York, America/Bogota)',
      hel: 'UTC+02:00 (Europe/Helsinki, Africa/Johannesburg)',
      kol: 'UTC+05:30 (Asia/Kolkata)',
      stj: 'UTC-03:30 (America/St_Johns)',
    });
    for (const [gateway, zone] of Object.entries(GATEWAYS)) container.log(gateway, zone, CRITICAL);
    container.tick(1000);
    const critical = container.alerts.filter(({ severity }) => severity === 'critical');
    expect(critical.map(({ isPast }) => isPast)).toEqual([false, false, false, false, false]);
    for (const { lastTime } of critical) expect(Math.abs(container.now - lastTime)).toBeLessThan(5000);
    // One problem, one alert: the clock is not off.
    expect(container.alerts.filter(({ rule }) => rule === 'skew')).toEqual([]);
  });

  it('stay corrected across a restart, and are no longer once the setting names their zone', () => {
    const first = new Container();
    runFor(first, { ny: GATEWAYS.ny }, 4);
    const second = new Container(first);
    second.log('ny', GATEWAYS.ny, CRITICAL);
    second.tick(1000);
    expect(second.alerts.find(({ severity }) => severity === 'critical')?.isPast).toBe(false);
    expect(second.zoneAlerts()).toHaveLength(1);
    const third = new Container(second, GATEWAYS.ny);
    third.log('ny', GATEWAYS.ny, CRITICAL);
    third.tick(1000);
    expect(third.zoneAlerts()).toEqual([]);
    const { lastTime = 0 } = third.alerts.find(({ severity }) => severity === 'critical') ?? {};
    expect(Math.abs(third.now - lastTime)).toBeLessThan(5000);
  });

  it('follow the end of daylight saving time', () => {
    const container = new Container();
    container.now = Date.UTC(2026, 9, 25, 0, 56);
    const helsinki = { hel: GATEWAYS.hel };
    runFor(container, helsinki, 3);
    expect(container.zoneAlerts()[0]?.message).toContain('UTC+03:00');
    runFor(container, helsinki, 5);
    expect(container.zoneAlerts()[0]?.message).toContain('UTC+02:00');
  });

  it('are not seen in lines that are read late, or in an old log that is copied in', () => {
    const container = new Container();
    for (let at = 0; at < 60; at++) {
      container.log('late', 'UTC', DROP, 5 * HOUR_MS + at * 4000);
      container.tick(6000);
    }
    expect(container.zoneAlerts()).toEqual([]);
  });
});

describe('the difference of two zones', () => {
  const millis = (max: number) => fc.integer({ min: 0, max });

  it('is found for every quarter of an hour, whatever the delays and clocks within reason', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -56, max: 56 }),
        fc.integer({ min: -15_000, max: 15_000 }),
        fc.array(fc.tuple(fc.integer({ min: 10_000, max: 40_000 }), millis(20_000)), { minLength: 20, maxLength: 30 }),
        (quarters, skew, lines) => {
          const samples = new OffsetSamples();
          let at = START;
          for (const [pause, delay] of lines) {
            at += pause;
            if (samples.isDue(at)) samples.add(at, quarters * QUARTER + skew - delay);
          }
          expect(samples.finding()).toBe(quarters * QUARTER);
        },
      ),
    );
  });

  it('is not found where stamps are off by anything else', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100 * HOUR_MS, max: 100 * HOUR_MS }), (offset) => {
        const fromQuarter = Math.abs(offset - Math.round(offset / QUARTER) * QUARTER);
        fc.pre(fromQuarter > 60_000 || Math.abs(offset) > 27 * HOUR_MS);
        const samples = new OffsetSamples();
        for (let at = 0; at < 300; at += 6) samples.add(START + at * 1000, offset);
        expect(samples.finding()).toBeUndefined();
      }),
    );
  });
});
