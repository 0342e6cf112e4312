import { DOUBT } from '../aggregate/source-tally.js';
import { NumberTable } from '../aggregate/number-table.js';
import { type EventCause, alertRuleOf, causeOf } from '../alert/rules/message-rule.js';
import type { Classified, ClassifiedEvent } from '../classify/classify-line.js';
import { learnTimes, type LineMoment, type LineTimes, type TimeReader } from './template-times.js';
import type { ZoneReader } from '../decode/clock-zone.js';
import type { DecodedLine, DecodedMessage } from '../decode/decoded-line.js';
import { KnownTemplates, MAX_SHAPES } from '../decode/template/known-templates.js';
import { markAt, type PlacedSlot, placeholderTexts } from '../decode/template/marked-text.js';
import { KEPT_OF_CROWDED, TemplateAdmission } from '../decode/template/template-admission.js';
import { outlineOf, type TemplateOutline } from '../decode/template/template-outline.js';
import type { LineTemplate } from '../decode/template/template-tree.js';
import { TextPool } from '../events/text-pool.js';

/** Shapes are let go at most once in so many lines, or after so long: what is learned anew costs as much as many lines. */
const SWEEP_LINES = 65_536;
const SWEEP_MS = 60_000;
/** Generations of shapes over which a source that is quiet keeps what it has taught. */
const MAX_MOVES = 256;
/** Subjects of all gateways that are remembered by their values. */
const MAX_SUBJECTS = 262_144;

/** What is known of all lines of one shape in one source. */
type TemplateEntry = OtherEntry | EventEntry;

/** Who logged a line. */
export interface Sender {
  gateway: string;
  member: string | undefined;
}

/** What is known of all lines of a shape. */
interface Learned {
  /** What they lack, as bits of `DOUBT`. */
  doubt: number;
  /** How often names had been forgotten when its own were certain to be known. */
  asOf: number;
}

interface OtherEntry extends Sender, Learned {
  kind: 'other';
  category: string;
}

export interface EventEntry extends Sender, Learned {
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
  /** The value at `at` names it, that of the parameter `name`. */
  | NamedSubject;

interface NamedSubject {
  kind: 'number' | 'text';
  at: number;
  name: SubjectName;
  known: KnownSubjects;
  isTunnel: boolean;
  /** The value was the whole name where it was learned, without quotation marks. */
  isWhole: boolean;
}

type SubjectName = 'matchkey' | 'iface';

/** Numbers of the subjects of one gateway by what names them in a line. */
interface KnownSubjects {
  byNumber: NumberTable;
  byText: Map<string, number>;
}

/** What the lines of one source have taught, by shape; null for shapes whose lines are always decoded in full. */
export class TemplateCache {
  generation = 0;
  list: (TemplateEntry | null | undefined)[] = [];
  readonly admission = new TemplateAdmission();
}

/** What full decoding found out about a line, for its shape to learn from. */
export interface Lesson {
  /** The text of the line. */
  text: string;
  gatewayHint: string;
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
  /** Gives the number under which events of a tunnel count that a line names, and whether it is the tunnel's own. */
  nameTunnel: (gateway: string, matchkey: string) => { id: number; isItsOwn: boolean };
  /** Whether a number still stands for a name; false where that takes a look into the store. */
  isInUse: (subjectId: number) => boolean;
  isKnownGateway: (gateway: string) => boolean;
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
  /** For each of the last generations, the numbers that its shapes have in the next one; −1 for those let go. */
  private readonly moves = new Map<number, Int32Array>();
  /** Which source's lines brought a shape, by its number. */
  private owners: (TemplateAdmission | undefined)[] = [];
  private isCrowded = false;
  private sweptAt = Number.NEGATIVE_INFINITY;
  private linesSinceSweep = 0;
  private readonly subjects = new Map<string, KnownSubjects>();
  private knownSubjects = 0;
  /** How often names were forgotten. */
  private forgotten = 0;

  constructor(
    private readonly options: FastPathOptions,
    private readonly mostSubjects = MAX_SUBJECTS,
  ) {}

  /** Values of the line that was matched last. */
  get values(): Float64Array {
    return this.known.values;
  }

