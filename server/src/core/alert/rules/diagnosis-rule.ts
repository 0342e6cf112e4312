import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';
import type { AlertSubject, Subject } from '@tunnelwatch/shared/subject';
import { subjectKey } from '@tunnelwatch/shared/subject';
import { VERDICT_LABELS } from '@tunnelwatch/shared/verdict-labels';
import { MINUTE_MS, SECOND_MS } from '@tunnelwatch/shared/time-units';
import type { GatewayLives } from '../../aggregate/gateway-life.js';
import type { KindRecord } from '../../aggregate/records.js';
import type { ConditionBook } from '../registry/proposed-conditions.js';
import { ALARMING, LiveDiagnosis, type VerdictChange } from '../../diagnose/live-diagnosis.js';
import { LIVE_LIMITS } from '../../diagnose/diagnosis-limits.js';
import { NO_MESSAGE_ID } from '../../diagnose/drop.js';
import type { EventPart } from '../../events/event-part.js';
import { DropReader } from '../../diagnose/drop-reader.js';

/** Rules of alerts that verdicts raise. */
const RULE_PREFIX = 'diagnosis-';

export interface DiagnosisRuleParts {
  book: ConditionBook;
  settings: DiagnosisSettings;
  pastAfterMs: number;
  /** Called with new SAs. */
  lives: Pick<GatewayLives, 'noteNewSas'>;
  subjectOf: (id: number) => Subject | undefined;
  kindOf: (id: number) => KindRecord | undefined;
}

/** Diagnoses the drops of live tunnels as they arrive, and raises and clears alerts about possible attacks. */
export class DiagnosisRule {
  private readonly live: LiveDiagnosis;
  private readonly reader = new DropReader();
  private second = 0;
  /** Drops that may still be diagnosed in this second. */
  private left = 0;
  /** Conditions raised by an earlier run, until they are found again or their time is over, epoch ms. */
  private readonly held = new Map<string, { rule: string; subject: AlertSubject; until: number | undefined }>();

  constructor(private readonly parts: DiagnosisRuleParts) {
    this.live = new LiveDiagnosis(parts.settings);
    for (const { rule, subject } of parts.book.raisedConditions()) {
      if (rule.startsWith(RULE_PREFIX)) this.held.set(keyOf(rule, subject), { rule, subject, until: undefined });
    }
  }

  /** Processes the events of a part that has just arrived; late and future ones are skipped, and so is the rest of a flood. */
  feed(part: EventPart, now: number): void {
    const second = Math.floor(now / SECOND_MS);
    if (second !== this.second) {
      this.second = second;
      this.left = LIVE_LIMITS.dropsPerSecond;
    }
    const { subjectOf, kindOf, pastAfterMs } = this.parts;
    const { count, times, subjectIds, kindIds } = part.columns;
    for (let at = 0; at < count && this.left > 0; at++) {
      if (Math.abs(now - (times[at] ?? 0)) > pastAfterMs) continue;
      const subjectId = subjectIds[at] ?? 0;
      const subject = subjectOf(subjectId);
      if (subject?.kind !== 'tunnel') continue;
      const kind = kindOf(kindIds[at] ?? 0);
      const drop = this.reader.read(part, at, kind?.messageId ?? NO_MESSAGE_ID);
      this.left -= this.reader.cost - 1;
      // A folded line is as many drops of the same number.
      for (let repeats = kind?.repeats ?? 1; repeats > 0 && this.left > 0; repeats--) {
        this.live.add(subjectId, subject.gateway, drop, now);
        this.left -= 1;
      }
    }
  }

  /** Whether the drops of a tunnel are followed. */
  holds(subjectId: number): boolean {
    return this.live.follows(subjectId);
  }

  /** Evaluates once a second and returns the verdicts that have changed. */
  evaluate(now: number): VerdictChange[] {
    const changes = this.live.evaluate(now);
    for (const [gateway, count] of this.live.takeNewSas()) this.parts.lives.noteNewSas(gateway, count, now);
    const told = changes.flatMap(({ subjectId, verdict }) => {
      const subject = this.parts.subjectOf(subjectId);
      return subject === undefined ? [] : [{ subject, verdict }];
    });
    for (const change of changes) this.tell(change, now);
    // An alert that a changed verdict has cleared keeps its cause.
    this.parts.book.noteVerdicts(told);
    this.endHeld(now);
    return changes;
  }

  private tell({ subjectId, verdict, drops }: VerdictChange, now: number): void {
    const { book, subjectOf } = this.parts;
    const subject = subjectOf(subjectId);
    if (subject === undefined) return;
    for (const name of ALARMING) {
      const rule = RULE_PREFIX + name;
      if (verdict?.name === name) {
        this.held.delete(keyOf(rule, subject));
        const { title, cause } = VERDICT_LABELS[name];
        book.raise(
          {
            rule,
            subject,
            message: `${title}: consistent with ${cause}`,
            severity: 'notice',
            priority: 'high',
            class: name === 'replay' ? 'replay' : 'integrity',
            since: verdict.since,
            events: { count: Math.max(1, drops), peak: Math.max(1, drops), lastTime: now },
          },
          now,
        );
      } else if (!this.held.has(keyOf(rule, subject))) book.clear(rule, subject, now);
    }
  }

  /** An alert raised by an earlier run clears when it is not found again within the period of a verdict. */
  private endHeld(now: number): void {
    for (const [key, held] of this.held) {
      held.until ??= now + this.parts.settings.spanMinutes * MINUTE_MS;
      if (now < held.until) continue;
      this.held.delete(key);
      this.parts.book.clear(held.rule, held.subject, now);
    }
  }
}

function keyOf(rule: string, subject: AlertSubject): string {
  return `${rule}\n${subjectKey(subject)}`;
}
