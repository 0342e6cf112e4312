import type { Actor } from '@tunnelwatch/shared/actor';
import {
  ALERT_RULE_NAMES,
  type AlertRuleName,
  type AlertRules,
  alertRulesSchema,
  type RuleBody,
  type RuleEntry,
  type RuleResult,
} from '@tunnelwatch/shared/alert-rules';
import type { AuditNote } from '@tunnelwatch/shared/audit';
import { type Problem, problemDetails } from '@tunnelwatch/shared/error-code';

/** An admin's settings of one rule. */
export interface StoredRule {
  rule: string;
  version: number;
  /** Null to follow the configuration again. */
  settings: unknown;
  /** When (epoch ms) and by whom; null when the store does not know. */
  at: number | null;
  by: string | null;
}

interface Standing {
  version: number;
  isSet: boolean;
  changed: RuleEntry['changed'];
}

const NEVER_SET: Standing = { version: 1, isSet: false, changed: null };

/** The settings of the rate rules: the configured ones, overridden by an admin's. */
export class RuleSettings {
  private rules: AlertRules;
  private readonly standings = new Map<string, Standing>();
  private changed: StoredRule[] = [];
  private audit: AuditNote[] = [];

  /** Stored settings of another version that are no longer valid count as not set; they stay in the audit trail. */
  constructor(
    private readonly configured: AlertRules,
    stored: readonly StoredRule[],
  ) {
    this.rules = configured;
    for (const { rule, version, settings, at, by } of stored) {
      const merged = alertRulesSchema.safeParse({ ...this.rules, [rule]: settings });
      if (merged.success) this.rules = merged.data;
      const changed = at === null || by === null ? null : { at, by };
      this.standings.set(rule, { version, isSet: merged.success, changed });
    }
  }

  /** All of them, as effective. */
  get current(): AlertRules {
    return this.rules;
  }

  entries(): RuleEntry[] {
    return ALERT_RULE_NAMES.map((name) => this.entry(name));
  }

  /** Sets one rule, or lets it follow the configuration again, unless it has changed since its author saw it. */
  set(name: AlertRuleName, { version, settings }: RuleBody, actor: Actor, at: number): RuleResult {
    const { version: newest } = this.standing(name);
    if (version !== newest) return { ok: false, problem: changedMeanwhile(name, this.entry(name)) };
    const merged = alertRulesSchema.safeParse({ ...this.rules, [name]: settings ?? this.configured[name] });
    if (!merged.success) return { ok: false, problem: badSettings(merged.error.issues) };
    const before = { ...this.rules[name] };
    this.rules = merged.data;
    const after = { ...this.rules[name] };
    const isSet = settings !== null;
    this.standings.set(name, { version: version + 1, isSet, changed: { at, by: actor.name } });
    this.changed.push({ rule: name, version: version + 1, settings: isSet ? after : null, at, by: actor.name });
    const [action, target] = [isSet ? 'ruleSet' : 'ruleReset', `rule ${name}`];
    this.audit.push({ at, actor, action, target, comment: '', before, after, requestKey: null });
    return { ok: true, rule: this.entry(name) };
  }

  takeChanges(): StoredRule[] {
    const { changed } = this;
    this.changed = [];
    return changed;
  }

  takeAudit(): AuditNote[] {
    const { audit } = this;
    this.audit = [];
    return audit;
  }

  private standing(name: AlertRuleName): Standing {
    return this.standings.get(name) ?? NEVER_SET;
  }

  private entry(name: AlertRuleName): RuleEntry {
    return { name, settings: this.rules[name], configured: this.configured[name], ...this.standing(name) };
  }
}

function changedMeanwhile(name: string, current: RuleEntry): Problem {
  const detail = `rule ${name} has changed since you loaded it (now version ${String(current.version)}): reload it`;
  return problemDetails('stale-version', detail, { current });
}

function badSettings(issues: readonly { path: readonly PropertyKey[]; message: string }[]): Problem {
  const [issue] = issues;
  const detail = `${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? 'is not valid'}`;
  return problemDetails('bad-request', detail, { title: 'Not possible' });
}
