import { z } from 'zod';
import { settingNotes } from './setting-notes.js';

const count = () => z.number().int().min(1).max(10_000_000);
const expects = 'a whole number from 1 to 10000000';

/** How many names that nobody has heard of one sender may bring. */
export const newNamesSchema = z.strictObject({
  gateways: count().default(10_000).register(settingNotes, {
    what: 'New gateways that one sender may name at once. Beyond it their events count under "unknown at" and its address. A file may bring ten times as many, all senders together five times.',
    unit: 'gateways',
    expects,
    why: 'A relay brings the gateways of a whole network at its first start; who invents names fills memory and disk with them.',
  }),
  gatewaysPerHour: count().default(600).register(settingNotes, {
    what: 'New gateways that one sender may name in each hour beyond those.',
    unit: 'gateways',
    expects,
    why: 'Nobody puts ten gateways a minute into service for hours.',
  }),
  tunnels: count().default(150_000).register(settingNotes, {
    what: 'New tunnels and interfaces that one sender may name at once. Beyond it their events count under the interface "(unlisted)" of their gateway.',
    unit: 'tunnels',
    expects,
    why: 'A gateway with 100,000 tunnels, or a relay of many gateways, names them within minutes.',
  }),
  tunnelsPerHour: count().default(36_000).register(settingNotes, {
    what: 'New tunnels and interfaces that one sender may name in each hour beyond those.',
    unit: 'tunnels',
    expects,
    why: 'Ten new ones a second, for as long as it lasts.',
  }),
});
