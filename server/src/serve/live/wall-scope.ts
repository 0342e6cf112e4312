import { isWaiting, type Alert } from '@tunnelwatch/shared/alert';
import { countByPriority } from '@tunnelwatch/shared/priority';
import type { Change } from '@tunnelwatch/shared/protocol';
import { isCriticalOrWorse } from '@tunnelwatch/shared/severity';
import type { AlertSubject } from '@tunnelwatch/shared/subject';
import { MAX_NAMED_GATEWAYS, type WallSettings } from '@tunnelwatch/shared/wall';
import { matchesWildcard } from '@tunnelwatch/shared/wildcard';
import type { World } from './world.js';

/** Names that are remembered; a sender can make up any number. */
const MAX_REMEMBERED = 20_000;

/** The gateways that a wall shows. */
export class WallScope {
  private readonly remembered = new Map<string, boolean>();

  /** @param patterns names and patterns of gateways; all of them if there are none */
  constructor(private readonly patterns: readonly string[] = []) {}

  get isAll(): boolean {
    return this.patterns.length === 0;
  }

  readonly includes = (gateway: string): boolean => {
    if (this.isAll) return true;
    const known = this.remembered.get(gateway);
    if (known !== undefined) return known;
    const isShown = this.patterns.some((pattern) => matchesWildcard(pattern, gateway));
    if (this.remembered.size >= MAX_REMEMBERED) this.remembered.clear();
    this.remembered.set(gateway, isShown);
    return isShown;
  };

  /** What belongs to no gateway, such as a source or the store, concerns every wall. */
  readonly concerns = ({ subject }: { readonly subject: AlertSubject }): boolean =>
    !('gateway' in subject) || this.includes(subject.gateway);
}

/** A wall's settings, and what its choice of gateways leaves out; without settings there is no such wall. */
export function wallChange(world: World, settings: WallSettings | undefined, scope: WallScope): Change {
  if (settings === undefined) return { kind: 'wall', wall: null };
  return { kind: 'wall', wall: { settings, scope: scope.isAll ? null : scopeOf(world, scope) } };
}

function scopeOf({ model, alerts }: World, scope: WallScope) {
  const all = [...model.gateways.keys()];
  const shown = all.filter(scope.includes).sort();
  const waiting = [...alerts.values()].filter(isShownWaiting);
  return {
    names: shown.slice(0, MAX_NAMED_GATEWAYS),
    shown: shown.length,
    total: all.length,
    criticalsElsewhere: waiting.filter((alert) => isCriticalOrWorse(alert.severity) && !scope.concerns(alert)).length,
    unacknowledged: countByPriority(waiting.filter(scope.concerns)),
  };
}

function isShownWaiting(alert: Alert): boolean {
  return !alert.isPast && alert.foldedInto === null && isWaiting(alert);
}
