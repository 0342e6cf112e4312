import { utcTime } from '@tunnelwatch/server/core/decode/clock-zone';
import { decodeLine } from '@tunnelwatch/server/core/decode/decode-line';
import { describe, expect, it } from 'vitest';

const ARRIVED = Date.UTC(2026, 1, 10, 18);
const CONTEXT = { arrivedAt: ARRIVED, near: ARRIVED, zone: utcTime, gatewayHint: 'hint' };
const BODY = 'EFW: IPSEC: prio=2 id=278 rev=1 event=anti_replay_check_failed seqno=1 matchkey=m1';

/** What is decoded of a message within an object that says this beside it. */
function decoded(fields: Record<string, unknown>) {
  const line = decodeLine(JSON.stringify({ message: BODY, ...fields }), CONTEXT);
  if (line.kind !== 'message') throw new Error(`the line is ${line.kind}`);
  return line;
}

describe('the time that an object says', () => {
  const at = Date.UTC(2026, 1, 10, 17, 57, 45);
  it.each([
    ['rsyslog', { timereported: '2026-02-10T17:57:45+00:00' }, at],
    ['syslog-ng, ISODATE', { ISODATE: '2026-02-10T18:57:45+01:00' }, at],
    ['syslog-ng, DATE alone: without a year', { DATE: 'Feb 10 17:57:45' }, at],
    ['syslog-ng, DATE of last December', { DATE: 'Dec 31 23:59:59' }, Date.UTC(2025, 11, 31, 23, 59, 59)],
    ['syslog-ng, FULLDATE in DATE', { DATE: 'Feb 10 17:57:45 2024' }, Date.UTC(2024, 1, 10, 17, 57, 45)],
    ['syslog-ng, both: the one that says more', { DATE: 'Feb 10 19:57:45', ISODATE: '2026-02-10T17:57:45Z' }, at],
    ['journald', { __REALTIME_TIMESTAMP: '1770746265970123' }, at + 970],
    ['Fluent Bit, seconds', { date: 1770746265 }, at],
    ['Fluent Bit, seconds with a fraction', { date: 1770746265.970123 }, at + 970],
    ['Fluent Bit, milliseconds', { date: 1770746265970 }, at + 970],
    ['Fluent Bit, ISO', { date: '2026-02-10T17:57:45.970Z' }, at + 970],
    ['Fluent Bit, seconds as a text', { date: '1770746265.5' }, at + 500],
    ['a number of nanoseconds', { time: 1770746265970123000 }, at + 970],
    ['Vector', { timestamp: '2026-02-10T17:57:45.970123Z' }, at + 970],
  ])('is read: %s', (_name, fields, time) => {
    expect(decoded(fields).time).toBe(time);
  });

  it.each([
    { date: -1 },
    { date: 0 },
    { date: 1e30 },
    { date: '12' },
    { date: 'yesterday' },
    { date: null },
    { time: true },
    { DATE: 'Feb 30 10:00:00' },
    { __REALTIME_TIMESTAMP: [] },
  ])('is the arrival where it says none: %j', (fields) => {
    expect(decoded(fields).time).toBe(ARRIVED);
  });
});

describe('the host that an object names', () => {
  it.each([
    [{ host: 'gw1' }, 'gw1'],
    [{ host: { name: 'gw1', ip: ['192.0.2.1'] } }, 'gw1'],
    [{ host: { hostname: 'gw1' } }, 'gw1'],
    [{ host: { ip: ['192.0.2.1'] }, hostname: 'gw1' }, 'gw1'],
    [{ host: ['gw2'], HOST: 'gw1' }, 'gw1'],
    [{ host: null, _HOSTNAME: 'gw1_Master' }, 'gw1'],
    [{ host: { name: '' } }, 'hint'],
    [{ host: { name: 7 } }, 'hint'],
    [{ host: JSON.parse('{"__proto__":{"name":"gw1"}}') as unknown }, 'hint'],
  ])('is the gateway: %j', (fields, gateway) => {
    expect(decoded(fields).gateway).toBe(gateway);
  });
});
