import { z } from 'zod';

/** What a person has to know of a threshold; the document of the diagnosis lists it from here. */
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

/** How much evidence is needed, and how sure it makes. */
export const evidenceThresholds = {
  spanMinutes: noted(
    z.number().min(1).max(60),
    'minutes',
    'drops of so long a time are looked back on',
    'an operator asks what is wrong now; slow causes need some minutes to show',
  ),
  leastDrops: noted(drops(), 'drops', 'below them nothing is said', 'fewer look like several causes at once'),
  ruleDrops: noted(
    drops(),
    'drops',
    'drops of its own kind that a cause needs, and events in a row of an HA member that takes over',
    'a few are found beside any cause',
  ),
  leastShare: noted(
    share(),
    'share',
    'drops that a verdict has to explain',
    'what explains less than half is not the cause',
  ),
  signShare: noted(
    share(),
    'share',
    'drops that show the sign of a cause: numbers that follow on each other, close copies, large steps',
    'everyday drops lie between them',
  ),
  strayShare: noted(
    share(),
    'share',
    'drops of another kind that are put up with beside a cause; what explains less is not named at all',
    'any path damages and doubles some packets',
  ),
  outweighs: noted(
    z.number().min(1).max(100),
    'times',
    'late packets of one lateness for each of the next one, so that it is the cause',
    'reordering and replay have tails',
  ),
  keepShare: noted(
    share(),
    'share',
    'a verdict stays while it explains this share of what a new one does',
    'two of a kind must not take turns on the screen',
  ),
  highDrops: noted(
    drops(),
    'drops',
    'explained drops from which on confidence is high; as many late ones are enough to advise a window by',
    'in simulations no cause was mistaken from there on',
  ),
  highShare: noted(
    share(),
    'share',
    'drops that a verdict of high confidence explains',
    'little is left for a second cause',
  ),
  mediumDrops: noted(drops(), 'drops', 'explained drops from which on confidence is medium', 'a handful may be chance'),
  highTunnels: noted(
    tunnels(),
    'tunnels',
    'tunnels that share a cause from which on confidence is high',
    'ten do not begin together by chance',
  ),
  mediumTunnels: noted(
    tunnels(),
    'tunnels',
    'tunnels that share a cause from which on confidence is medium',
    'half as many may',
  ),
};

/** Late packets, copies and windows. */
export const windowThresholds = {
  reorderingSeconds: noted(
    z.number().positive().max(60),
    'seconds',
    'a packet late by less was reordered',
    'queues and parallel links cost less',
  ),
  replaySeconds: noted(
    z.number().positive().max(600),
    'seconds',
    'a packet late by more was replayed rather than held up',
    'no queue holds packets for so long',
  ),
  largestWindow: noted(
    z.number().int().min(64).max(1_048_576),
    'packets',
    'the largest window that is advised',
    'gateways offer no larger ones',
  ),
  adviceShare: noted(
    share(),
    'share',
    'late packets, replayed ones left out, that an advised window accepts',
    'the last ones cost a window many times as large',
  ),
  copyDistance: noted(
    z.number().int().min(0).max(4096),
    'packets',
    'a second copy at most so far behind the right edge was made on the way',
    'a copy of a LAG or a mirror port follows at once',
  ),
  replayDrops: noted(
    drops(),
    'drops',
    'old packets from which on a replay is suspected',
    'one or two can be strays of an old SA',
  ),
  repeats: noted(
    z.number().int().min(2).max(1000),
    'arrivals',
    'arrivals of one number from which on a replay is suspected',
    'a path doubles a packet, and hardly ever sends it thrice',
  ),
  standingShare: noted(
    share(),
    'share',
    'late packets at a window that stands still, from which on the peer has begun anew and nothing is replayed',
    'an idle peer lets it stand for a moment',
  ),
  standingPackets: noted(
    packets(),
    'packets',
    'packets that the window must have missed to stand still',
    'traffic comes in bursts',
  ),
  standingSeconds: noted(seconds(), 'seconds', 'the same where no rate is known', 'live tunnels move every second'),
  youngNumber: noted(
    packets(),
    'packets',
    'the lowest number up to which a peer that counts anew is certain',
    'a counter that has begun anew is young',
  ),
  firstNumber: noted(
    packets(),
    'packets',
    'the same where no rate is known: so near to 1 nobody would record',
    'the first packets of an SA are negotiated anew, not kept',
  ),
};

