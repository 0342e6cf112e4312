import {
  alarmBudgetSchema,
  ALERT_RULE_NAMES,
  type AlertRuleName,
  apiRuleEntrySchema,
  budgetBodySchema,
  ruleBodySchema,
  type RuleEntry,
  ruleEntrySchema,
  ruleListSchema,
} from '@tunnelwatch/shared/alert-rules';
import type { Request } from 'express';
import { carryOut } from '../carry-out.js';
import type { ApiContext } from '../api-context.js';
import { HttpProblem } from '../http-problem.js';
import { iso } from '@tunnelwatch/shared/iso-time';
import { budgetOf } from './rule-budget.js';
import { parseBody, pathParameter, type Route } from '../route.js';

/** Rate rules: their settings, and how admins change them. */
export function ruleRoutes(context: ApiContext): Route[] {
  return [
    {
      method: 'get',
      path: '/rules',
      access: 'viewer',
      summary: 'Rate rules with their effective settings',
      answer: ruleListSchema,
      handle: (_request, response) => {
        response.json({ items: context.rules().map(presentRule), nextCursor: null });
      },
    },
    {
      method: 'post',
      path: '/rules/{name}',
      access: 'admin',
      summary: 'Changes a rule, or resets it to the configuration; refused if it has changed since its author read it',
      body: ruleBodySchema,
      answer: apiRuleEntrySchema,
      handle: async (request, response) => {
        const body = parseBody(ruleBodySchema, request);
        const command = { ...body, name: ruleName(request) };
        const { rule } = await carryOut(context, request, ['setRule', command], ({ problem }) => {
          const entry = ruleEntrySchema.safeParse(problem.current);
          return entry.success ? presentRule(entry.data) : undefined;
        });
        response.json(presentRule(rule));
      },
    },
    {
      method: 'post',
      path: '/rules/{name}/budget',
      access: 'admin',
      summary: 'What a rule would have raised in the last seven days with the given settings',
      body: budgetBodySchema,
      answer: alarmBudgetSchema,
      handle: async (request, response) => {
        const { settings } = parseBody(budgetBodySchema, request);
        response.json(await budgetOf(context, ruleName(request), settings));
      },
    },
  ];
}

/** A rule as HTTP returns it. */
function presentRule({ changed, ...rule }: RuleEntry) {
  return { ...rule, changed: changed === null ? null : { at: iso(changed.at), by: changed.by } };
}

function ruleName(request: Request): AlertRuleName {
  const text = pathParameter(request, 'name');
  const name = ALERT_RULE_NAMES.find((each) => each === text);
  if (name !== undefined) return name;
  throw new HttpProblem(404, 'not-found', `no such rule: ${text}; expected one of ${ALERT_RULE_NAMES.join(', ')}`);
}
