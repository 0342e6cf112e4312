import type { Verdict } from '@tunnelwatch/shared/diagnosis';
import type { TunnelFacts } from '../facts.js';

/** Judges the drops of a tunnel; undefined where they do not look like it. */
export type TunnelRule = (facts: TunnelFacts) => Verdict | undefined;
