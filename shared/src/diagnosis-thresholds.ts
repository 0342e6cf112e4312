import { z } from 'zod';

/** Documentation of a threshold; `docs/diagnosis.md` is generated from it. */
export interface ThresholdNotes {
  readonly what: string;
  readonly unit: string;
  /** Why the default is what it is. */
  readonly why: string;
}

/** The notes of each threshold. */
export const thresholdNotes = z.registry<ThresholdNotes>();

const share = () => z.number().min(0).max(1);
const drops = () => z.number().int().min(1).max(1_000_000);
const packets = () => z.number().int().min(0).max(4_294_967_295);
const tunnels = () => z.number().int().min(2).max(100_000);
const seconds = () => z.number().min(0).max(3600);

function noted<Schema extends z.ZodType>(schema: Schema, unit: string, what: string, why: string): Schema {
  thresholdNotes.add(schema, { what, unit, why });
  return schema;
}

/** How much evidence is required, and the confidence that it gives. */
export const evidenceThresholds = {
  spanMinutes: noted(
    z.number().min(1).max(60),
    'minutes',
    'period of drops that a verdict covers',
    'an operator needs the current fault; slow causes take some minutes to show',
  ),
  leastDrops: noted(drops(), 'drops', 'fewer drops give no verdict', 'fewer can look like several causes at once'),
  ruleDrops: noted(
    drops(),
    'drops',
    'drops that are specific to a cause and required for it; also consecutive events of an HA member that takes over',
    'any cause has a few others beside it',
  ),
  leastShare: noted(
    share(),
    'share',
    'minimum share of the drops that a verdict explains',
    'an explanation of less than half is not the cause',
  ),
  signShare: noted(
    share(),
    'share',
    'drops that show the sign of a cause: consecutive numbers, close copies, large steps',
    'background drops lie between them',
  ),
  strayShare: noted(
    share(),
    'share',
    'tolerated share of drops of another kind; a cause that explains less is not named at all',
    'any path damages and duplicates some packets',
  ),
  outweighs: noted(
    z.number().min(1).max(100),
    'times',
    'ratio of late packets in one class of lateness to those in the next, for the first to be the cause',
    'both reordering and replay have tails',
  ),
  keepShare: noted(
    share(),
    'share',
    'a verdict is kept while it explains at least this share of what a new one explains',
    'two equally good verdicts must not alternate on the screen',
  ),
  highDrops: noted(
    drops(),
    'drops',
    'explained drops for high confidence; also late packets for a window recommendation',
    'simulations gave no wrong cause at or above it',
  ),
  highShare: noted(
    share(),
    'share',
    'share of the drops that a verdict of high confidence explains',
    'little is left for a second cause',
  ),
  mediumDrops: noted(drops(), 'drops', 'explained drops for medium confidence', 'a handful may be a coincidence'),
  highTunnels: noted(
    tunnels(),
    'tunnels',
    'tunnels with the same cause for high confidence',
    'ten do not begin together by coincidence',
  ),
  mediumTunnels: noted(tunnels(), 'tunnels', 'tunnels with the same cause for medium confidence', 'half as many might'),
};

/** Late packets, copies and windows. */
export const windowThresholds = {
  reorderingSeconds: noted(
    z.number().positive().max(60),
    'seconds',
    'a packet that is late by less was reordered',
    'queues and parallel links delay packets by less',
  ),
  replaySeconds: noted(
    z.number().positive().max(600),
    'seconds',
    'a packet that is late by more was replayed, not delayed',
    'no queue holds packets that long',
  ),
  largestWindow: noted(
    z.number().int().min(64).max(1_048_576),
    'packets',
    'the largest window that is recommended',
    'gateways do not offer larger ones',
  ),
  adviceShare: noted(
    share(),
    'share',
    'share of the late packets, without replayed ones, that a recommended window accepts',
    'the remaining ones would require a window many times as large',
  ),
  copyDistance: noted(
    z.number().int().min(0).max(4096),
    'packets',
    'a duplicate at most this far behind the right edge was made on the path',
    'a duplicate from a LAG or a mirror port follows immediately',
  ),
  replayDrops: noted(
    drops(),
    'drops',
    'old packets for a suspected replay',
    'one or two can be left over from an old SA',
  ),
  repeats: noted(
    z.number().int().min(2).max(1000),
    'arrivals',
    'arrivals of one number for a suspected replay',
    'a path may duplicate a packet, but hardly ever delivers it three times',
  ),
  senderSeconds: noted(
    z.number().min(1).max(600),
    'seconds',
    'a counter below the window that advances for this long without interruptions is that of another sender',
    'a recording that is played again is a burst, or stops and restarts',
  ),
  standingShare: noted(
    share(),
    'share',
    'share of late packets at a window that does not move, for a peer that has restarted instead of a replay',
    'with an idle peer the window stops for a moment',
  ),
  standingPackets: noted(
    packets(),
    'packets',
    'packets that the window must have missed to count as stopped',
    'traffic comes in bursts',
  ),
  standingSeconds: noted(
    seconds(),
    'seconds',
    'the same when no rate is known',
    'the window of a live tunnel moves every second',
  ),
  youngNumber: noted(
    packets(),
    'packets',
    'a restarted peer is certain if the lowest number is at most this',
    'a restarted counter is low',
  ),
  firstNumber: noted(
    packets(),
    'packets',
    'the same when no rate is known: nobody would record packets that close to 1',
    'the first packets of an SA are not worth recording',
  ),
};

