import { ALERT_RULE_NAMES, type AlertRuleName, type AlertRules, RATE_CLASSES } from '@tunnelwatch/shared/alert-rules';
import { HOUR_MS } from '@tunnelwatch/shared/time-units';
import { type Measure, MEASURES } from '../rates/measure.js';

/** Older hours weigh next to nothing in what is usual: e to the minus ten. */
const USUAL_HOURS = 720;

/** What the replay of a rule needs. */
export interface BudgetPlan {
  /** Numbers of the measures that it evaluates. */
  measures: number[];
  /** Whether its conditions are those of single subjects, or of all subjects of a gateway together. */
  scope: 'subject' | 'gateway';
  /** A subject with fewer events than this in any two consecutive hours raises nothing. */
  reach: number;
  /** An hour with fewer events, including the hours beside it, can neither raise a condition nor keep it active. */
  least: number;
  /** Whether hours below that matter as well, since the usual rate is learned from them. */
  needsAllHours: boolean;
  /** How long before the seven days it has to begin, milliseconds. */
  leadMs: number;
  /** The rules to replay: unrelated ones are off. */
  rules: AlertRules;
}

/** How the alarm budget of a rule is computed [ALM-39]. */
export function budgetPlan(rules: AlertRules, name: AlertRuleName): BudgetPlan {
  const lead = { leadMs: HOUR_MS, needsAllHours: false };
  switch (name) {
    case 'rise':
      return planOfRise(rules);
    case 'overflow':
      return {
        ...lead,
        scope: 'subject',
        measures: numbersOf(['overflow']),
        reach: 1,
        least: 1,
        rules: only(rules, [name]),
      };
    case 'memory': {
      const measures = numbersOf(['lowMemory', 'resize']);
      return { ...lead, scope: 'gateway', measures, reach: 1, least: 1, rules: only(rules, [name]) };
    }
    case 'crypto-hardware': {
      const { count } = rules[name];
      const measures = numbersOf(['crypto', 'encryption']);
      return { ...lead, scope: 'gateway', measures, reach: count, least: count, rules: only(rules, [name]) };
    }
    default: {
      const { count, offShare } = rules[name];
      const ofClass = RATE_CLASSES.find((each) => name === `rate-${each}`);
      const measures = ofClass === undefined ? [] : numbersOf([ofClass]);
      return { ...lead, scope: 'subject', measures, reach: count, least: offShare * count, rules: only(rules, [name]) };
    }
  }
}

/** Rises need the usual rate, which is not learned while any alert of the class is active: so rates are replayed too. */
function planOfRise(rules: AlertRules): BudgetPlan {
  const names = RATE_CLASSES.map((each) => `rate-${each}` as const);
  const { rise } = rules;
  const limits = [rise, ...names.map((name) => rules[name])].map(({ count, offShare }) => count * offShare);
  return {
    scope: 'subject',
    measures: numbersOf(RATE_CLASSES),
    reach: rise.count,
    least: Math.min(...limits),
    needsAllHours: true,
    leadMs: (USUAL_HOURS + rise.learnHours) * HOUR_MS,
    rules: only(rules, ['rise', ...names]),
  };
}

/** The rules with all but some of them disabled. */
function only(rules: AlertRules, names: readonly AlertRuleName[]): AlertRules {
  return ALERT_RULE_NAMES.reduce<AlertRules>(
    (all, name) => (names.includes(name) ? all : { ...all, [name]: { ...all[name], enabled: false } }),
    rules,
  );
}

function numbersOf(measures: readonly Measure[]): number[] {
  return measures.map((measure) => MEASURES.indexOf(measure));
}
