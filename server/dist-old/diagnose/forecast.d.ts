import type { Forecast } from '@tunnelwatch/shared/diagnosis';
import type { CounterGauge } from './counter-gauge.js';
/**
 * When a counter of 32 bits ends, were the rate to stay as it is; undefined without a rate. Worked example: 10,000 packets
 * a second from 1 on end after 119 hours. Say "unless extended sequence numbers are in use" beside it.
 * @param seqno what the counter stood at; one that has ended has no forecast
 * @param seenAt epoch ms
 */
export declare function forecastEnd(counter: Forecast['counter'], gauge: CounterGauge, seqno: number, seenAt: number): Forecast | undefined;
