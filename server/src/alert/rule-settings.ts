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
import type { Problem } from '@tunnelwatch/shared/error-code';

/** What an admin has set of one rule. */
export interface StoredRule {
  rule: string;
  version: number;
  settings: unknown;
}

/** The settings of the rules about rates: those of the configuration, and over them what an admin has set. */
export class RuleSettings {
  private rules: AlertRules;
  private readonly versions = new Map<string, number>();
  private changed: StoredRule[] = [];
  private audit: AuditNote[] = [];

  /** What was stored by another version and fits no more counts as not set; it stays in the audit trail. */
  constructor(configured: AlertRules, stored: readonly StoredRule[]) {
    this.rules = configured;
    for (const { rule, version, settings } of stored) {
      const merged = alertRulesSchema.safeParse({ ...this.rules, [rule]: settings });
      if (merged.success) this.rules = merged.data;
      this.versions.set(rule, version);
    }
  }

  /** All of them as they are in force. */
  get current(): AlertRules {
    return this.rules;
  }

  entries(): RuleEntry[] {
    return ALERT_RULE_NAMES.map((name) => ({ name, version: this.versionOf(name), settings: this.rules[name] }));
  }

  /** Sets one rule, if nobody has since its author looked at it. */
  set(name: AlertRuleName, { version, settings }: RuleBody, actor: Actor, at: number): RuleResult {
    const entry = () => ({ name, version: this.versionOf(name), settings: this.rules[name] });
    if (version !== this.versionOf(name)) return { ok: false, problem: changedMeanwhile(name, entry()) };
    const merged = alertRulesSchema.safeParse({ ...this.rules, [name]: settings });
    if (!merged.success) return { ok: false, problem: badSettings(merged.error.issues) };
    const before = { ...this.rules[name] };
    this.rules = merged.data;
    this.versions.set(name, version + 1);
    const after = { ...this.rules[name] };
    this.changed.push({ rule: name, version: version + 1, settings: after });
    const target = `rule ${name}`;
    this.audit.push({ at, actor, action: 'ruleSet', target, comment: '', before, after, requestKey: null });
    return { ok: true, rule: entry() };
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

  private versionOf(name: AlertRuleName): number {
    return this.versions.get(name) ?? 1;
  }
}

function changedMeanwhile(name: string, current: RuleEntry): Problem {
  const detail = `rule ${name} has been changed since you looked at it (it is version ${String(current.version)} now): look again`;
  return { type: 'about:blank', title: 'Somebody was faster', status: 409, detail, code: 'stale-version', current };
}

function badSettings(issues: readonly { path: readonly PropertyKey[]; message: string }[]): Problem {
  const [issue] = issues;
  const detail = `${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? 'cannot be used'}`;
  return { type: 'about:blank', title: 'Not possible', status: 400, detail, code: 'bad-request' };
}
