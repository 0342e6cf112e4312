import type { Alert } from '@tunnelwatch/shared/alert';
import type { AlertSilence } from '@tunnelwatch/shared/notification';
import { isDeepStrictEqual } from 'node:util';
import type { ChannelSettings } from '../config/channel-schema.js';
import { notificationPlan } from '../config/route-schema.js';
import { isWanted } from '../core/notifications/channel-filter.js';
import { type NotificationPlan, routedTo } from '../core/notifications/plan.js';
import { AlertResender, type ResenderParts } from '../serve/notify/alert-resender.js';
import { type DeliveredChannel, Deliverer, type DelivererParts } from '../serve/notify/deliverer.js';
import type { AcknowledgeLinks } from '../serve/notify/acknowledge-link.js';
import { SilencePoller } from '../serve/notify/alertmanager-silences.js';
import type { NotificationSettings } from '../serve/notify/merged-notifications.js';
import { alertmanagerPost, alertmanagerSilences, makeChannel } from '../serve/notify/make-channel.js';

export interface NotifierParts extends DelivererParts, Pick<ResenderParts, 'alerts' | 'names' | 'entryOf'> {
  acknowledgeLinks: AcknowledgeLinks;
  /** Logs what will pass by itself. */
  warn: (message: string) => void;
  /** Has notifications made by another plan from now on. */
  setPlan: (plan: NotificationPlan) => void;
  /** False on a node of a cluster until it is the one that notifies. */
  isActing: boolean;
}

interface MadeChannel extends DeliveredChannel {
  poller?: SilencePoller;
}

/** Delivers notifications over the configured channels; a reload changes them while it runs. */
export class Notifier {
  readonly deliverer: Deliverer;
  private plan: NotificationPlan;
  private made = new Map<string, MadeChannel>();

  constructor(
    private settings: NotificationSettings,
    private readonly parts: NotifierParts,
  ) {
    this.plan = notificationPlan(settings);
    this.deliverer = new Deliverer(parts, this.make(settings), parts.isActing);
  }

  /** Takes other channels and routes. @returns what has changed, in words; empty when nothing has */
  change(settings: NotificationSettings): string[] {
    const changes = changesOf(this.settings, settings);
    if (changes.length === 0) return [];
    const channels = this.make(settings);
    this.settings = settings;
    this.plan = notificationPlan(settings);
    // The plan first: what is made from now on is for the new channels.
    this.parts.setPlan(this.plan);
    this.deliverer.change(channels).catch(this.parts.onError);
    return changes;
  }

  /** Our alerts that are silenced in Alertmanager. */
  silenced(): AlertSilence[] {
    return [...this.made.values()].flatMap(({ poller }) => poller?.silenced() ?? []);
  }

  /** The channels of some settings; those that have not changed are the same objects as before. */
  private make({ notifications, publicUrl }: NotificationSettings): MadeChannel[] {
    const former = this.made;
    const channels = notifications.map((each): [string, MadeChannel] => {
      const before = former.get(each.name);
      const isSame = before !== undefined && isDeepStrictEqual(before.channel.settings, each);
      return [each.name, isSame ? before : this.makeOne(each, publicUrl)];
    });
    this.made = new Map(channels);
    return channels.map(([, each]) => each);
  }

  private makeOne(settings: ChannelSettings, publicUrl: string | null): MadeChannel {
    const { clock, alerts, names, entryOf, acknowledgeLinks, onError, warn } = this.parts;
    const channel = makeChannel(settings, { clock, publicUrl, entryOf, acknowledgeLinks });
    if (settings.kind !== 'alertmanager') return { channel };
    const isTold = (alert: Alert) => {
      const routed = routedTo(this.plan, alert, { names: names(), at: alert.openedAt });
      return isWanted(alert, settings) && routed.some(({ name }) => name === settings.name);
    };
    const resender = new AlertResender({
      settings,
      alerts,
      names,
      isTold,
      post: alertmanagerPost(settings, {}),
      publicUrl,
      entryOf,
      clock,
      onError,
    });
    const get = alertmanagerSilences(settings, {});
    const poller = new SilencePoller({ channel: settings.name, get, alerts, isTold, names, entryOf, warn });
    return { channel, resender, poller };
  }
}

function changesOf(before: NotificationSettings, after: NotificationSettings): string[] {
  const former = new Map(before.notifications.map((channel) => [channel.name, channel]));
  const current = new Map(after.notifications.map((channel) => [channel.name, channel]));
  const added = [...current.keys()].filter((name) => !former.has(name));
  const removed = [...former.keys()].filter((name) => !current.has(name));
  const changed = [...current].flatMap(([name, channel]) => {
    const was = former.get(name);
    const keys = was === undefined ? [] : changedKeys(was, channel);
    return keys.length === 0 ? [] : [`${name} (${keys.join(', ')})`];
  });
  const list = (what: string, names: readonly string[]) =>
    names.length === 0 ? [] : [`${what} ${names.length === 1 ? 'channel' : 'channels'} ${names.join(', ')}`];
  return [
    ...list('added', added),
    ...list('changed', changed),
    ...list('removed', removed),
    ...(isDeepStrictEqual(before.routes, after.routes) ? [] : ['changed routes']),
  ];
}

/** Names of keys only: some of the values are addresses that may be secrets. */
function changedKeys(before: ChannelSettings, after: ChannelSettings): string[] {
  const values = new Map<string, unknown>(Object.entries(before));
  return Object.entries(after).flatMap(([key, value]) => (isDeepStrictEqual(values.get(key), value) ? [] : [key]));
}
