import type { Verdict } from '@tunnelwatch/shared/diagnosis';
import type { TunnelFacts } from './facts.js';
/**
 * What the drops of a tunnel are consistent with, the likeliest first. Says "undetermined" rather than something wrong
 * where the drops are few, or where nothing explains enough of them.
 */
export declare function diagnoseTunnel(facts: TunnelFacts): Verdict[];