  /**
   * Ends a part: gives the shapes and words that its lines are made of. Dates in words make new shapes every day, so those
   * in use least are let go when there is no room, though not for every few lines of somebody who keeps making new ones.
   * @param now when its last lines arrived, epoch ms
   */
  takeTexts(now: number): { shapes: readonly LineTemplate[]; words: string[] } {
    const texts = { shapes: this.known.all, words: this.pool.take() };
    const isDue = this.linesSinceSweep >= SWEEP_LINES || now - this.sweptAt >= SWEEP_MS;
    if (isDue && (this.known.isFull || this.isCrowded)) this.sweep(now);
    return texts;
  }

  private sweep(now: number): void {
    const { all, uses } = this.known;
    const byUse = [...all].sort((one, other) => (uses[other.index] ?? 0) - (uses[one.index] ?? 0));
    const room = this.known.isFull ? MAX_SHAPES / 2 : MAX_SHAPES;
    const keptOf = new Map<TemplateAdmission, number>();
    const kept: LineTemplate[] = [];
    const owners: (TemplateAdmission | undefined)[] = [];
    const moved = new Int32Array(all.length).fill(-1);
    for (const shape of byUse) {
      const owner = this.owners[shape.index];
      const count = owner === undefined ? 0 : (keptOf.get(owner) ?? 0);
      const isLeft = kept.length >= room || (owner?.isCrowded === true && count >= KEPT_OF_CROWDED);
      if (owner !== undefined) keptOf.set(owner, isLeft ? count : count + 1);
      if (isLeft) continue;
      moved[shape.index] = kept.push(shape) - 1;
      owners.push(owner);
    }
    for (const [owner, count] of keptOf) owner.keep(count);
    this.known = this.known.only(kept);
    this.owners = owners;
    this.moves.set(this.generation, moved);
    this.generation += 1;
    this.moves.delete(this.generation - MAX_MOVES);
    this.isCrowded = false;
    this.sweptAt = now;
    this.linesSinceSweep = 0;
  }

  /** Gives what a source has taught the numbers that its shapes have by now. */
  private renumber(recipes: TemplateCache): void {
    for (; recipes.generation < this.generation; recipes.generation += 1) {
      const moved = this.moves.get(recipes.generation);
      const { list } = recipes;
      recipes.list = [];
      moved?.forEach((index, before) => {
        if (index >= 0) recipes.list[index] = list[before];
      });
    }
  }

  /** What a line is by its shape; the outcome stands in the fields. Undefined when it must be decoded in full. */
  take(
    buffer: Buffer,
    start: number,
    end: number,
    recipes: TemplateCache,
    moment: LineMoment,
  ): TemplateEntry | undefined {
    this.linesSinceSweep += 1;
    const shape = this.known.match(buffer, start, end);
    if (shape === undefined) return undefined;
    if (recipes.generation !== this.generation) this.renumber(recipes);
    const recipe = recipes.list[shape.index];
    if (recipe === undefined || recipe === null) return undefined;
    if (recipe.asOf !== this.forgotten && !this.renew(recipe)) {
      // Learned again from this line.
      recipes.list[shape.index] = undefined;
      return undefined;
    }
    if (recipe.kind === 'other') return recipe;
    const { subject } = recipe;
    const subjectId = subject.kind === 'same' ? subject.id : this.findSubject(recipe.gateway, subject);
    if (subjectId < 0) return undefined;
    if (!recipe.times(this.known.values, moment, this.times)) return undefined;
    this.shape = shape;
    this.subjectId = subjectId;
    return recipe;
  }

  /** Names were forgotten: subjects by their numbers, which are asked for anew when one comes again, and gateways. */
  forget(subjectIds: ReadonlySet<number>): void {
    this.forgotten += 1;
    this.knownSubjects = 0;
    for (const { byNumber, byText } of this.subjects.values()) {
      byNumber.deleteValues(subjectIds);
      for (const [text, id] of byText) if (subjectIds.has(id)) byText.delete(text);
      this.knownSubjects += byNumber.size + byText.size;
    }
  }

  /** False where a name of a recipe was forgotten. */
  private renew(recipe: TemplateEntry): boolean {
    const { isInUse, isKnownGateway } = this.options;
    const subject = recipe.kind === 'event' ? recipe.subject : undefined;
    if (!isKnownGateway(recipe.gateway) || (subject?.kind === 'same' && !isInUse(subject.id))) return false;
    recipe.asOf = this.forgotten;
    return true;
  }

