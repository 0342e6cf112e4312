import { LINE_FORMATS, type LineFormat } from '@tunnelwatch/server/simulator/line-format';
import { createSimulation } from '@tunnelwatch/server/simulator/simulation';
import { describe, expect, it } from 'vitest';
import { optionsOf } from './read-line.js';

const HOST = String.raw`gw-(?:north_Master|south)`;
const BODY = String.raw`(?:IPSEC|CONN|IKE|SYSTEM): prio=\d id=\d+ rev=1 event=.+`;
const BRACKET = String.raw`\[2026-02-10 1[67]:\d\d:\d\d\]`;
const PRI = String.raw`<1(?:3[0-5])>`;

const SHAPES: Readonly<Record<Exclude<LineFormat, 'json'>, RegExp>> = {
  rfc5424: new RegExp(String.raw`^${PRI}1 2026-02-10T18:\d\d:\d\d\.\d{3}\+01:00 ${HOST} EFW - - - ${BODY}$`),
  rfc3164: new RegExp(String.raw`^${PRI}Feb 10 17:\d\d:\d\d ${HOST} EFW: ${BODY}$`),
  'receiver-and-device': new RegExp(String.raw`^Feb 10 17:\d\d:\d\d ${HOST} ${BRACKET} EFW: ${BODY}$`),
  raw: new RegExp(String.raw`^${PRI}${BRACKET} EFW: ${BODY}$`),
  'with-year': new RegExp(String.raw`^Feb 10 2026 17:\d\d:\d\d ${HOST} EFW: ${BODY}$`),
  rsyslog: new RegExp(String.raw`^2026-02-10T18:\d\d:\d\d\.\d{6}\+01:00 ${HOST} EFW: ${BODY}$`),
  kiwi: new RegExp(
    String.raw`^2026-02-10 17:\d\d:\d\d\tLocal0\.(?:Debug|Info|Notice|Warning|Error|Critical)\t192\.0\.2\.[78]\t${BRACKET} EFW: ${BODY}$`,
  ),
};

const lines = (format: LineFormat | 'all', count = 2000): { atMs: number; line: string }[] => {
  const simulation = createSimulation(optionsOf({ format }));
  return Array.from({ length: count }, () => simulation.next());
};

describe('formats', () => {
  it.each(Object.entries(SHAPES))('%s has its documented shape', (format, shape) => {
    const name = LINE_FORMATS.find((candidate) => candidate === format) ?? 'json';
    for (const { line } of lines(name)) expect(line).toMatch(shape);
  });

  it('json holds the message in message, msg or MESSAGE, one object a line', () => {
    const keys = new Set<string>();
    for (const { line } of lines('json')) {
      const record: unknown = JSON.parse(line);
      const key = ['message', 'msg', 'MESSAGE'].find((name) => Object.hasOwn(Object(record), name));
      keys.add(key ?? 'none');
      expect(line).toMatch(/"EFW: (IPSEC|CONN|IKE|SYSTEM): prio=/);
      expect(line).not.toContain('\n');
    }
    expect([...keys].sort()).toEqual(['MESSAGE', 'message', 'msg']);
  });

  it('all goes through every format in turn', () => {
    const mixed = lines('all', LINE_FORMATS.length * 10);
    mixed.forEach(({ line }, index) => {
      const format = LINE_FORMATS[index % LINE_FORMATS.length] ?? 'json';
      if (format === 'json') expect(() => JSON.parse(line)).not.toThrow();
      else expect(line).toMatch(SHAPES[format]);
    });
  });

  it('say the syslog severity that the reversed prio means (RFC 5424 section 6.2.1)', () => {
    for (const { line } of lines('rfc3164', 20_000)) {
      const [, pri, prio] = /^<(\d+)>.* prio=(\d) /.exec(line) ?? [];
      expect(Number(pri)).toBe(16 * 8 + 7 - Number(prio));
    }
  });

  it('carry the moment of the line, in the zone that they say', () => {
    for (const { atMs, line } of lines('rsyslog', 500)) {
      expect(Math.abs(Date.parse(line.split(' ')[0] ?? '') - atMs)).toBeLessThanOrEqual(1);
    }
    for (const { atMs, line } of lines('rfc3164', 500)) {
      const stamp = /^<\d+>(\w+ +\d+ [\d:]+)/.exec(line)?.[1] ?? '';
      expect(Date.parse(`${stamp} 2026 UTC`)).toBe(Math.floor(atMs / 1000) * 1000);
    }
  });

  it('pad the day of a BSD time with a space (RFC 3164 section 4.1.2)', () => {
    const simulation = createSimulation(
      optionsOf({ format: 'with-year', startMs: Date.parse('2026-10-02T09:45:23Z') }),
    );
    expect(simulation.next().line).toMatch(/^Oct {2}2 2026 09:45:23 /);
  });

  it('are ASCII, so that a length is a number of bytes', () => {
    for (const { line } of lines('all')) expect(Buffer.byteLength(line)).toBe(line.length);
  });
});
