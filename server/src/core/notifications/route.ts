import type { Alert, AlertClass } from '@tunnelwatch/shared/alert';
import type { Priority } from '@tunnelwatch/shared/priority';
import { type AlertSubject, gatewayOf } from '@tunnelwatch/shared/subject';
import { DAY_MS } from '@tunnelwatch/shared/time-units';
import type { Naming } from '../inventory/shown.js';
import { localTime } from './local-time.js';
import { matchesWildcard } from '@tunnelwatch/shared/wildcard';

/** Minutes of a day from which on and until which a route holds; past midnight when the end comes first. */
export interface RouteHours {
  readonly from: number;
  readonly until: number;
}

/** Which alerts are told to which channels. Null is no condition. Plain data, so that threads can share it. */
export interface Route {
  readonly channels: readonly string[];
  /** Patterns with `*` and `?`; case makes no difference. */
  readonly gateways: readonly string[] | null;
  readonly sites: readonly string[] | null;
  /** Patterns of matchkeys or of the names of the inventory. */
  readonly tunnels: readonly string[] | null;
  readonly classes: readonly AlertClass[] | null;
  readonly priorities: readonly Priority[] | null;
  readonly hours: RouteHours | null;
  /** 0 is Sunday. Hours past midnight belong to the day on which they began. */
  readonly days: readonly number[] | null;
  /** IANA time zone of hours and days. */
  readonly timeZone: string;
  /** True when the routes below are tried as well. */
  readonly isContinued: boolean;
  /** When nobody has acknowledged for so long, it is told again, and after as long again the next route is; null for never. */
  readonly escalateAfterMs: number | null;
}

/** What is known of an alert where its route is looked for. */
export interface RouteFacts {
  readonly gateway: string | null;
  readonly site: string | null;
  /** Names of its tunnel. */
  readonly tunnel: readonly string[];
  readonly class: AlertClass;
  readonly priority: Priority;
}

/** A group is on a gateway: its first subject says which tunnel it began with. */
export function routeFacts(alert: Alert, names: Naming | undefined): RouteFacts {
  const subject = alert.firstOut ?? alert.subject;
  const named = names?.nameOf(subject) ?? null;
  return {
    gateway: gatewayOf(alert.subject),
    site: named?.site ?? null,
    tunnel: tunnelNames(subject, named?.name),
    class: alert.class,
    priority: alert.priority,
  };
}

function tunnelNames(subject: AlertSubject, name: string | undefined): string[] {
  if (subject.kind !== 'tunnel') return [];
  return name === undefined ? [subject.matchkey] : [subject.matchkey, name];
}

/** The routes of an alert that begins at a time: the first that matches, and those below it as long as they continue. */
export interface RouteMatch {
  readonly first: readonly Route[];
  /** Those further below that match: one after the other, they are told when nobody acknowledges. */
  readonly next: readonly Route[];
}

/** @param at epoch ms */
export function matchRoutes(routes: readonly Route[], facts: RouteFacts, at: number): RouteMatch {
  const matching = routes.filter((route) => matches(route, facts, at));
  const last = matching.findIndex(({ isContinued }) => !isContinued);
  const count = last === -1 ? matching.length : last + 1;
  return { first: matching.slice(0, count), next: matching.slice(count) };
}

/** The channels of several routes, each once. */
export function channelsOf(routes: readonly Route[]): readonly string[] {
  return [...new Set(routes.flatMap(({ channels }) => channels))];
}

function matches(route: Route, facts: RouteFacts, at: number): boolean {
  const { gateways, sites, tunnels, classes, priorities } = route;
  return (
    (classes === null || classes.includes(facts.class)) &&
    (priorities === null || priorities.includes(facts.priority)) &&
    fits(gateways, facts.gateway === null ? [] : [facts.gateway]) &&
    fits(sites, facts.site === null ? [] : [facts.site]) &&
    fits(tunnels, facts.tunnel) &&
    isWithin(route, at)
  );
}

function fits(patterns: readonly string[] | null, names: readonly string[]): boolean {
  return patterns === null || patterns.some((pattern) => names.some((name) => matchesWildcard(pattern, name)));
}

function isWithin({ hours, days, timeZone }: Route, at: number): boolean {
  if (hours === null && days === null) return true;
  const { day, minute } = localTime(at, timeZone);
  const from = hours?.from ?? 0;
  const until = hours?.until ?? DAY_MS / 60_000;
  const isPastMidnight = from >= until && minute < until;
  const isOpen = from < until ? minute >= from && minute < until : minute >= from || minute < until;
  const begunOn = isPastMidnight ? (day + 6) % 7 : day;
  return isOpen && (days === null || days.includes(begunOn));
}
