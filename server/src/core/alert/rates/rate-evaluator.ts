import type { Actor } from '@tunnelwatch/shared/actor';
import {
  type AlertRuleName,
  type AlertRules,
  RATE_CLASSES,
  type RuleBody,
  type RuleResult,
} from '@tunnelwatch/shared/alert-rules';
import type { Subject } from '@tunnelwatch/shared/subject';
import { HOUR_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type { PairCounts } from '../../aggregate/pair-counts.js';
import type { KindRecord } from '../../aggregate/records.js';
import { GatewayRules } from '../rules/gateway-rules.js';
import { MEASURES, measuresOf } from './measure.js';
import { type PairRule, pairRules } from '../rules/pair-rules.js';
import type { RateConditions } from '../registry/alert-registry.js';
import type { Onset } from '../rules/rate-rule.js';
import { type FreshPair, type RateSeries, RateWindows } from './rate-windows.js';
import { RuleSettings, type StoredRule } from './rule-settings.js';
import { type UsualRate, UsualRates } from './usual-rates.js';

/** Numbers of one entry of what a store has counted of late. */
const RECENT_FIELDS = 6;

/** Events of one second by subject and kind. */
export type SecondCounts = Pick<PairCounts, 'size' | 'id' | 'kindId'> & { counts: ArrayLike<number> };

/** The inputs of the rate rules. */
export interface RateEvaluatorParts {
  book: RateConditions;
  /** True where others may raise conditions too: then the book alone says which are active. */
  isShared?: boolean;
  subjectOf: (id: number) => Subject | undefined;
  idOf: (subject: Subject) => number;
  kindOf: (id: number) => KindRecord | undefined;
  /** The configured rules, and the admins' settings that override them. */
  rules: AlertRules;
  storedRules: readonly StoredRule[];
  /** Events older than this on arrival raise nothing [ALM-3], milliseconds. */
  pastAfterMs: number;
  /** Recent counts from before this start: see `StoreState.recent`. */
  recent: ArrayLike<number>;
  /** Stored usual rates. */
  usual: readonly UsualRate[];
  /** Epoch ms. */
  now: number;
}

/**
 * Evaluates the rates of subjects. It receives the events of a batch before the batch's alerts are drained, so that alerts
 * and the events they were found in become durable together; its decisions follow from the counts, the alerts and the time,
 * all of which survive a restart. Only subjects with events are evaluated, and active alerts once a minute.
 */
export class RateEvaluator {
  private readonly windows: RateWindows;
  /** The effective settings, and their changes. */
  readonly settings: RuleSettings;
  private rules: readonly PairRule[];
  private byMeasure: readonly (readonly PairRule[])[];
  private readonly measures: (readonly number[])[] = [];
  /** Bits of the active rules, by place: a copy of the registry's state for every event. */
  private readonly raised = new Map<number, number>();
  private readonly usual: UsualRates;
  private readonly gateways: GatewayRules;
  private usualTakenAt = 0;
  /** The minutes of the last evaluation of active alerts, and of the last clean-up. */
  private evaluatedMinute = Number.NEGATIVE_INFINITY;
  private tidiedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly parts: RateEvaluatorParts) {
    this.windows = new RateWindows(undefined, (place) => this.raised.has(place));
    this.settings = new RuleSettings(parts.rules, parts.storedRules);
    this.rules = pairRules(this.settings.current);
    this.byMeasure = sortedByMeasure(this.rules);
    this.usual = new UsualRates(parts.usual);
    this.restore(parts.recent, Math.floor(parts.now / MINUTE_MS));
    this.gateways = new GatewayRules(parts.book, this.windows, (place) => this.subjectOf(place), this.settings.current);
  }

  /** Changed usual rates, once a minute: stored with every commit they would be half of all writing. @param now epoch ms */
  takeUsual(now: number): UsualRate[] {
    const minute = Math.floor(now / MINUTE_MS);
    if (minute === this.usualTakenAt) return [];
    this.usualTakenAt = minute;
    return this.usual.takeChanged();
  }

  /** Whether the last minutes of a subject are known here, or an alert depends on them. */
  holds(subjectId: number): boolean {
    return MEASURES.some((_name, measure) => this.windows.find(subjectId, measure) >= 0);
  }

  /** Forgets the usual rates of a subject. */
  forget(subjectId: number): void {
    this.usual.forget(subjectId);
  }

  /** Counts the events of a batch and evaluates what they change. @param now epoch ms */
  feed(bySecond: ReadonlyMap<number, SecondCounts>, now: number): void {
    if (bySecond.size === 0) return;
    // An alert raised in a minute is raised after that minute's evaluation, and lasts until the next: see `restore`.
    this.evaluate(now);
    const minute = Math.floor(now / MINUTE_MS);
    const { drops } = this.windows;
    for (const [second, pairs] of bySecond) {
      if (now - second * 1000 > this.parts.pastAfterMs) continue;
      for (let at = 0; at < pairs.size; at++) {
        for (const measure of this.measuresOfKind(pairs.kindId(at))) {
          this.windows.add(pairs.id(at), measure, second, pairs.counts[at] ?? 0, minute);
        }
      }
    }
    if (this.windows.drops !== drops) this.gateways.index();
    for (const fresh of this.windows.takeFresh()) {
      this.judge(fresh, now);
      this.gateways.touch(fresh.place);
    }
    this.gateways.judge(now);
  }

  /** Changes caused by time alone. Call it about once a second; it does its work once a minute. @param now epoch ms */
  tick(now: number): void {
    this.evaluate(now);
    const minute = Math.floor(now / MINUTE_MS);
    if (minute === this.tidiedAt) return;
    this.tidiedAt = minute;
    this.windows.sweep(minute);
    this.gateways.tick(now);
  }

  /** Clears what has ended, once a minute. */
  private evaluate(now: number): void {
    const minute = Math.floor(now / MINUTE_MS);
    if (minute === this.evaluatedMinute) return;
    this.evaluatedMinute = minute;
    for (const [place, mask] of this.raised) this.clearOver(place, mask, now);
  }

  /** This one alone raises and clears conditions from now on, those that others have raised included. @param at epoch ms */
  takeOver(at: number): void {
    this.adopt(Math.floor(at / MINUTE_MS));
    this.gateways.adopt();
  }

  /** Sets a rule and applies it: alerts of a rule that is now off, or below its limits, clear. */
  setRule(name: AlertRuleName, body: RuleBody, actor: Actor, now: number): RuleResult {
    const result = this.settings.set(name, body, actor, now);
    if (result.ok) this.goOnWith(this.settings.current, now);
    return result;
  }

  private goOnWith(rules: AlertRules, now: number): void {
    this.rules = pairRules(rules);
    this.byMeasure = sortedByMeasure(this.rules);
    this.gateways.setRules(rules);
    this.evaluatedMinute = Number.NEGATIVE_INFINITY;
    this.tidiedAt = Number.NEGATIVE_INFINITY;
    this.tick(now);
  }

  private restore(recent: ArrayLike<number>, now: number): void {
    for (let at = 0; at + RECENT_FIELDS <= recent.length; at += RECENT_FIELDS) {
      const [subjectId = 0, minute = 0, kindId = 0] = [recent[at], recent[at + 1], recent[at + 2]];
      const [count = 0, first = 0, last = 0] = [recent[at + 3], recent[at + 4], recent[at + 5]];
      for (const measure of this.measuresOfKind(kindId)) {
        this.windows.add(subjectId, measure, minute * 60 + first, 1, now);
        if (count > 1) this.windows.add(subjectId, measure, minute * 60 + last, count - 1, now);
      }
    }
    // They were evaluated when they were stored.
    this.windows.takeFresh();
    this.adopt(now);
  }

  /** Watches over the active conditions of the book from now on, whoever has raised them. @param now minute since the epoch */
  private adopt(now: number): void {
    const byName = new Map(this.rules.map((rule) => [rule.name, rule]));
    for (const { rule: name, subject, lastAt } of this.parts.book.raisedConditions()) {
      const rule = byName.get(name);
      if (rule === undefined || !('gateway' in subject)) continue;
      // Something was counted in that minute, so its evaluation is done: alerts raised after it must not be evaluated again,
      // since for late events they could clear at once. Evaluated again, alerts raised before it stay as they are.
      this.evaluatedMinute = Math.max(this.evaluatedMinute, Math.floor(lastAt / MINUTE_MS));
      const place = this.windows.hold(this.parts.idOf(subject), rule.measure, now);
      // Without room for a place the condition ends: nobody could tell that it is still active.
      if (place < 0) this.parts.book.clear(name, subject, now * MINUTE_MS);
      else this.raised.set(place, (this.raised.get(place) ?? 0) | (1 << rule.number));
    }
  }

  private measuresOfKind(kindId: number): readonly number[] {
    const known = this.measures[kindId];
    if (known !== undefined) return known;
    const kind = this.parts.kindOf(kindId);
    return (this.measures[kindId] = kind === undefined ? [] : measuresOf(kind));
  }

  private judge(fresh: FreshPair, now: number): void {
    const { place } = fresh;
    const series = this.windows.series(place);
    const mask = this.raised.get(place) ?? 0;
    this.learn(fresh, mask !== 0, now);
    for (const rule of this.byMeasure[this.windows.measure(place)] ?? []) {
      const isOwn = (mask & (1 << rule.number)) !== 0;
      if (isOwn || this.parts.isShared === true) this.countRaised(rule, fresh, series, now);
      if (!isOwn) this.raiseIfOn(rule, fresh, series, now);
    }
  }

  /** Learns the usual rates of the classes with rate rules; not while an alert is active. */
  private learn({ place, count }: Pick<FreshPair, 'place' | 'count'>, isRaised: boolean, now: number): void {
    const measure = this.windows.measure(place);
    if (measure >= RATE_CLASSES.length) return;
    const [subjectId, hour] = [this.windows.subjectId(place), Math.floor(now / HOUR_MS)];
    if (isRaised) this.usual.exclude(subjectId, measure, hour);
    else this.usual.count(subjectId, measure, count, hour);
  }

  private usualOf(place: number): UsualRate | undefined {
    return this.usual.get(this.windows.subjectId(place), this.windows.measure(place));
  }

  private raiseIfOn(rule: PairRule, { place, from, to }: FreshPair, series: RateSeries, now: number): void {
    if (!rule.isEnabled) return;
    const minutes = { from, to, now: Math.floor(now / MINUTE_MS) };
    const usual = this.usualOf(place);
    let onset = rule.onset(series, minutes, usual);
    const subject = onset === undefined ? undefined : this.subjectOf(place);
    if (onset === undefined || subject === undefined) return;
    const endedAt = this.parts.book.endedAt(rule.name, subject);
    // What caused the previous episode is over: late events do not reopen it.
    const least = endedAt === undefined ? from : Math.floor(endedAt / MINUTE_MS);
    if (least > from) onset = rule.onset(series, { ...minutes, from: least, to: Math.max(to, least) }, usual);
    if (onset === undefined) return;
    this.raise(rule, subject, onset, series, now);
    this.raised.set(place, (this.raised.get(place) ?? 0) | (1 << rule.number));
    this.learn({ place, count: 0 }, true, now);
  }

  private raise(rule: PairRule, subject: Subject, onset: Onset, series: RateSeries, now: number): void {
    const { name, message, severity } = rule;
    const { count, peak, first, last } = onset;
    const priority = rule.priority(series, Math.floor(now / MINUTE_MS));
    const events = { count, peak, lastTime: last * 1000 };
    this.parts.book.raise(
      { rule: name, subject, message, severity, class: rule.class, priority, since: first * 1000, events },
      now,
    );
  }

  private countRaised(rule: PairRule, { place, count, from, to }: FreshPair, series: RateSeries, now: number): void {
    const subject = this.subjectOf(place);
    const span = series.span(from, to);
    if (subject === undefined || span === undefined) return;
    const times = { firstTime: span.first * 1000, lastTime: span.last * 1000, arrivedAt: now, lastAt: now };
    this.parts.book.countRaised(rule.name, subject, { count, ...times });
    // Raised again it changes nothing, unless its priority has increased.
    const isMore = rule.isEnabled && rule.priority(series, Math.floor(now / MINUTE_MS)) !== rule.least;
    if (isMore) this.raise(rule, subject, { count, peak: 0, ...span }, series, now);
  }

  private clearOver(place: number, mask: number, now: number): void {
    const series = this.windows.series(place);
    const minute = Math.floor(now / MINUTE_MS);
    let left = mask;
    for (const rule of this.byMeasure[this.windows.measure(place)] ?? []) {
      const bit = 1 << rule.number;
      if ((mask & bit) === 0 || (rule.isEnabled && !rule.isOver(series, minute, this.usualOf(place)))) continue;
      const subject = this.subjectOf(place);
      if (subject !== undefined) this.parts.book.clear(rule.name, subject, now);
      left &= ~bit;
    }
    if (left === 0) this.raised.delete(place);
    else this.raised.set(place, left);
  }

  private subjectOf(place: number): Subject | undefined {
    return this.parts.subjectOf(this.windows.subjectId(place));
  }
}

function sortedByMeasure(rules: readonly PairRule[]): PairRule[][] {
  return MEASURES.map((_name, measure) => rules.filter((rule) => rule.measure === measure));
}
