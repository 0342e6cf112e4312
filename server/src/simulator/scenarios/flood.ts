import { everydayLine } from '../background.js';
import type { LineSource } from '../line-source.js';
import type { SimulatedMessage } from '../message.js';
import type { Random } from '../random.js';
import type { Tally } from '../truth/tally.js';
import type { TruthBook } from '../truth/truth-book.js';
import type { Tunnel } from '../tunnel.js';
import { integrityFailed, refusal } from '../tunnel-messages.js';
import type { ScenarioContext } from './scenario-context.js';

const REPLAY_SHARE = 0.6;
const INTEGRITY_SHARE = 0.2;

/** Drops on all tunnels at packet rate, as evenly as a clock: 60 % 278, 20 % 611, the rest everyday lines. */
export function createFlood(context: ScenarioContext): LineSource {
  const { world, everyday: random, truth, startMs, pace } = context;
  const gapMs = 1000 / pace.linesPerSecond;
  const everyday = { world, random, truth };
  const tallies = new Tallies(truth, startMs);
  let dueMs = startMs;
  const lineAt = (atMs: number): SimulatedMessage => {
    const roll = random.next();
    if (roll >= REPLAY_SHARE + INTEGRITY_SHARE) return everydayLine(everyday, atMs);
    const tunnel = world.activeTunnel(random);
    tunnel.inbound.advanceTo(atMs);
    const message = roll >= REPLAY_SHARE ? integrityFailed(tunnel, tunnel.inbound.nextSeqno) : refused(tunnel, random);
    if (message === undefined) return everydayLine(everyday, atMs);
    message.tally = tallies.of(tunnel);
    return message;
  };
  return {
    get dueMs() {
      return dueMs;
    },
    take() {
      const message = lineAt(dueMs);
      dueMs += gapMs;
      return message;
    },
  };
}

/** What the window refuses: one packet in two is late, by up to four windows, and the other a second copy. */
function refused(tunnel: Tunnel, random: Random): SimulatedMessage | undefined {
  const chance = random.next();
  const { window } = tunnel.inbound;
  const seqno =
    chance < 0.5
      ? window.base - 1 - Math.floor(chance * 2 * 4 * window.size)
      : window.highest - Math.floor((chance - 0.5) * 32);
  return seqno < 1 ? undefined : refusal(tunnel, seqno);
}

/** Counts the drops of each tunnel: a flood is a load, and nobody's verdict. */
class Tallies {
  readonly #of = new Map<Tunnel, Tally>();

  constructor(
    private readonly truth: TruthBook,
    private readonly fromMs: number,
  ) {}

  of(tunnel: Tunnel): Tally | undefined {
    if (!this.truth.isWanted) return undefined;
    let tally = this.#of.get(tunnel);
    if (tally === undefined) {
      const { gateway } = tunnel;
      tally = this.truth.open({ gateway, tunnel, cause: 'flood', verdict: null, fromMs: this.fromMs });
      this.#of.set(tunnel, tally);
    }
    return tally;
  }
}
