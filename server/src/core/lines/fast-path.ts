import { DOUBT } from '../aggregate/source-tally.js';
import { NumberTable } from '../aggregate/number-table.js';
import { type EventCause, alertRuleOf, causeOf } from '../alert/rules/message-rule.js';
import type { Classified, ClassifiedEvent } from '../classify/classify-line.js';
import { learnTimes, type LineMoment, type LineTimes, type TimeReader } from './template-times.js';
import type { ZoneReader } from '../decode/clock-zone.js';
import type { DecodedLine, DecodedMessage } from '../decode/decoded-line.js';
import { KnownTemplates } from '../decode/template/known-templates.js';
import type { LineTemplate } from '../decode/template/template-tree.js';
import { type Placeholder, valuesOf } from '../decode/template/placeholder.js';
import { TextPool } from '../events/text-pool.js';

/** Subjects of all gateways that are remembered by their values. */
const MAX_SUBJECTS = 262_144;

/** What is known of all lines of one shape in one source. */
type TemplateEntry = OtherEntry | EventEntry;

/** Who logged a line. */
export interface Sender {
  gateway: string;
  member: string | undefined;
}

/** What all lines of a shape lack, as bits of `DOUBT`. */
interface Doubted {
  doubt: number;
}

interface OtherEntry extends Doubted {
  kind: 'other';
  category: string;
  /** Undefined where the sender may differ from line to line. */
  sender: Sender | undefined;
}

export interface EventEntry extends Sender, Doubted {
  kind: 'event';
  kindId: number;
  /** The id where the catalogue does not have it; undefined for a message of the catalogue. */
  unknownId: number | null | undefined;
  /** What its events open or count into; undefined when no rule concerns them. */
  cause: EventCause | undefined;
  times: TimeReader;
  subject: SubjectSource;
}

type SubjectSource =
  /** All lines of the shape have the same subject. */
  | { kind: 'same'; id: number }
  /** The value at `at` names it. */
  | { kind: 'number' | 'text'; at: number; known: KnownSubjects; isTunnel: boolean };

/** Numbers of the subjects of one gateway by what names them in a line. */
interface KnownSubjects {
  byNumber: NumberTable;
  byText: Map<string, number>;
}

/** What the lines of one source have taught, by shape; null for shapes whose lines are always decoded in full. */
export class TemplateCache {
  generation = 0;
  list: (TemplateEntry | null | undefined)[] = [];
}

/** What full decoding found out about a line, for its shape to learn from. */
export interface Lesson {
  decoded: DecodedLine;
  became: Classified;
  /** Numbers of the event's subject and kind. */
  ids: { subjectId: number; kindId: number } | undefined;
  moment: LineMoment;
  zone: ZoneReader;
}

export interface FastPathOptions {
  /** True when messages of other categories are stored, so that each must be decoded. */
  storesOther: boolean;
  /** Gives the number under which events of a tunnel count that is named by a number, and whether it is the tunnel's own. */
  nameTunnel: (gateway: string, matchkey: string) => { id: number; isItsOwn: boolean };
}

/**
 * The fast path for lines like those seen before: their shape says what they are, and only numbers are read. Whatever is
 * rare or was never seen (unreadable lines, kinds that the catalogue does not have) always takes full decoding, which also teaches this one.
 */
export class FastPath {
  /** Of the line taken last: its shape, its subject and its times. */
  shape: LineTemplate | undefined;
  subjectId = 0;
  readonly times: LineTimes = { time: 0, receivedTime: 0, skewMs: undefined };
  private readonly pool = new TextPool();
  private known = new KnownTemplates(this.pool.intern);
  private generation = 1;
  private readonly subjects = new Map<string, KnownSubjects>();
  private knownSubjects = 0;

  constructor(
    private readonly options: FastPathOptions,
    private readonly mostSubjects = MAX_SUBJECTS,
  ) {}

  /** Values of the line that was matched last. */
  get values(): Float64Array {
    return this.known.values;
  }