/** Made up numbers, the edge of the window and new SAs. */
export const numberThresholds = {
  jumpShare: noted(
    share(),
    'share',
    'steps back from which on numbers jump about',
    'of random numbers half of the steps lead back, of growing ones hardly any',
  ),
  wildPackets: noted(
    packets(),
    'packets',
    'range of numbers from which on it is more than traffic',
    'a million packets a second take 17 s for it',
  ),
  madeUpChance: noted(
    share(),
    'probability',
    'below it no chance has all made up numbers fall below the window',
    'one in a hundred',
  ),
  stepPackets: noted(
    z.number().int().min(1).max(1000),
    'packets',
    'numbers up to so far apart follow on each other',
    'one between them may be lost',
  ),
  edgeDrops: noted(
    drops(),
    'drops',
    'drops from which on the right edge is called likely',
    'the left edge shows itself long before',
  ),
  edgeNear: noted(
    packets(),
    'packets',
    'distance below windowbase within which copies pile up, were it the right edge',
    'copies follow at once',
  ),
  edgeNearShare: noted(share(), 'share', 'drops that must lie there', 'late packets alone lie there by chance'),
  edgeDenser: noted(
    z.number().min(1).max(1000),
    'times',
    'how much denser than farther behind they must lie there',
    'reordering alone leaves a smooth tail below the left edge',
  ),
  edgeBeyond: noted(
    drops(),
    'drops',
    'drops beyond both windows from which on neither edge fits',
    'one or two can be lines of an old SA',
  ),
  doubtPackets: noted(
    packets(),
    'packets',
    'drops at most so far below windowbase are copies or late packets, as the edge is',
    'copies follow within a few packets',
  ),
  doubtShare: noted(
    share(),
    'share',
    'such drops from which on nothing is said until the edge is known',
    'fewer change no verdict',
  ),
  rekeyFall: noted(
    share(),
    'share',
    'a base below this share of the one before is that of a new SA',
    'bases of an SA do not fall, and new ones begin near 1',
  ),
  disorderPackets: noted(
    packets(),
    'packets',
    'a base may fall by so much without being that of a new SA',
    'lines come a little out of order',
  ),
  rekeyOverlapSeconds: noted(
    seconds(),
    'seconds',
    'lines of the SA before are expected for so long',
    'both SAs carry packets while they overlap',
  ),
};

/** What the tunnels of a gateway share. */
export const gatewayThresholds = {
  leastTunnels: noted(
    tunnels(),
    'tunnels',
    'tunnels whose encryption fails at once from which on the hardware is suspected',
    'one alone may have a cause of its own',
  ),
  commonTunnels: noted(
    tunnels(),
    'tunnels',
    'tunnels that begin to fail alike together from which on it is one cause',
    'two may be chance',
  ),
  togetherSeconds: noted(
    z.number().positive().max(3600),
    'seconds',
    'what begins within so much of each other begins together',
    'a path takes a moment to fail everywhere',
  ),
  begunShare: noted(
    share(),
    'share',
    'a tunnel that failed at less than this share of the later rate has begun since',
    'what failed before has another beginning',
  ),
  beforeMinutes: noted(
    z.number().int().min(1).max(60),
    'minutes',
    'time before a verdict that is looked at for it',
    'the counts of an hour are at hand',
  ),
  switchOverSeconds: noted(
    seconds(),
    'seconds',
    'an HA member that logs nothing for so long while the other one does has handed over',
    'members of a pair take over within seconds',
  ),
};
