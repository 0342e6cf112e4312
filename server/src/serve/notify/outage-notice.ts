import type { Notification } from '@tunnelwatch/shared/notification';
import { subjectLabel } from '@tunnelwatch/shared/subject-labels';
import { MINUTE_MS, SECOND_MS } from '@tunnelwatch/shared/time-units';
import type { Unstored } from '../../core/notifications/unstored.js';
import type { Channel } from './channel.js';
import { serverNotification } from './server-notification.js';
import { messageAbout } from './words.js';

/** A store that refuses for a moment, as during a checkpoint, is nobody's business. */
const PATIENCE_MS = 3 * SECOND_MS;
/** A channel hears of it again after so long when more Criticals wait, and a receiver that keeps states in any case. */
const AGAIN_MS = MINUTE_MS;

export interface OutageNoticeParts {
  channels: () => readonly Channel[];
  clock: () => number;
  onError: (error: unknown) => void;
}

interface Told {
  /** Epoch ms. */
  at: number;
  criticals: number;
  isDelivered: boolean;
}

/**
 * Tells the channels that the store refuses, past the outbox, which is a part of the store: as well as it can, once for each
 * outage and again when more Criticals wait, with a key that stays the same over attempts. When the store accepts again it says so
 * to whoever was told, and what waits is notified as usual.
 */
export class OutageNotice {
  private unstored: Unstored | null = null;
  private readonly told = new Map<string, Told>();
  private timer: NodeJS.Timeout | undefined;
  private isTelling = false;

  constructor(private readonly parts: OutageNoticeParts) {}

  /** What waits now; null when the store accepts. */
  note(unstored: Unstored | null): void {
    const before = this.unstored;
    this.unstored = unstored;
    if (unstored !== null) {
      this.timer ??= setInterval(() => void this.round(), SECOND_MS);
      return;
    }
    clearInterval(this.timer);
    this.timer = undefined;
    if (before !== null) void this.tellEnd(before);
  }

  close(): void {
    clearInterval(this.timer);
  }

  /** Tells those who are to be told. One round at a time: a receiver may take long to answer. */
  async round(): Promise<void> {
    const { unstored } = this;
    if (unstored === null || this.isTelling || this.parts.clock() - unstored.since < PATIENCE_MS) return;
    this.isTelling = true;
    await Promise.all(this.parts.channels().map((channel) => this.tell(channel, unstored)));
    this.isTelling = false;
  }

  private async tell(channel: Channel, unstored: Unstored): Promise<void> {
    const { name, kind } = channel.settings;
    const now = this.parts.clock();
    const before = this.told.get(name);
    if (before !== undefined) {
      const isNews = !before.isDelivered || unstored.criticals > before.criticals || kind === 'alertmanager';
      if (!isNews || now - before.at < AGAIN_MS) return;
    }
    this.told.set(name, { at: now, criticals: unstored.criticals, isDelivered: false });
    const outcome = await channel.send(noticeOf(unstored, channel, { at: now, isActive: true }));
    if (outcome.ok) this.told.set(name, { at: now, criticals: unstored.criticals, isDelivered: true });
    else this.parts.onError(new Error(`${name} could not be told that the store refuses: ${outcome.error}`));
  }

  private async tellEnd(unstored: Unstored): Promise<void> {
    const at = this.parts.clock();
    const knowing = this.parts.channels().filter(({ settings }) => this.told.get(settings.name)?.isDelivered === true);
    this.told.clear();
    await Promise.all(
      knowing.map(async (channel) => {
        const outcome = await channel.send(noticeOf(unstored, channel, { at, isActive: false }));
        if (outcome.ok) return;
        this.parts.onError(
          new Error(`${channel.settings.name} could not be told that it stores again: ${outcome.error}`),
        );
      }),
    );
  }
}

function noticeOf(
  { since, reason, lines, criticals, newest }: Unstored,
  { settings: { name } }: Channel,
  { at, isActive }: { at: number; isActive: boolean },
): Notification {
  const which = newest === null ? '' : `; newest: ${messageAbout(newest.message, subjectLabel(newest.subject, null))}`;
  const waiting = `Waiting: ${counted(lines, 'line')}, ${counted(criticals, 'new Critical alert')}${which}`;
  const message = isActive ? `NOT STORING: ${reason}. ${waiting}` : 'Stores again; what waited is notified now';
  return serverNotification({
    key: `not-storing-${String(since)}-${isActive ? String(criticals) : 'end'}-${name}`,
    channel: name,
    at,
    since,
    rule: 'not-storing',
    message,
    isActive,
    priority: 'urgent',
  });
}

function counted(count: number, what: string): string {
  return `${String(count)} ${what}${count === 1 ? '' : 's'}`;
}