  /**
   * Ends a part: gives the shapes and words that its lines are made of. Dates in words make new shapes every day, so what
   * was learned is forgotten when it is full, and learned anew.
   */
  takeTexts(): { shapes: readonly LineTemplate[]; words: string[] } {
    const texts = { shapes: this.known.all, words: this.pool.take() };
    if (this.known.isFull) {
      this.known = new KnownTemplates(this.pool.intern);
      this.generation += 1;
      this.subjects.clear();
      this.knownSubjects = 0;
    }
    return texts;
  }

  /** What a line is by its shape; the outcome stands in the fields. Undefined when it must be decoded in full. */
  take(
    buffer: Buffer,
    start: number,
    end: number,
    recipes: TemplateCache,
    moment: LineMoment,
  ): TemplateEntry | undefined {
    const shape = this.known.match(buffer, start, end);
    if (shape === undefined || recipes.generation !== this.generation) return undefined;
    const recipe = recipes.list[shape.index];
    if (recipe === undefined || recipe === null) return undefined;
    if (recipe.kind === 'other') return recipe;
    const { subject } = recipe;
    const subjectId = subject.kind === 'same' ? subject.id : this.findSubject(recipe.gateway, subject);
    if (subjectId < 0) return undefined;
    if (!recipe.times(this.known.values, moment, this.times)) return undefined;
    this.shape = shape;
    this.subjectId = subjectId;
    return recipe;
  }

  /** The shape of a line, for keeping it; its values then stand in `values`. Undefined when it is kept as it is. */
  shapeOf(buffer: Buffer, start: number, end: number): LineTemplate | undefined {
    return this.known.learn(buffer, start, end);
  }

  /** The same, learning nothing. */
  knownShapeOf(buffer: Buffer, start: number, end: number): LineTemplate | undefined {
    return this.known.match(buffer, start, end);
  }

  /** Learns from a line that was decoded in full, and whose values stand in `values`; gives what is known by now. */
  learn(shape: LineTemplate, recipes: TemplateCache, lesson: Lesson): TemplateEntry | null | undefined {
    if (recipes.generation !== this.generation) {
      recipes.list = [];
      recipes.generation = this.generation;
    }
    if (recipes.list[shape.index] === undefined) recipes.list[shape.index] = this.makeRecipe(shape, lesson) ?? null;
    const recipe = recipes.list[shape.index];
    if (recipe?.kind !== 'event' || recipe.subject.kind === 'same' || lesson.ids === undefined) return recipe;
    const { subject } = recipe;
    const value = this.known.values[subject.at] ?? 0;
    if (subject.kind === 'number') this.remember(subject.known.byNumber, value, lesson.ids.subjectId);
    else {
      const text = this.textOf(value);
      if (text !== undefined) this.remember(subject.known.byText, text, lesson.ids.subjectId);
    }
    return recipe;
  }

  private makeRecipe(shape: LineTemplate, { decoded, became, ids, ...rest }: Lesson): TemplateEntry | undefined {
    // What is folded differs from line to line.
    if (decoded.kind !== 'message' || decoded.repeats !== 1 || decoded.isNote === true) return undefined;
    const times = learnTimes(shape, { ...rest, decoded, values: this.known.values }, rest.zone);
    const { gateway, member } = decoded;
    if (became.kind === 'other' && !this.options.storesOther) {
      // Where the head of the line is only stamps and text, the text names the sender.
      return {
        kind: 'other',
        doubt: doubtOf(decoded),
        category: became.category,
        sender: times === undefined ? undefined : { gateway, member },
      };
    }
    if (became.kind !== 'event' || ids === undefined) return undefined;
    const { event } = became;
    const cause = causeOf(event);
    if (cause === undefined && alertRuleOf(event) !== undefined) return undefined;
    const subject = this.subjectRecipe(shape, event, decoded.parameters, ids.subjectId);
    if (times === undefined || subject === undefined) return undefined;
    const unknownId = event.entry === undefined ? event.messageId : undefined;
    const doubt = doubtOf(decoded);
    return { kind: 'event', doubt, gateway, member, kindId: ids.kindId, unknownId, cause, times, subject };
  }

  private subjectRecipe(
    shape: LineTemplate,
    { subject }: ClassifiedEvent,
    parameters: ReadonlyMap<string, string>,
    id: number,
  ): SubjectSource | undefined {
    const name = parameters.has('matchkey') ? 'matchkey' : 'iface';
    const found = findSubject(shape, parameters, name);
    if (found === null) return undefined;
    if (found === undefined) return { kind: 'same', id };
    const known = this.subjectsOf(`${name} ${subject.gateway}`);
    return { ...found, known, isTunnel: name === 'matchkey' && subject.kind === 'tunnel' };
  }

