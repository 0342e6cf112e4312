import { senderAt } from '@tunnelwatch/shared/network';
import type { SourceRecord } from '../../core/aggregate/source-tally.js';
import { TemplateCache } from '../../core/lines/fast-path.js';
import { type LineOrigin, openOrigin, type SharedReading, sharedReading } from '../../core/lines/line-origin.js';
import type { SenderBindings } from './sender-bindings.js';

/** Maximum number of senders whose format is remembered; forged addresses must not grow it without bound. */
const MAX_PEERS = 1024;

/** How the lines of a listener are read, as its settings say. */
export interface ListenerReading {
  timeZone: string;
  gateway: string | null;
  format: string | null;
}

/** The origin of the lines of each sender of a listener: a line without a gateway name gets the configured one, or its sender's. */
export class PeerOrigins {
  private readonly origins = new Map<string, LineOrigin>();
  private readonly shared: SharedReading;
  /** What all senders have taught whose lines are of one gateway unless they say otherwise. */
  private readonly recipes = new TemplateCache();

  constructor(
    private readonly source: SourceRecord,
    private readonly reading: ListenerReading,
    private readonly bindings: SenderBindings,
  ) {
    this.shared = sharedReading(reading);
  }

  /** @param peer the sender's address */
  of(peer: string): LineOrigin {
    const known = this.origins.get(peer);
    if (known !== undefined) return known;
    const { gateway, format } = this.reading;
    const binding = this.bindings.of(peer);
    const oldest = this.origins.size < MAX_PEERS ? undefined : this.origins.keys().next().value;
    if (oldest !== undefined) this.origins.delete(oldest);
    const settings = {
      gatewayHint: gateway ?? peer,
      isHintGuessed: false,
      format,
      isReadOnce: false,
      sender: { name: senderAt(peer), kind: 'address' as const },
      binding,
    };
    const isAlike = gateway !== null && binding === null;
    const origin = openOrigin(this.source, settings, isAlike ? { ...this.shared, recipes: this.recipes } : this.shared);
    origin.age = 'live';
    this.origins.set(peer, origin);
    return origin;
  }
}
