import {
  alarmBudgetSchema,
  ALERT_RULE_NAMES,
  type AlertRuleName,
  alertRulesSchema,
  budgetBodySchema,
  ruleBodySchema,
  ruleEntrySchema,
  ruleListSchema,
} from '@tunnelwatch/shared/alert-rules';
import type { Request } from 'express';
import { z } from 'zod';
import { budgetRule, replayRule, type WouldHaveRaised } from '../alert/alarm-budget.js';
import { actorOf } from './actor-of.js';
import type { ApiContext } from './api-context.js';
import { HttpProblem } from './http-problem.js';
import { iso } from './present.js';
import { parseBody, pathParameter, type Route } from './route.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const BUDGET_DAYS = 7;
const WORST = 10;

/** Rules about rates: their settings, and how admins change them. */
export function ruleRoutes(context: ApiContext): Route[] {
  return [
    {
      method: 'get',
      path: '/rules',
      access: 'viewer',
      summary: 'Rules about rates with the settings that are in force',
      answer: ruleListSchema,
      handle: (_request, response) => {
        response.json({ items: context.rules(), nextCursor: null });
      },
    },
    {
      method: 'post',
      path: '/rules/{name}',
      access: 'admin',
      summary: 'Sets a rule; refused when it has changed since its author looked at it',
      body: ruleBodySchema,
      answer: ruleEntrySchema,
      handle: async (request, response) => {
        const body = parseBody(ruleBodySchema, request);
        const result = await context.setRule(ruleName(request), body, actorOf(request, undefined));
        if (!result.ok) {
          const { status, code, detail, current } = result.problem;
          throw new HttpProblem(status, code, detail, current);
        }
        response.json(result.rule);
      },
    },
    {
      method: 'post',
      path: '/rules/{name}/budget',
      access: 'admin',
      summary: 'What a rate rule or the overflow rule would have raised over the last seven days with other settings',
      body: budgetBodySchema,
      answer: alarmBudgetSchema,
      handle: async (request, response) => {
        const { settings } = parseBody(budgetBodySchema, request);
        response.json(await budgetOf(context, ruleName(request), settings));
      },
    },
  ];
}

async function budgetOf(context: ApiContext, name: AlertRuleName, settings: Record<string, unknown>) {
  const others = Object.fromEntries(context.rules().map((rule) => [rule.name, rule.settings]));
  const parsed = alertRulesSchema.safeParse({ ...others, [name]: settings });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.slice(1).map(String).join('.') ?? 'settings';
    throw new HttpProblem(400, 'bad-request', `${where}: ${issue?.message ?? 'cannot be used'}`);
  }
  const rule = budgetRule(parsed.data, name);
  if (rule === undefined) {
    throw new HttpProblem(409, 'wrong-state', `rule ${name} depends on more than counts by minute: it has no budget`);
  }
  const to = context.referenceTime();
  const from = to - BUDGET_DAYS * DAY_MS;
  const { count: least = 1 } = z.object({ count: z.number().optional() }).parse(settings);
  const { grain, counts } = await context.reader.ruleCounts({ from, to, measure: rule.measure, least });
  const found = replayRule(rule, counts, Math.floor(to / MINUTE_MS));
  return { name, from: iso(from), to: iso(to), grain, ...presentBudget(context, found) };
}

function presentBudget({ model }: ApiContext, { bySubject, byDay, raisedMinutes }: WouldHaveRaised) {
  const alarms = [...byDay.values()].reduce((sum, each) => sum + each, 0);
  const worst = [...bySubject].sort(([, a], [, b]) => b.alarms - a.alarms || b.raisedMinutes - a.raisedMinutes);
  return {
    ...{ alarms, alarmsPerDay: alarms / BUDGET_DAYS, mostInOneDay: Math.max(0, ...byDay.values()) },
    subjects: bySubject.size,
    raisedShare: Math.min(1, (raisedMinutes * MINUTE_MS) / (BUDGET_DAYS * DAY_MS)),
    worst: worst.slice(0, WORST).flatMap(([id, own]) => {
      const subject = model().subject(id);
      return subject === undefined ? [] : [{ subject, ...own }];
    }),
  };
}

function ruleName(request: Request): AlertRuleName {
  const text = pathParameter(request, 'name');
  const name = ALERT_RULE_NAMES.find((each) => each === text);
  if (name !== undefined) return name;
  throw new HttpProblem(404, 'not-found', `there is no rule ${text}: there are ${ALERT_RULE_NAMES.join(', ')}`);
}
