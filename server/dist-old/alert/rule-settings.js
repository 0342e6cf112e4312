import { ALERT_RULE_NAMES, alertRulesSchema, } from '@tunnelwatch/shared/alert-rules';
const NEVER_SET = { version: 1, isSet: false, changed: null };
/** The settings of the rules about rates: those of the configuration, and over them what an admin has set. */
export class RuleSettings {
    configured;
    rules;
    standings = new Map();
    changed = [];
    audit = [];
    /** What was stored by another version and fits no more counts as not set; it stays in the audit trail. */
    constructor(configured, stored) {
        this.configured = configured;
        this.rules = configured;
        for (const { rule, version, settings, at, by } of stored) {
            const merged = alertRulesSchema.safeParse({ ...this.rules, [rule]: settings });
            if (merged.success)
                this.rules = merged.data;
            const changed = at === null || by === null ? null : { at, by };
            this.standings.set(rule, { version, isSet: merged.success, changed });
        }
    }
    /** All of them as they are in force. */
    get current() {
        return this.rules;
    }
    entries() {
        return ALERT_RULE_NAMES.map((name) => this.entry(name));
    }
    /** Sets one rule, or lets it follow the configuration again, if nobody has since its author looked at it. */
    set(name, { version, settings }, actor, at) {
        const { version: newest } = this.standing(name);
        if (version !== newest)
            return { ok: false, problem: changedMeanwhile(name, this.entry(name)) };
        const merged = alertRulesSchema.safeParse({ ...this.rules, [name]: settings ?? this.configured[name] });
        if (!merged.success)
            return { ok: false, problem: badSettings(merged.error.issues) };
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
    takeChanges() {
        const { changed } = this;
        this.changed = [];
        return changed;
    }
    takeAudit() {
        const { audit } = this;
        this.audit = [];
        return audit;
    }
    standing(name) {
        return this.standings.get(name) ?? NEVER_SET;
    }
    entry(name) {
        return { name, settings: this.rules[name], configured: this.configured[name], ...this.standing(name) };
    }
}
function changedMeanwhile(name, current) {
    const detail = `rule ${name} has been changed since you looked at it (it is version ${String(current.version)} now): look again`;
    return { type: 'about:blank', title: 'Somebody was faster', status: 409, detail, code: 'stale-version', current };
}
function badSettings(issues) {
    const [issue] = issues;
    const detail = `${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? 'cannot be used'}`;
    return { type: 'about:blank', title: 'Not possible', status: 400, detail, code: 'bad-request' };
}
//# sourceMappingURL=rule-settings.js.map