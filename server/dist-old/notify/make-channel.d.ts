import type { LookupFunction } from 'node:net';
import type { ChannelSettings } from '../config/channel-schema.js';
import type { Channel } from './channel.js';
import { type PostableAlert } from './alertmanager.js';
import type { SendOutcome } from './send-outcome.js';
export interface ChannelWorld {
    clock: () => number;
    /** Where people open the pages, with a slash at its end; null where that is not known. */
    publicUrl: string | null;
    /** Finds addresses; the system's way unless named. */
    lookup?: LookupFunction;
}
/** A channel by its settings. */
export declare function makeChannel(settings: ChannelSettings, world: ChannelWorld): Channel;
/** Posts alerts to Alertmanager; signs in by name and password, or with a token where there is only a secret. */
export declare function alertmanagerPost(settings: ChannelSettings, { lookup }: Pick<ChannelWorld, 'lookup'>): (alerts: readonly PostableAlert[]) => Promise<SendOutcome>;
