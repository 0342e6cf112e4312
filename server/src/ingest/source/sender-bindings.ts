import type { ListenerSettings, SenderGateways } from '../../config/settings.js';
import type { BindingSettings } from '../../core/lines/sender-binding.js';
import { senderFilter } from './syslog/senders.js';

/** The bindings of the senders of one listener, from its settings. */
export class SenderBindings {
  private readonly entries: readonly { isOf: (address: string) => boolean; gateways: SenderGateways['gateways'] }[];
  /** All gateways that are bound to a sender, in small letters. */
  private readonly bound: readonly string[];

  constructor(private readonly settings: Pick<ListenerSettings, 'gatewayFrom' | 'senders'>) {
    this.entries = settings.senders.map(({ range, gateways }) => ({ isOf: senderFilter([range]), gateways }));
    this.bound = [...new Set(settings.senders.flatMap(({ gateways }) => gateways.map((name) => name.toLowerCase())))];
  }

  /** The binding of a sender; null where any may name any gateway. @param sender its plain address */
  of(sender: string): BindingSettings | null {
    const { gatewayFrom } = this.settings;
    if (gatewayFrom === 'line' && this.bound.length === 0) return null;
    const own = this.entries.flatMap(({ isOf, gateways }) => (isOf(sender) ? gateways : []));
    return {
      sender,
      gateway: gatewayFrom === 'sender' ? (own[0] ?? sender) : null,
      bound: this.bound,
      allowed: own.map((name) => name.toLowerCase()),
    };
  }
}
