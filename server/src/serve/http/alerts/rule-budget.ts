import { type AlertRuleName, type AlertRules, alertRulesSchema } from '@tunnelwatch/shared/alert-rules';
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  addToGroups,
  type BudgetGroup,
  type BudgetNames,
  COUNT_FIELDS,
  isOfRule,
  replayGroup,
  summedEpisodes,
  type WouldHaveRaised,
} from '../../../core/alert/health/alarm-budget.js';
import { type BudgetPlan, budgetPlan } from '../../../core/alert/health/budget-plan.js';
import type { RuleEpisode } from '../../../core/alert/health/episode-recorder.js';
import { named, type Naming } from '../../../core/inventory/shown.js';
import type { ApiContext } from '../api-context.js';
import { HttpProblem } from '../http-problem.js';
import { iso } from '@tunnelwatch/shared/iso-time';
import { DAY_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';

const BUDGET_DAYS = 7;
const WORST = 10;
/** The replay yields to other requests after this long: it runs on the thread that serves browsers. */
const MAX_AT_ONCE_MS = 10;
/** Numbers sorted at a time, for the same reason. */
const PART = 10_000 * COUNT_FIELDS;

/**
 * The alerts that a rule would have raised in the last seven days with the given settings, from the stored counts.
 * @throws HttpProblem when the settings are invalid
 */
export async function budgetOf(context: ApiContext, name: AlertRuleName, settings: Record<string, unknown>) {
  const plan = budgetPlan(rulesWith(context, name, settings), name);
  const to = context.referenceTime();
  const since = to - BUDGET_DAYS * DAY_MS;
  const { measures, reach, least, needsAllHours } = plan;
  const request = { from: since - plan.leadMs, since, to, measures, reach, least, needsAllHours };
  const { grain, counts, kinds, oldest } = await context.reader.ruleCounts(request);
  const kindById = new Map(kinds.map((kind) => [kind.id, kind]));
  const names = { subjectOf: (id: number) => context.model().subject(id), kindOf: (id: number) => kindById.get(id) };
  const groups = await grouped(counts, plan.scope, names);
  // The current minute counts too.
  const [begin, end] = [Math.floor(since / MINUTE_MS), Math.floor(to / MINUTE_MS) + 1];
  const episodes = await replayed(plan, groups, names, end);
  return {
    name,
    from: iso(since),
    to: iso(to),
    grain,
    countedFrom: oldest === null ? null : iso(oldest),
    subjectsAtMost: groups.length,
    ...present(
      summedEpisodes(
        episodes.filter((episode) => isOfRule(episode, name)),
        begin,
        end,
      ),
      context.names(),
    ),
  };
}

/** The effective rules with other settings for one of them. */
function rulesWith(context: ApiContext, name: AlertRuleName, settings: Record<string, unknown>): AlertRules {
  const others = Object.fromEntries(context.rules().map((rule) => [rule.name, rule.settings]));
  const parsed = alertRulesSchema.safeParse({ ...others, [name]: settings });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.slice(1).map(String).join('.') ?? 'settings';
  throw new HttpProblem(400, 'bad-request', `${where}: ${issue?.message ?? 'is not valid'}`);
}

async function grouped(
  counts: Float64Array,
  scope: BudgetPlan['scope'],
  { subjectOf }: BudgetNames,
): Promise<BudgetGroup[]> {
  const groups = new Map<number | string, BudgetGroup>();
  for (let at = 0; at < counts.length; at += PART) {
    addToGroups(groups, counts.subarray(at, at + PART), scope, subjectOf);
    await nextTurn();
  }
  return [...groups.values()];
}

async function replayed(
  plan: BudgetPlan,
  groups: readonly BudgetGroup[],
  names: BudgetNames,
  end: number,
): Promise<RuleEpisode[]> {
  const episodes: RuleEpisode[] = [];
  let begun = performance.now();
  for (const group of groups) {
    for (const episode of replayGroup(plan, group, names, end)) episodes.push(episode);
    if (performance.now() - begun < MAX_AT_ONCE_MS) continue;
    await nextTurn();
    begun = performance.now();
  }
  return episodes;
}

function present({ bySubject, byDay, raisedMinutes }: WouldHaveRaised, names: Naming) {
  const alarms = [...byDay.values()].reduce((sum, each) => sum + each, 0);
  const worst = [...bySubject].sort((a, b) => b.alarms - a.alarms || b.raisedMinutes - a.raisedMinutes);
  return {
    alarms,
    alarmsPerDay: alarms / BUDGET_DAYS,
    mostInOneDay: Math.max(0, ...byDay.values()),
    subjects: bySubject.length,
    raisedShare: Math.min(1, (raisedMinutes * MINUTE_MS) / (BUDGET_DAYS * DAY_MS)),
    worst: worst.slice(0, WORST).map((each) => named(each, names)),
  };
}
