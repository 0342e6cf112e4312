import { gatewayOfFile } from '@tunnelwatch/server/ingest/source/gateway-of-file';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('the gateway of a file', () => {
  it.each([
    // The name of the file, without extension, rotation number and compression.
    ['/var/log/gateways/gw1.log', 'gw1'],
    ['/var/log/gateways/gw1.log.1', 'gw1'],
    ['/var/log/gateways/gw1.log-2', 'gw1'],
    ['/var/log/gateways/gw1.1', 'gw1'],
    ['/var/log/gateways/gw1.log.2.gz', 'gw1'],
    ['/var/log/gateways/gw1.1.log.xz', 'gw1'],
    ['/var/log/gateways/gw1.log.old', 'gw1'],
    ['gw-north.syslog', 'gw-north'],
    ['gw.example.net.log', 'gw.example.net'],
    ['gw1.noc.example.log', 'gw1.noc.example'],
    ['gw_Master.jsonl', 'gw_Master'],
    ['gw-1', 'gw-1'],
    ['gw-2.log', 'gw-2'],
    ['gw-2026.log', 'gw-2026'],
    ['gw', 'gw'],
    ['.log', '.log'],
    // Without its date, wherever that stands.
    ['/var/log/gateways/gw1.log-20260210', 'gw1'],
    ['/var/log/gateways/gw1.log-20260210.gz', 'gw1'],
    ['gw1.log-20261129.gz', 'gw1'],
    ['gw3-20261129', 'gw3'],
    ['gw3_2026-11-29.log', 'gw3'],
    ['gw3.2026.11.29.log', 'gw3'],
    ['gw3_20261129.log.3.bz2', 'gw3'],
    ['gw1-2026-11-29-13.log', 'gw1'],
    ['gw1-2026112913.log', 'gw1'],
    ['gw1_20261129T131500Z.log', 'gw1'],
    ['gw1-2026-11-29_13-05-00.log', 'gw1'],
    ['gw1-29-11-2026.txt', 'gw1'],
    ['gw1-11.29.2026.txt', 'gw1'],
    ['gw1-29Nov2026.txt', 'gw1'],
    ['gw1-2026-Nov-29.txt', 'gw1'],
    ['gw1-2026-W48.log', 'gw1'],
    ['gw1-2026-11.log', 'gw1'],
    ['gw1-202611.log', 'gw1'],
    ['gw1.log-1795996800', 'gw1'],
    ['20261129.gw5.log', 'gw5'],
    ['2026-11-29_gw5.log', 'gw5'],
    ['log20261129-gw5.txt', 'gw5'],
    ['gw1.noc.example-2026-11-29.log', 'gw1.noc.example'],
    // The folder, where the name is a date or one for all senders.
    ['gw1/2026-11-28.log', 'gw1'],
    ['gw1/20261128', 'gw1'],
    ['gw1/messages-20261129', 'gw1'],
    ['/var/log/gw1/messages', 'gw1'],
    ['/var/log/gateways/gw1/syslog.log', 'gw1'],
    ['/var/log/hosts/gw1/local0.log', 'gw1'],
    ['/srv/gw1/logs/remote/daemon.log.1', 'gw1'],
    ['/srv/gw1/udp-514.log', 'gw1'],
    ['/srv/logs/gw1/2026/11/29/messages.log', 'gw1'],
    ['/srv/logs/gw1/2026/11/29.log', 'gw1'],
    ['/srv/logs/gw1/2026/11-29.log', 'gw1'],
    ['/srv/logs/gw1/2026/Nov/29.log', 'gw1'],
    ['/srv/logs/gw1/2026/11/29/13.log', 'gw1'],
    ['/srv/logs/2026/gw1/11/29.log', 'gw1'],
    ['/srv/logs/192.0.2.7/user.log', '192.0.2.7'],
    ['/srv/logs/2001-db8--7/kern.log', '2001:db8::7'],
    ['2026/11/29/gw4.log', 'gw4'],
    ['/var/log/2026-11-29/gw4.log', 'gw4'],
    ['/var/log/2026/11/29/13/gw4', 'gw4'],
    // A folder of the system, or of all gateways, names none: the stem, without its date.
    ['/var/log/messages', 'messages'],
    ['/var/log/remote/messages', 'messages'],
    ['C/Program/SyslogCatchAll-2026-11-29.txt', 'Program'],
    ['/var/log/SyslogCatchAll-2026-11-29.txt', 'SyslogCatchAll'],
    ['SyslogCatchAll.txt', 'SyslogCatchAll'],
    ['/var/log/gateways/2026-11-29.log', 'gateways'],
    ['2026-11-29.log', '2026-11-29.log'],
    // Addresses stay whole.
    ['192.0.2.7.log', '192.0.2.7'],
    ['192.0.2.7', '192.0.2.7'],
    ['192.0.2.7.1', '192.0.2.7'],
    ['192.0.2.7.log.1', '192.0.2.7'],
    ['192.0.2.7-2026-11-29.log', '192.0.2.7'],
    ['192.0.2.7.2026-11-29', '192.0.2.7'],
    ['192.0.2.7_514.log', '192.0.2.7'],
    ['192_0_2_7.log', '192.0.2.7'],
    ['192-0-2-7-20261129.log', '192.0.2.7'],
    ['2001:db8::7.log', '2001:db8::7'],
    ['[2001:DB8::7].log', '2001:db8::7'],
    ['2001-db8--7.log', '2001:db8::7'],
    ['2001_db8__7.log', '2001:db8::7'],
    ['2001-0db8-0000-0000-0000-0000-0000-0007.log', '2001:db8::7'],
    ['2001-db8--7-2026-11-29.log', '2001:db8::7'],
    ['2001-db8--7.ipv6-literal.net.log', '2001:db8::7'],
    ['fe80--1%eth0.log', 'fe80::1'],
    ['::ffff:192.0.2.7.log', '192.0.2.7'],
    ['--ffff-192.0.2.7.log', '192.0.2.7'],
    // Dates of this century are years of addresses too.
    ['2001-10-12--7.log', '2001:10:12::7'],
  ])('of %s is %s', (file, gateway) => {
    expect(gatewayOfFile(file)).toBe(gateway);
  });

  const name = fc.stringMatching(/^[a-z]{2}[a-z]{0,6}x[0-9]{0,2}$/);
  const date = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
  const layouts: ((gateway: string, date: Date) => string)[] = [
    (gateway, day) => `/logs/${gateway}-${day.toISOString().slice(0, 10)}.log`,
    (gateway, day) => `/logs/${gateway}.log-${day.toISOString().slice(0, 10).replaceAll('-', '')}.gz`,
    (gateway, day) => `/logs/${day.toISOString().slice(0, 10)}/${gateway}.log`,
    (gateway, day) => `/logs/${day.toISOString().slice(0, 10).replaceAll('-', '/')}/${gateway}`,
    (gateway, day) => `/logs/${gateway}/${day.toISOString().slice(0, 13)}.log`,
    (gateway, day) => `/logs/${gateway}/${day.toISOString().slice(0, 10).replaceAll('-', '/')}.log`,
    (gateway, day) => `/logs/${gateway}/messages_${day.toISOString().slice(0, 10).replaceAll('-', '')}`,
  ];

  it.each(layouts)('is the same at every date: %s', (layout) => {
    fc.assert(
      fc.property(name, date, (gateway, day) => {
        expect(gatewayOfFile(layout(gateway, day))).toBe(gateway);
      }),
    );
  });

  it('is never empty, and comes in a bounded time, for any path', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 255, unit: 'binary' }), (file) => {
        expect(gatewayOfFile(`/logs/${file.replaceAll(/[/\0]/g, '-')}`)).not.toBe('');
      }),
    );
    expect(gatewayOfFile(`/logs/${'.1'.repeat(120)}${'2026-11-'.repeat(10)}`)).not.toBe('');
  });
});
