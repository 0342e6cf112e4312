import type { LineSource } from './line-source.js';
import type { Random } from './random.js';
import type { TruthBook } from './truth/truth-book.js';
import type { Tunnel } from './tunnel.js';
import type { World } from './world.js';

/** One cause at work on some tunnels, or on a gateway: it gives the lines that its packets cause, when they do. */
export interface Incident extends LineSource {
  /** When it is over, epoch ms; it gives no line after that. */
  readonly endMs: number;
  /** Lines a second that it is about to give. */
  readonly perSecond: number;
  /** Undoes what must not outlast the incident, and gives its tunnels back. */
  end(): void;
}

export interface IncidentContext {
  world: World;
  random: Random;
  truth: TruthBook;
  /** When it begins, epoch ms. */
  atMs: number;
  /** Lines a second that it may give. */
  perSecond: number;
}

/** Starts an incident of one kind. */
export type IncidentFactory = (context: IncidentContext) => Incident;

/** Takes up to `count` tunnels for an incident, of those that suit it and that no other one has; maybe none. */
export function claimTunnels(
  { world, random }: Pick<IncidentContext, 'world' | 'random'>,
  count: number,
  suits: (tunnel: Tunnel) => boolean,
): Tunnel[] {
  const isFree = (tunnel: Tunnel): boolean => !tunnel.isClaimed && !tunnel.inbound.usesEsn;
  const claimed: Tunnel[] = [];
  // Drawing by activity first: busy tunnels are where things happen, and a draw costs nothing even with 100,000.
  for (let attempt = 0; attempt < count * 40 && claimed.length < count; attempt += 1) {
    const tunnel = world.activeTunnel(random);
    if (isFree(tunnel) && suits(tunnel)) claimed.push(claim(tunnel));
  }
  if (claimed.length > 0) return claimed;
  const rest = world.tunnels.find((tunnel) => isFree(tunnel) && suits(tunnel));
  return rest === undefined ? [] : [claim(rest)];
}

function claim(tunnel: Tunnel): Tunnel {
  tunnel.isClaimed = true;
  return tunnel;
}

/** Gives tunnels back. */
export function releaseTunnels(tunnels: readonly Tunnel[]): void {
  for (const tunnel of tunnels) tunnel.isClaimed = false;
}
