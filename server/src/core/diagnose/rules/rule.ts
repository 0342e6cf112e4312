import type { Verdict } from '@tunnelwatch/shared/diagnosis';
import type { TunnelFacts } from '../facts.js';

/** Judges the drops of a tunnel; undefined when the rule does not apply. */
export type TunnelRule = (facts: TunnelFacts) => Verdict | undefined;
