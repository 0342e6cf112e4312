import { cutLine } from '@tunnelwatch/server/core/decode/template/cutter';
import { type LineTemplate, TemplateTree } from '@tunnelwatch/server/core/decode/template/template-tree';
import type { EventColumns, LineTexts } from '@tunnelwatch/server/core/events/event-columns';
import { TextPool } from '@tunnelwatch/server/core/events/text-pool';
import type { CatalogueEntry } from '@tunnelwatch/shared/catalogue';
import { BUILTIN_CATALOGUE } from '@tunnelwatch/shared/catalogue-entries';
import { severityRank } from '@tunnelwatch/shared/severity';
import type { Subject } from '@tunnelwatch/shared/subject';
import { seededRandom } from '../../support/random.js';
import { gatewayOf, matchkeyOf, TUNNELS } from './log-maker.js';
import { parameterMaker } from './log-parameters.js';
import { weighted, zipf } from './zipf.js';

/**
 * The load of the benchmarks as columns, without the lines having been written and read: 10,000 tunnels (Zipf) behind 4
 * gateways; 60 % are 278, 20 % are 611, the rest is spread over the other ids. A hundred million take a minute.
 */
const GATEWAYS = 4;
const INTERFACES = 64;
const SHARES = new Map([
  [278, 0.6],
  [611, 0.2],
]);
const WINDOW = 64;
/** Lines of each kind and gateway whose values are drawn from; sequence numbers are each event's own. */
const SAMPLES = 512;

/** A kind of message at one gateway. */
interface Template {
  shape: LineTemplate;
  samples: Float64Array[];
  /** Which values of a line are the event's own; −1 where it has none. */
  stamp: number;
  seqno: number;
  base: number;
  matchkey: number;
}

/** When an event happens: somewhere within `spread` from `from` on. All epoch ms. */
interface ClockReading {
  from: number;
  spread: number;
  received: number;
}

/** Fills columns with events one after the other; the same seed gives the same events. */
export class SyntheticEvents {
  readonly subjects: readonly Subject[];
  readonly texts: LineTexts;
  private readonly random: () => number;
  private readonly rank: () => number;
  private readonly kind: () => number;
  private readonly pool = new TextPool();
  private readonly tree = new TemplateTree(this.pool.intern, 4000);
  /** By kind, then by gateway. */
  private readonly templates: readonly (readonly Template[])[];
  private readonly bases: Float64Array;

  constructor(seed: number) {
    this.random = seededRandom(seed);
    this.rank = zipf(TUNNELS, this.random);
    const others = (1 - 0.8) / (BUILTIN_CATALOGUE.length - SHARES.size);
    this.kind = weighted(
      BUILTIN_CATALOGUE.map(({ id }) => SHARES.get(id) ?? others),
      this.random,
    );
    this.subjects = allSubjects();
    this.templates = BUILTIN_CATALOGUE.map((entry) =>
      Array.from({ length: GATEWAYS }, (_, gateway) => this.template(entry, gateway)),
    );
    this.bases = Float64Array.from({ length: TUNNELS }, () => Math.floor(this.random() * 4e9));
    const shape = (index: number) => this.tree.shapes[index] ?? this.fail('there is no such shape');
    this.texts = { shape, text: this.pool.text };
  }

  /** Adds an event; kinds are numbered as in the catalogue, from 1. */
  add(columns: EventColumns, { from, spread, received }: ClockReading): void {
    const time = Math.floor(from + this.random() * spread);
    const rank = this.rank();
    const kind = this.kind();
    const gateway = rank % GATEWAYS;
    const template = this.templates[kind]?.[gateway] ?? this.fail('there is no such kind');
    const values = template.samples[Math.floor(this.random() * SAMPLES)] ?? this.fail('there is no sample');
    values[template.stamp] = time;
    let subjectId = TUNNELS + GATEWAYS * INTERFACES + gateway + 1;
    if (template.matchkey >= 0) {
      subjectId = rank + 1;
      values[template.matchkey] = Number(matchkeyOf(rank));
      this.setNumbers(template, values, rank);
    } else if (template.shape.texts.some((text) => text.endsWith(' iface='))) {
      subjectId = TUNNELS + gateway * INTERFACES + Math.floor(this.random() * INTERFACES) + 1;
    }
    columns.addEvent(time, received, subjectId, kind + 1, 1);
    columns.addShaped(template.shape, values);
  }

  private setNumbers(template: Template, values: Float64Array, rank: number): void {
    const base = (this.bases[rank] ?? 0) + 1 + Math.floor(this.random() * 400);
    this.bases[rank] = base;
    if (template.base >= 0) values[template.base] = base;
    if (template.seqno < 0) return;
    const late = Math.max(1, base - 1 - Math.floor(this.random() ** 4 * 2000));
    values[template.seqno] = template.base >= 0 ? late : base + WINDOW;
  }

  private template(entry: CatalogueEntry, gateway: number): Template {
    const makers = entry.parameters.map((name) => parameterMaker(name, this.random));
    const severity = severityRank(entry.severity);
    const action = entry.gatewayAction === 'none' ? '' : ` action=${entry.gatewayAction}`;
    const head = `<${String(135 - severity)}>1 2026-02-10T17:00:00.000Z ${gatewayOf(gateway)} EFW - - - ${entry.categories.join(',')}: prio=${String(severity)} id=${String(entry.id)} rev=1 event="${entry.message}"${action}`;
    const samples: Float64Array[] = [];
    let shape: LineTemplate | undefined;
    // Some draws have another shape, such as a number with a leading zero; those are drawn again.
    while (samples.length < SAMPLES) {
      const facts = { seqno: 1, base: 1, window: WINDOW, matchkey: '1' };
      const line = Buffer.from(head + makers.map((make) => make(facts)).join(''), 'latin1');
      if (shape === undefined) this.tree.add(cutLine(line.toString('latin1'), this.pool.intern));
      const own = this.tree.match(line, 0, line.length);
      shape ??= own;
      if (own !== undefined && own === shape) samples.push(this.tree.values.slice(0, own.valueCount));
    }
    if (shape === undefined) return this.fail('a line has no shape');
    const { texts } = shape;
    // Every slot of these lines has one value, so a value's number is its slot's.
    const placeOf = (name: string) => texts.findIndex((text) => text.endsWith(`${name}=`));
    return {
      shape,
      samples,
      stamp: 0,
      seqno: placeOf('seqno'),
      base: placeOf('windowbase'),
      matchkey: placeOf('matchkey'),
    };
  }

  private fail(what: string): never {
    throw new Error(what);
  }
}

/** The kinds, in the order of their numbers from 1 on. */
export const SYNTHETIC_KINDS = BUILTIN_CATALOGUE.map(({ id, severity, failureClass }) => ({
  messageId: id,
  severity,
  class: failureClass,
  isKnown: true,
  repeats: 1,
}));

function allSubjects(): Subject[] {
  const gateways = Array.from({ length: GATEWAYS }, (_, gateway) => gatewayOf(gateway));
  return [
    ...Array.from({ length: TUNNELS }, (_, rank): Subject => {
      return { kind: 'tunnel', gateway: gatewayOf(rank), matchkey: matchkeyOf(rank) };
    }),
    ...gateways.flatMap((gateway) =>
      Array.from({ length: INTERFACES }, (_, at): Subject => ({
        kind: 'interface',
        gateway,
        iface: `ipsec-${String(at)}`,
      })),
    ),
    ...gateways.map((gateway): Subject => ({ kind: 'gateway', gateway })),
  ];
}
