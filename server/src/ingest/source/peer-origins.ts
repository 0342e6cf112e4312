import type { LineFormat } from '../../core/decode/line-format.js';
import type { ZoneReader } from '../../core/decode/clock-zone.js';
import { TemplateCache } from '../../core/lines/fast-path.js';
import type { SourceRecord } from '../../core/aggregate/source-tally.js';
import type { SenderBindings } from './sender-bindings.js';
import type { LineOrigin } from '../../core/lines/line-processor.js';
import { senderAt } from '@tunnelwatch/shared/network';

/** Maximum number of senders whose format is remembered; forged addresses must not grow it without bound. */
const MAX_PEERS = 1024;

/** The origin of the lines of each sender of a listener: a line without a gateway name gets the configured one, or its sender's. */
export class PeerOrigins {
  private readonly origins = new Map<string, LineOrigin>();
  /** What all senders have taught whose lines are of one gateway unless they say otherwise. */
  private readonly shared = new TemplateCache();

  constructor(
    private readonly source: SourceRecord,
    private readonly zone: ZoneReader,
    private readonly gateway: string | null,
    private readonly format: LineFormat | undefined,
    private readonly bindings: SenderBindings,
  ) {}

  /** @param peer the sender's address */
  of(peer: string): LineOrigin {
    const gatewayHint = this.gateway ?? peer;
    const known = this.origins.get(peer);
    if (known !== undefined) return known;
    const binding = this.bindings.of(peer);
    const oldest = this.origins.size < MAX_PEERS ? undefined : this.origins.keys().next().value;
    if (oldest !== undefined) this.origins.delete(oldest);
    const { source, zone, format } = this;
    const origin: LineOrigin = {
      source,
      zone,
      gatewayHint,
      isHintGuessed: false,
      binding,
      sender: { name: senderAt(peer), kind: 'address' },
      age: 'live',
      format,
      recipes: this.gateway !== null && binding === undefined ? this.shared : new TemplateCache(),
      isReadOnce: false,
    };
    this.origins.set(peer, origin);
    return origin;
  }
}
