import { z } from 'zod';
import { settingNotes } from './setting-notes.js';

const KIB = 1024;
const MIB = 1024 * KIB;

/** Limits of the listeners. */
export const syslogSchema = z.strictObject({
  maxConnections: z.number().int().min(1).max(100_000).default(2000).register(settingNotes, {
    what: 'Connections that one listener reads at the same time. Further ones wait: as many again, or 1,000. To make room, connections that have been idle for a second are closed, starting with the longest idle of the sender with the most.',
    unit: 'connections',
    expects: 'a whole number from 1 to 100000',
    why: 'Gateways and relays hold a few hundred; with those that wait it stays below 4,096 open files and about 40 MB.',
  }),
  maxConnectionsPerSender: z.number().int().min(1).max(100_000).default(2000).register(settingNotes, {
    what: 'Connections that one listener reads at the same time from one address; further ones wait, as for maxConnections.',
    unit: 'connections',
    expects: 'a whole number from 1 to 100000',
    why: 'As many as the listener has: a relay, or all gateways, can be behind one address. When places are scarce, the sender with the most gives way.',
  }),
  idleSeconds: z.number().int().min(1).max(31_536_000).default(86_400).register(settingNotes, {
    what: 'A connection without a line for this long is closed.',
    unit: 'seconds',
    expects: 'a whole number of seconds from 1 to 31536000',
    why: 'Closing a quiet connection can cost a simple sender its next line; TCP itself detects dead peers.',
  }),
  lineSeconds: z.number().int().min(1).max(86_400).default(60).register(settingNotes, {
    what: 'A partial line or a TLS handshake must be completed within this time, or the connection is closed.',
    unit: 'seconds',
    expects: 'a whole number of seconds from 1 to 86400',
    why: 'Senders write a line at once; a trickle of single bytes must not hold a connection forever.',
  }),
  queueBytes: z
    .number()
    .int()
    .min(64 * KIB)
    .max(1024 * MIB)
    .default(32 * MIB)
    .register(settingNotes, {
      what: 'Memory for received data that is not yet processed: one half for connections, which are paused when it is full, and one for datagrams, which are then dropped and counted.',
      unit: 'bytes',
      expects: 'a whole number of bytes from 65536 to 1073741824',
      why: 'It holds more than a second of a datagram flood; paused connections lose nothing.',
    }),
  receiveBufferBytes: z
    .number()
    .int()
    .min(2 * KIB)
    .max(1024 * MIB)
    .default(64 * MIB)
    .register(settingNotes, {
      what: 'Requested kernel receive buffer for datagrams; the kernel grants at most net.core.rmem_max, and the sources page shows how much.',
      unit: 'bytes',
      expects: 'a whole number of bytes from 2048 to 1073741824',
      why: 'As large as the system allows: datagrams that do not fit are lost.',
    }),
});

/** Limits of the listeners, validated, with defaults filled in. */
export type SyslogLimits = z.output<typeof syslogSchema>;
