/** What happens to sources, for the server's log. */
export type ActivityKind =
  'following' | 'rotated' | 'truncated' | 'closed' | 'listening' | 'listenerClosed' | 'gateway';

/** How often something has happened since the last report, and to whom at first. */
export interface Activity {
  kind: ActivityKind;
  count: number;
  /** The first of them, bounded. */
  names: string[];
}

/** Names of each kind that are kept between two reports. */
const MAX_NAMES = 20;

/** Collects what happens to sources, so that thousands of files are a few messages. */
export class Activities {
  private waiting = new Map<ActivityKind, Activity>();

  note(kind: ActivityKind, name: string): void {
    let activity = this.waiting.get(kind);
    if (activity === undefined) {
      activity = { kind, count: 0, names: [] };
      this.waiting.set(kind, activity);
    }
    activity.count += 1;
    if (activity.names.length < MAX_NAMES) activity.names.push(name);
  }

  /** What has happened since the last call. */
  drain(): Activity[] {
    if (this.waiting.size === 0) return [];
    const drained = [...this.waiting.values()];
    this.waiting = new Map();
    return drained;
  }
}
