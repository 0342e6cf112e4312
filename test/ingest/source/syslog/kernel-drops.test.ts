import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { endianness } from 'node:os';
import { dropsInTable, readKernelDrops } from '@tunnelwatch/server/ingest/source/syslog/kernel-drops';
import { describe, expect, it } from 'vitest';

const V4 = `   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
  385: 0100007F:0202 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 19283 2 0000000000000000 12
 1385: 00000000:0202 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 19284 2 0000000000000000 4294967295
`;
const V6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
  385: 00000000000000000000000000000000:0202 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 19283 2 0000000000000000 3
  386: 00000000000000000000000001000000:0202 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 19283 2 0000000000000000 4
  387: B80D0120000000000000000001000000:0202 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 19283 2 0000000000000000 5
`;

describe.runIf(endianness() === 'LE')('the table of the kernel', () => {
  it.each([
    [V4, '127.0.0.1', 514, 12],
    [V4, '0.0.0.0', 514, 4_294_967_295],
    [V4, '127.0.0.2', 514, null],
    [V4, '127.0.0.1', 515, null],
    [V6, '::', 514, 3],
    [V6, '::1', 514, 4],
    [V6, '2001:db8::1', 514, 5],
    ['', '127.0.0.1', 514, null],
  ])('tells the drops of a socket (%#)', (table, address, port, drops) => {
    expect(dropsInTable(table, { address, port })).toBe(drops);
  });
});

describe('the running kernel', () => {
  it.each(['127.0.0.1', '0.0.0.0', '::1', '::'])('knows a socket on %s, and that it dropped nothing', async (host) => {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4').bind(0, host);
    await once(socket, 'listening');
    expect(readKernelDrops(socket.address())).toBe(0);
    socket.close();
  });
});