  private subjectsOf(key: string): KnownSubjects {
    let known = this.subjects.get(key);
    if (known === undefined) {
      known = { byNumber: new NumberTable(), byText: new Map() };
      this.subjects.set(key, known);
    }
    return known;
  }

  /** A sender may make up any number of names: once there are too many, all are forgotten, and learned anew [STORE-21]. */
  private remember<Key>(known: { size: number; set: (key: Key, id: number) => void }, key: Key, id: number): void {
    if (this.knownSubjects >= this.mostSubjects) {
      for (const { byNumber, byText } of this.subjects.values()) {
        byNumber.clear();
        byText.clear();
      }
      this.knownSubjects = 0;
    }
    const before = known.size;
    known.set(key, id);
    this.knownSubjects += known.size - before;
  }

  /** The number of the subject that a value names; −1 when it is not known. */
  private findSubject(gateway: string, subject: Exclude<SubjectSource, { kind: 'same' }>): number {
    const value = this.known.values[subject.at] ?? 0;
    if (subject.kind === 'text') {
      const text = this.textOf(value);
      return text === undefined ? -1 : (subject.known.byText.get(text) ?? -1);
    }
    const known = subject.known.byNumber.get(value);
    if (known >= 0 || !subject.isTunnel) return known;
    const { id, isItsOwn } = this.options.nameTunnel(gateway, String(value));
    if (isItsOwn) this.remember(subject.known.byNumber, value, id);
    return id;
  }

  /** A word of the line; undefined for a quoted one that goes on behind its first word. */
  private textOf(value: number): string | undefined {
    const text = this.pool.text(value);
    return QUOTED.test(text) && !WHOLLY_QUOTED.test(text) ? undefined : text;
  }
}

/** What a line does not say of itself, as bits of `DOUBT`. */
export function doubtOf({ hasTime, namesGateway, claims }: DecodedMessage): number {
  const claim = claims === undefined ? DOUBT.none : DOUBT.claim;
  return (hasTime ? DOUBT.none : DOUBT.time) | (namesGateway ? DOUBT.none : DOUBT.gateway) | claim;
}

/** A quoted value, also one that was quoted within a quoted text: `\\"a1\\"`. */
const QUOTED = /^\\*"/;
const WHOLLY_QUOTED = /^(\\*")[^"\\]*\1(?:\W|$)/;

/** What ends a value in every line of a shape: the next name, or the end of the line. */
const NEXT_NAME = /^(?:$| [\w.-]+=)/;

/** The slot that holds the matchkey, else the interface; undefined without both, null when that is not certain. */
function findSubject(
  { slots, texts }: LineTemplate,
  parameters: ReadonlyMap<string, string>,
  name: 'matchkey' | 'iface',
): { kind: 'number' | 'text'; at: number } | undefined | null {
  if (!parameters.has(name)) return slots.some((slot) => slot.names !== undefined) ? null : undefined;
  let at = 0;
  let found: { at: number; slot: Placeholder } | undefined;
  for (const [index, slot] of slots.entries()) {
    if (slot.names === name) {
      const behind = texts[index + 1] ?? '';
      if (!NEXT_NAME.test(behind) || (behind === '' && index + 1 < slots.length)) return null;
      // Twice in a line: the first one counts, but a name inside a quoted text would come first too.
      if (found !== undefined) return null;
      found = { at, slot };
    }
    at += valuesOf(slot);
  }
  // Set apart by anything but a blank its value is no slot of its own: the same in all lines only where it is text.
  if (found === undefined) return isText(texts, `${name}=`, parameters.get(name) ?? '') ? undefined : null;
  return { at: found.at, kind: found.slot.kind === 'text' ? 'text' : 'number' };
}

/** True when a value stands behind its name in the text that all lines of a shape have. */
function isText(texts: readonly string[], name: string, value: string): boolean {
  return ['', '"', '\\"'].some((quote) => texts.some((text) => text.includes(`${name}${quote}${value}${quote}`)));
}