/** Forged numbers, the edge of the window and new SAs. */
export const numberThresholds = {
  jumpShare: noted(
    share(),
    'share',
    'share of backward steps at which numbers count as random',
    'half of the steps of random numbers go backward, hardly any of increasing ones',
  ),
  wildPackets: noted(
    packets(),
    'packets',
    'range of numbers that traffic cannot explain',
    'at a million packets a second it takes 17 s',
  ),
  madeUpChance: noted(
    share(),
    'probability',
    'probability below which it is no coincidence that all forged numbers are below the window',
    'one in a hundred is unlikely enough',
  ),
  stepPackets: noted(
    z.number().int().min(1).max(1000),
    'packets',
    'numbers at most this far apart are consecutive',
    'the one between them may be lost',
  ),
  rateDrift: noted(
    share(),
    'share',
    'share by which the rate may have changed since windowbase was last logged',
    'the window is extrapolated from its rate, and traffic is not even',
  ),
  edgeDrops: noted(
    drops(),
    'drops',
    'drops required before the right edge is called likely',
    'the left edge would be evident long before',
  ),
  edgeNear: noted(
    packets(),
    'packets',
    'distance below windowbase within which duplicates accumulate if it is the right edge',
    'duplicates follow immediately',
  ),
  edgeNearShare: noted(
    share(),
    'share',
    'share of the drops that must be there',
    'some late packets are there by coincidence',
  ),
  edgeDenser: noted(
    z.number().min(1).max(1000),
    'times',
    'how much denser they must be there than farther behind',
    'reordering alone leaves a smooth tail below the left edge',
  ),
  edgeBeyond: noted(
    drops(),
    'drops',
    'drops beyond both windows at which neither edge fits',
    'one or two can be lines of an old SA',
  ),
  doubtPackets: noted(
    packets(),
    'packets',
    'drops at most this far below windowbase are duplicates or late packets, depending on the edge',
    'duplicates follow within a few packets',
  ),
  doubtShare: noted(
    share(),
    'share',
    'share of such drops at which there is no verdict until the edge is known',
    'fewer do not change a verdict',
  ),
  rekeyFall: noted(
    share(),
    'share',
    'a base below this share of the previous one belongs to a new SA',
    'the base of an SA does not decrease, and a new one begins near 1',
  ),
  disorderPackets: noted(
    packets(),
    'packets',
    'a base may decrease by this much without belonging to a new SA',
    'lines arrive slightly out of order',
  ),
  rekeyOverlapSeconds: noted(
    seconds(),
    'seconds',
    'lines of the previous SA are expected for this long',
    'both SAs carry packets while they overlap',
  ),
};

/** Common causes on a gateway. */
export const gatewayThresholds = {
  leastTunnels: noted(
    tunnels(),
    'tunnels',
    'tunnels whose encryption fails at the same time, for suspected hardware trouble',
    'a single one may have a cause of its own',
  ),
  commonTunnels: noted(
    tunnels(),
    'tunnels',
    'tunnels that begin to fail in the same way at the same time, for a common cause',
    'two may be a coincidence',
  ),
  togetherSeconds: noted(
    z.number().positive().max(3600),
    'seconds',
    'faults that begin within this time of each other begin together',
    'a failing path takes a moment to affect all tunnels',
  ),
  begunShare: noted(
    share(),
    'share',
    'a fault began recently if the earlier rate was below this share of the later one',
    'a tunnel that failed before began at another time',
  ),
  beforeMinutes: noted(
    z.number().int().min(1).max(60),
    'minutes',
    'period before a verdict that is compared for this',
    'counts are available for an hour',
  ),
  switchOverSeconds: noted(
    seconds(),
    'seconds',
    'an HA member that logs nothing for this long while the other one does has handed over',
    'members of a pair take over within seconds',
  ),
};
