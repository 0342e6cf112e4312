import type { ListenerSettings, SenderGateways } from '../../config/settings.js';
import type { SenderBinding } from '../../core/lines/sender-binding.js';
import { senderFilter } from './syslog/senders.js';

/** The bindings of the senders of one listener, from its settings. */
export class SenderBindings {
  private readonly entries: readonly { isOf: (address: string) => boolean; gateways: SenderGateways['gateways'] }[];
  /** All gateways that are bound to a sender, in small letters. */
  private readonly bound: ReadonlySet<string>;

  constructor(private readonly settings: Pick<ListenerSettings, 'gatewayFrom' | 'senders'>) {
    this.entries = settings.senders.map(({ range, gateways }) => ({ isOf: senderFilter([range]), gateways }));
    this.bound = new Set(settings.senders.flatMap(({ gateways }) => gateways.map((name) => name.toLowerCase())));
  }

  /** The binding of a sender; undefined where any may name any gateway. @param sender its plain address */
  of(sender: string): SenderBinding | undefined {
    const { gatewayFrom } = this.settings;
    if (gatewayFrom === 'line' && this.bound.size === 0) return undefined;
    const own = this.entries.flatMap(({ isOf, gateways }) => (isOf(sender) ? gateways : []));
    const allowed = new Set(own.map((name) => name.toLowerCase()));
    return {
      sender,
      gateway: gatewayFrom === 'sender' ? (own[0] ?? sender) : undefined,
      isForeign: (gateway) => isIn(this.bound, gateway) && !isIn(allowed, gateway),
    };
  }
}

/** Whether a name is in a set, in any case, and with a domain or without. */
function isIn(names: ReadonlySet<string>, gateway: string): boolean {
  const name = gateway.toLowerCase();
  const [host = ''] = name.split('.', 1);
  return names.has(name) || names.has(host);
}
