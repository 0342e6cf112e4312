import type { RuleCountRequest, RuleCounts } from '../queries.js';
import type { ReadContext } from './read-context.js';
/**
 * Counts by subject, minute and kind of the hours in which a rule can have been raised or have lasted: where this hour
 * and those beside it have as many events as are asked for, of subjects that reached the rule's limit at all. Where those
 * hours are too many, an hour's events stand in its first minute.
 */
export declare function ruleCounts(context: ReadContext, request: RuleCountRequest): RuleCounts;
