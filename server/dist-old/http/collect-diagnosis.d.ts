import type { TunnelDiagnosis } from '@tunnelwatch/shared/diagnosis';
import type { ApiContext } from './api-context.js';
/** A tunnel and a time, epoch ms. */
export interface TunnelTime {
    gateway: string;
    matchkey: string;
    from: number;
    to: number;
}
/** Reads the events of a tunnel within a time and says what they are consistent with. */
export declare function collectDiagnosis({ gateway, matchkey, from, to }: TunnelTime, { reader, catalogue, diagnosis }: Pick<ApiContext, 'reader' | 'catalogue' | 'diagnosis'>): Promise<TunnelDiagnosis>;