  /** The shape of a line, for keeping it; its values then stand in `values`. Undefined when it is kept as it is. */
  shapeOf(buffer: Buffer, start: number, end: number, { admission }: TemplateCache): LineTemplate | undefined {
    const before = this.known.all.length;
    const shape = this.known.learn(buffer, start, end, admission);
    if (this.known.all.length > before) this.owners[before] = admission;
    this.isCrowded ||= admission.isCrowded;
    return shape;
  }

  /** The same, learning nothing. */
  knownShapeOf(buffer: Buffer, start: number, end: number): LineTemplate | undefined {
    return this.known.match(buffer, start, end);
  }

  /** Learns from a line that was decoded in full, and whose values stand in `values`. */
  learn(shape: LineTemplate, recipes: TemplateCache, lesson: Lesson): void {
    if (recipes.generation !== this.generation) this.renumber(recipes);
    if (recipes.list[shape.index] === undefined) recipes.list[shape.index] = this.makeRecipe(shape, lesson) ?? null;
    const recipe = recipes.list[shape.index];
    if (recipe?.kind !== 'event' || recipe.subject.kind === 'same' || lesson.ids === undefined) return;
    const { subject } = recipe;
    const value = this.known.values[subject.at] ?? 0;
    if (!this.isNamedBy(value, subject, lesson.decoded)) return;
    if (subject.kind === 'number') this.remember(subject.known.byNumber, value, lesson.ids.subjectId);
    else this.remember(subject.known.byText, this.pool.text(value), lesson.ids.subjectId);
  }

  /** Whether a value is the whole name of the line's subject: what else stands in it, a line of another template may keep. */
  private isNamedBy(
    value: number,
    { kind, name }: { kind: 'number' | 'text'; name: SubjectName },
    line: DecodedLine,
  ): boolean {
    const written = line.kind === 'message' ? line.parameters.get(name) : undefined;
    if (kind === 'number') return written === String(value);
    const text = this.textOf(value);
    return (
      written !== undefined && (text === written || (text !== undefined && QUOTED_WHOLE.exec(text)?.[2] === written))
    );
  }

  private makeRecipe(shape: LineTemplate, { decoded, became, ids, ...rest }: Lesson): TemplateEntry | undefined {
    // What is folded differs from line to line.
    if (decoded.kind !== 'message' || decoded.repeats !== 1 || decoded.isNote === true) return undefined;
    const { values } = this.known;
    const { text, moment, zone, gatewayHint } = rest;
    const texts = placeholderTexts(shape, { values, text: this.pool.text });
    const sample = { template: shape, line: text, texts };
    const outline = outlineOf(sample, { ...moment, zone, gatewayHint });
    const times =
      outline === undefined ? undefined : learnTimes(outline, { values, text: this.pool.text, decoded, moment, zone });
    const { gateway, member } = decoded;
    if (outline === undefined || times === undefined) return undefined;
    const doubt = doubtOf(decoded);
    const asOf = this.forgotten;
    if (became.kind === 'other' && !this.options.storesOther) {
      return { kind: 'other', doubt, asOf, category: became.category, gateway, member };
    }
    if (became.kind !== 'event' || ids === undefined) return undefined;
    const { event } = became;
    const cause = causeOf(event);
    if (cause === undefined && alertRuleOf(event) !== undefined) return undefined;
    const subject = this.subjectRecipe(outline, event, decoded, ids.subjectId);
    if (subject === undefined) return undefined;
    const unknownId = event.entry === undefined ? event.messageId : undefined;
    return { kind: 'event', doubt, asOf, gateway, member, kindId: ids.kindId, unknownId, cause, times, subject };
  }

