import type { Alert } from '@tunnelwatch/shared/alert';
import { isCriticalOrWorse } from '@tunnelwatch/shared/severity';
import type { Naming } from '../inventory/shown.js';
import { type ChannelFilter, isWanted } from './channel-filter.js';
import { escalationSteps } from './escalation.js';
import { channelsOf, matchRoutes, type Route, type RouteMatch, routeFacts } from './route.js';

/** Who is notified of what. Plain data, so that threads can share it. */
export interface NotificationPlan {
  readonly channels: readonly ChannelFilter[];
  /** In the order in which they are tried; without any, every channel is told. */
  readonly routes: readonly Route[];
}

/** The plan of channels that are told everything. */
export function planOf(channels: readonly ChannelFilter[]): NotificationPlan {
  return { channels, routes: [] };
}

/**
 * The channels that an alert is routed to at a time. An alert that no route matches is told to all: a gap between routes must
 * not keep it from everybody. So is a Critical whose route leads only to channels that leave it out by their own filters.
 * @param at epoch ms
 */
export function routedTo(
  { channels, routes }: NotificationPlan,
  alert: Alert,
  { names, at }: { names: Naming | undefined; at: number },
): readonly ChannelFilter[] {
  if (routes.length === 0) return channels;
  const { first } = matchRoutes(routes, routeFacts(alert, names), at);
  if (first.length === 0) return channels;
  const wanted = channelsOf(first);
  const routed = channels.filter(({ name }) => wanted.includes(name));
  const isKept = isCriticalOrWorse(alert.severity) && !routed.some((channel) => isWanted(alert, channel));
  return isKept ? channels : routed;
}

/** Since when nobody has said that they have seen an alert, epoch ms. */
export function waitsSince({ waitingSince, openedAt }: Alert): number {
  return waitingSince === 0 ? openedAt : waitingSince;
}

/** The routes that an alert is escalated by: those that held when it began to wait. */
export function escalationOf(alert: Alert, { routes }: NotificationPlan, names: Naming | undefined): RouteMatch {
  return matchRoutes(routes, routeFacts(alert, names), waitsSince(alert));
}

/** The names of channels that an alert was escalated to by some time. @param at epoch ms */
export function escalatedTo(
  plan: NotificationPlan,
  alert: Alert,
  { names, at }: { names: Naming | undefined; at: number },
): readonly string[] {
  return escalationSteps(escalationOf(alert, plan, names), waitsSince(alert), at).flatMap(({ channels }) => channels);
}
