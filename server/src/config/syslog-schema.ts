import { z } from 'zod';
import { settingNotes } from './setting-notes.js';

const KIB = 1024;
const MIB = 1024 * KIB;

/** Limits of the listeners. */
export const syslogSchema = z.strictObject({
  maxConnections: z.number().int().min(1).max(100_000).default(2000).register(settingNotes, {
    what: 'Connections that one listener reads at the same time. Further ones wait, as many again or 1,000: connections that are quiet for a second are ended for them, the longest quiet of the sender with the most first.',
    unit: 'connections',
    expects: 'a whole number from 1 to 100000',
    why: 'Gateways and relays hold some hundreds; with those that wait it stays below 4,096 open files, and some 40 MB.',
  }),
  maxConnectionsPerSender: z.number().int().min(1).max(100_000).default(2000).register(settingNotes, {
    what: 'Connections that one listener reads at the same time from the same address, by the same rule.',
    unit: 'connections',
    expects: 'a whole number from 1 to 100000',
    why: 'As many as there are: behind one address can be a relay, or all gateways. Where places are scarce, the sender with the most gives way.',
  }),
  idleSeconds: z.number().int().min(1).max(31_536_000).default(86_400).register(settingNotes, {
    what: 'A connection that brings no line for this long is ended.',
    unit: 'seconds',
    expects: 'a whole number of seconds from 1 to 31536000',
    why: 'Ending a quiet connection can cost a simple sender its next line; one that is gone is noticed by TCP itself.',
  }),
  lineSeconds: z.number().int().min(1).max(86_400).default(60).register(settingNotes, {
    what: 'A line that was begun, or the greeting of TLS, must be complete after this time, or its connection is ended.',
    unit: 'seconds',
    expects: 'a whole number of seconds from 1 to 86400',
    why: 'Senders write a line at once; a trickle of single bytes must not hold a place for ever.',
  }),
  queueBytes: z
    .number()
    .int()
    .min(64 * KIB)
    .max(1024 * MIB)
    .default(32 * MIB)
    .register(settingNotes, {
      what: 'Memory for what was received and is not yet read. At half of it connections are paused; when it is full, datagrams are dropped and counted.',
      unit: 'bytes',
      expects: 'a whole number of bytes from 65536 to 1073741824',
      why: 'Over a second of a flood of datagrams; connections lose nothing by waiting.',
    }),
  receiveBufferBytes: z
    .number()
    .int()
    .min(2 * KIB)
    .max(1024 * MIB)
    .default(64 * MIB)
    .register(settingNotes, {
      what: 'What the kernel is asked to hold of datagrams; it grants at the most net.core.rmem_max, and the sources page shows how much.',
      unit: 'bytes',
      expects: 'a whole number of bytes from 2048 to 1073741824',
      why: 'As large as the system allows: what does not fit there is lost.',
    }),
});

/** Limits of the listeners, checked, with defaults filled in. */
export type SyslogLimits = z.output<typeof syslogSchema>;