  private subjectRecipe(
    outline: TemplateOutline,
    { subject }: ClassifiedEvent,
    decoded: DecodedMessage,
    id: number,
  ): SubjectSource | undefined {
    const { parameters } = decoded;
    const name = parameters.has('matchkey') ? 'matchkey' : 'iface';
    const found = findSubject(outline, parameters, name);
    if (found === null) return undefined;
    if (found === undefined) return { kind: 'same', id };
    const value = this.known.values[found.at] ?? 0;
    // Learned from a value that is more than the name, or is not the one that counts, it would give another's number.
    if (!this.isNamedBy(value, { ...found, name }, decoded)) return undefined;
    const known = this.subjectsOf(`${name} ${subject.gateway}`);
    const isWhole = found.kind === 'number' || PLAIN_NAME.test(this.pool.text(value));
    return { ...found, name, known, isWhole, isTunnel: name === 'matchkey' && subject.kind === 'tunnel' };
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
  private findSubject(gateway: string, subject: NamedSubject): number {
    const value = this.known.values[subject.at] ?? 0;
    if (subject.kind === 'text') return this.findNamed(gateway, value, subject);
    const known = subject.known.byNumber.get(value);
    if (known >= 0 || !subject.isTunnel) return known;
    const { id, isItsOwn } = this.options.nameTunnel(gateway, String(value));
    if (isItsOwn) this.remember(subject.known.byNumber, value, id);
    return id;
  }

  private findNamed(gateway: string, value: number, { known, isTunnel, isWhole }: NamedSubject): number {
    const text = this.textOf(value);
    if (text === undefined) return -1;
    const id = known.byText.get(text);
    if (id !== undefined || !isTunnel || !isWhole || !PLAIN_NAME.test(text)) return id ?? -1;
    const made = this.options.nameTunnel(gateway, text);
    if (made.isItsOwn) this.remember(known.byText, text, made.id);
    return made.id;
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
/** A name that decoding takes as it stands, whatever is written around the message. */
const PLAIN_NAME = /^[\w.:/@+-]+$/;
const QUOTED_WHOLE = /^(\\*")([^"\\]*)\1$/;

/** What ends a value in every line of a shape: the next name, or the end of the line. */
const NEXT_NAME = /^"?(?:$|[ \t][\w.-]+=)/;
/** In front of a value that decides what the line is, however it is quoted, signed or set apart. */
const LITERAL_VALUE = /(?:^|[^\w.-])(?:prio|id|rev|event|severity|level)=\S*$/;
const MAX_LITERAL = 80;

/**
 * The placeholder that holds the matchkey, else the interface; undefined without both, null when that is not certain, or
 * when one of those names has a placeholder in its value, which an escape in an object can bring about.
 */
function findSubject(
  { body, placed }: TemplateOutline,
  parameters: ReadonlyMap<string, string>,
  name: 'matchkey' | 'iface',
): { kind: 'number' | 'text'; at: number } | undefined | null {
  const pieces = piecesOf(body, placed);
  for (const { start } of pieces.slice(1))
    if (LITERAL_VALUE.test(body.slice(Math.max(0, start - 1 - MAX_LITERAL), start - 1))) return null;
  if (!parameters.has(name)) return pieces.some(({ before }) => before?.slot.names !== undefined) ? null : undefined;
  // Twice in a line: the first one counts, but a name inside a quoted text would come first too.
  if (body.indexOf(`${name}=`) !== body.lastIndexOf(`${name}=`)) return null;
  let found: PlacedSlot | undefined;
  for (const [index, { before, text }] of pieces.entries()) {
    if (before?.slot.names !== name) continue;
    if (!NEXT_NAME.test(text) || (text === '' && index + 1 < pieces.length)) return null;
    found = before;
  }
  const value = parameters.get(name) ?? '';
  // Set apart by anything but a blank its value is no slot of its own: the same in all lines only where it is text.
  if (found === undefined) return isText(pieces, `${name}=`, value) ? undefined : null;
  return { at: found.at, kind: found.slot.kind === 'text' ? 'text' : 'number' };
}

/** Text that all lines have, and the placeholder in front of it. */
interface BodyPiece {
  before: PlacedSlot | undefined;
  text: string;
  start: number;
}

function piecesOf(body: string, placed: readonly PlacedSlot[]): BodyPiece[] {
  const pieces: BodyPiece[] = [];
  let before: PlacedSlot | undefined;
  let start = 0;
  for (let at = 0; at < body.length; at++) {
    const found = placed[markAt(body, at)];
    if (found === undefined) continue;
    pieces.push({ before, text: body.slice(start, at), start });
    before = found;
    start = at + 1;
  }
  pieces.push({ before, text: body.slice(start), start });
  return pieces;
}

/** True when a value stands behind its name in the text that all lines of a shape have. */
function isText(pieces: readonly BodyPiece[], name: string, value: string): boolean {
  return ['', '"', '\\"'].some((quote) => pieces.some(({ text }) => text.includes(`${name}${quote}${value}${quote}`)));
}
