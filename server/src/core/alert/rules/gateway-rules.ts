import type { AlertRules } from '@tunnelwatch/shared/alert-rules';
import type { Subject } from '@tunnelwatch/shared/subject';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type { Condition } from '../monitoring/condition.js';
import { type CryptoFacts, isCongestionOver, isCryptoCongested } from './crypto-hardware-rule.js';
import { type Measure, MEASURES } from '../rates/measure.js';
import { isMemoryOver, isShortOfMemory } from './memory-rule.js';
import type { RateConditions } from '../registry/alert-registry.js';
import type { RateSeries, RateWindows } from '../rates/rate-windows.js';

type Facts = Readonly<Record<'lowMemory' | 'resize' | 'crypto', ReadonlySet<number>>>;
type GatewayMeasure = keyof Facts;

const WATCHED: readonly Measure[] = ['lowMemory', 'resize', 'crypto'];

interface GatewayRule {
  name: 'memory' | 'crypto-hardware';
  isOn: (places: Facts, now: number) => boolean;
  isOver: (places: Facts, now: number) => boolean;
  condition: Pick<Condition, 'message' | 'severity' | 'class' | 'priority'>;
  isEnabled: boolean;
}

/** Evaluates what subjects of one gateway have in common. Only gateways with new events are evaluated, and active alerts once a minute. */
export class GatewayRules {
  private places = new Map<string, Record<GatewayMeasure, Set<number>>>();
  private readonly raised = new Map<string, Set<GatewayRule['name']>>();
  private touched = new Set<string>();
  private rules: readonly GatewayRule[];

  constructor(
    private readonly book: RateConditions,
    private readonly windows: RateWindows,
    private readonly subjectOf: (place: number) => Subject | undefined,
    rules: AlertRules,
  ) {
    this.rules = this.rulesOf(rules);
    this.adopt();
    this.index();
  }

  /** Watches over the active conditions of the book from now on, whoever has raised them. */
  adopt(): void {
    for (const { rule: name, subject } of this.book.raisedConditions()) {
      const rule = this.rules.find((each) => each.name === name);
      if (rule !== undefined && subject.kind === 'gateway') this.note(subject.gateway, rule.name);
    }
  }

  /** A pair has new events. */
  touch(place: number): void {
    const gateway = this.add(place);
    if (gateway !== undefined) this.touched.add(gateway);
  }

  /** Evaluates the gateways with changes. @param now epoch ms */
  judge(now: number): void {
    for (const gateway of this.touched) {
      const places = this.places.get(gateway);
      for (const rule of places === undefined ? [] : this.rules) {
        if (places === undefined || !rule.isEnabled || this.raised.get(gateway)?.has(rule.name) === true) continue;
        if (rule.isOn(places, Math.floor(now / MINUTE_MS))) this.raise(rule, gateway, now);
      }
    }
    this.touched = new Set();
  }

  /** Once a minute, after pairs were dropped. @param now epoch ms */
  tick(now: number): void {
    this.index();
    const minute = Math.floor(now / MINUTE_MS);
    for (const [gateway, names] of this.raised) {
      for (const rule of this.rules) {
        if (!names.has(rule.name)) continue;
        if (rule.isEnabled && !rule.isOver(this.places.get(gateway) ?? NO_PLACES, minute)) continue;
        this.book.clear(rule.name, { kind: 'gateway', gateway }, now);
        names.delete(rule.name);
      }
      if (names.size === 0) this.raised.delete(gateway);
    }
  }

  setRules(rules: AlertRules): void {
    this.rules = this.rulesOf(rules);
  }

  private raise({ name, condition }: GatewayRule, gateway: string, now: number): void {
    this.book.raise({ rule: name, subject: { kind: 'gateway', gateway }, ...condition, since: now }, now);
    this.note(gateway, name);
  }

  private note(gateway: string, name: GatewayRule['name']): void {
    const names = this.raised.get(gateway) ?? new Set();
    this.raised.set(gateway, names.add(name));
  }

  /** Finds the pairs of each gateway, after places have changed. */
  index(): void {
    this.places = new Map();
    for (const place of this.windows.all()) this.add(place);
  }

  private add(place: number): string | undefined {
    const measure = MEASURES[this.windows.measure(place)];
    if (measure === undefined || !isWatched(measure)) return undefined;
    const gateway = this.subjectOf(place)?.gateway;
    if (gateway === undefined) return undefined;
    let places = this.places.get(gateway);
    if (places === undefined) {
      places = { lowMemory: new Set(), resize: new Set(), crypto: new Set() };
      this.places.set(gateway, places);
    }
    places[measure].add(place);
    return gateway;
  }

  private seriesOf(places: ReadonlySet<number>): RateSeries[] {
    return [...places].map((place) => this.windows.series(place));
  }

  private cryptoOf(places: ReadonlySet<number>): CryptoFacts[] {
    return [...places].map((place) => {
      const encryption = this.windows.find(this.windows.subjectId(place), ENCRYPTION);
      return {
        crypto: this.windows.series(place),
        encryption: encryption < 0 ? undefined : this.windows.series(encryption),
      };
    });
  }

  private rulesOf({ memory, 'crypto-hardware': crypto }: AlertRules): GatewayRule[] {
    const memoryOf = ({ lowMemory, resize }: Facts) => ({
      lowMemory: this.seriesOf(lowMemory),
      resizes: this.seriesOf(resize),
    });
    return [
      {
        name: 'memory',
        isEnabled: memory.enabled,
        isOn: (places, now) => isShortOfMemory(memoryOf(places), now, memory),
        isOver: (places, now) => isMemoryOver(memoryOf(places), now, memory),
        condition: {
          severity: 'warning',
          class: 'memory',
          priority: memory.priority,
          message: 'The gateway is low on memory for IPsec',
        },
      },
      {
        name: 'crypto-hardware',
        isEnabled: crypto.enabled,
        isOn: (places, now) => isCryptoCongested(this.cryptoOf(places.crypto), now, crypto),
        isOver: (places, now) => isCongestionOver(this.cryptoOf(places.crypto), now, crypto),
        condition: {
          severity: 'notice',
          class: 'encryption',
          priority: crypto.priority,
          message: `Encryption and decryption fail on ${String(crypto.tunnels)} or more tunnels: consistent with congested crypto hardware`,
        },
      },
    ];
  }
}

const ENCRYPTION = MEASURES.indexOf('encryption');
const NO_PLACES: Facts = { lowMemory: new Set(), resize: new Set(), crypto: new Set() };

function isWatched(measure: Measure): measure is GatewayMeasure {
  return WATCHED.includes(measure);
}
