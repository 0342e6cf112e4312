import { decodeLine } from '../decode-line.js';
import type { TraceStep } from '../decode-trace.js';
import type { DecodeContext } from '../decoded-line.js';
import type { Stamp } from '../time-stamp.js';
import { readQuotedFields } from '../unwrap/quoted-fields.js';
import { objectStart, withControls, withoutEnd } from '../unwrap/unwrap.js';
import { hasMark, markAt, markedText, type PlacedSlot, placedSlots } from './marked-text.js';
import { openMarkedObject, type KeySteps, type ObjectTime } from './marked-object.js';
import type { LineTemplate } from './template-tree.js';

/** A stamp in front of a message; its text and what follows it have marks for placeholders. */
export interface StampPlace {
  text: string;
  /** Enough of what follows to tell whether a zone or a year stands beside it. */
  behind: string;
  stamp: Stamp;
  /** The gateway's own, in brackets. */
  isDevice: boolean;
}

/** What the lines of a template have in common, as decoding one of them showed. Texts have marks for placeholders. */
export interface TemplateOutline {
  placed: readonly PlacedSlot[];
  /** All stamps in front of the message, and in front of the objects around it. */
  stamps: readonly StampPlace[];
  /** Those in front of the message itself, the outermost first. */
  headers: readonly StampPlace[];
  /** What the innermost wrapping with a time says. */
  wrapped: StampPlace | ObjectTime | undefined;
  /** Placeholders in front of the message that are part of no stamp: quoted numbers. */
  quoted: readonly PlacedSlot[];
  /** What stands behind the category. */
  body: string;
}

/** A line, its template, and the texts of its placeholders. */
export interface TemplateSample {
  template: LineTemplate;
  line: string;
  texts: readonly string[];
}

/** Behind a stamp no more than this decides what it says. */
const BEHIND = 24;

/**
 * Decodes a line once more and follows what becomes of its placeholders. Undefined where something that decides what the
 * line is depends on a placeholder, or where it is not certain that it does not: such lines are always decoded in full.
 */
export function outlineOf(sample: TemplateSample, context: DecodeContext): TemplateOutline | undefined {
  const marked = markedText(sample.template);
  if (marked === undefined || hasMark(sample.line)) return undefined;
  return new Outliner(sample, marked).run(context);
}

class Outliner {
  private readonly placed: readonly PlacedSlot[];
  private readonly slotTexts: readonly string[];
  private marked: string;
  private keys: KeySteps = {};
  private pieces: Extract<TraceStep, { kind: 'piece' }>[] = [];
  private readonly stamps: StampPlace[] = [];
  private wrapped: StampPlace | ObjectTime | undefined;
  private readonly quoted: PlacedSlot[] = [];
  private outline: TemplateOutline | undefined;

  constructor(
    private readonly sample: TemplateSample,
    marked: string,
  ) {
    this.placed = placedSlots(sample.template);
    this.slotTexts = sample.texts;
    this.marked = withoutEnd(marked);
  }

  run(context: DecodeContext): TemplateOutline | undefined {
    const steps: TraceStep[] = [];
    decodeLine(this.sample.line, { ...context, trace: (step) => void steps.push(step) });
    for (const step of steps) {
      if (!this.follow(step)) return undefined;
      if (this.outline !== undefined) return this.outline;
    }
    return undefined;
  }

  /** False where it is not certain what becomes of the placeholders. */
  private follow(step: TraceStep): boolean {
    switch (step.kind) {
      case 'key':
        this.keys[step.what] = step;
        return true;
      case 'piece':
        if (step.what === 'stamp' || step.what === 'deviceStamp') this.pieces.push(step);
        return true;
      case 'object':
        return this.open(step);
      case 'quoted':
        return this.becomes(readQuotedFields(this.marked), step.after);
      case 'control':
        return this.becomes(withControls(this.marked), step.after);
      case 'body':
        return this.finish(step);
      default:
        return true;
    }
  }

  private open({ before, from, after }: Extract<TraceStep, { kind: 'object' }>): boolean {
    const { marked, keys } = this;
    const start = objectStart(marked);
    if (start === undefined || this.filled(marked) !== before) return false;
    const headers = this.takeHeaders(from);
    if (headers === undefined) return false;
    this.wrapped = headers.findLast(({ isDevice }) => !isDevice) ?? this.wrapped;
    const opened = openMarkedObject(
      { sample: before.slice(from), marked: marked.slice(start), after },
      keys,
      this.placed,
    );
    if (opened === undefined || !this.becomes(opened.message, after)) return false;
    this.wrapped = opened.time ?? this.wrapped;
    this.keys = {};
    return true;
  }

  private finish({ before, from }: Extract<TraceStep, { kind: 'body' }>): boolean {
    if (this.filled(this.marked) !== before) return false;
    const headers = this.takeHeaders(from);
    const bodyStart = this.placeOf(from);
    if (headers === undefined || bodyStart === undefined) return false;
    const { placed, stamps, wrapped, quoted, marked } = this;
    this.outline = { placed, stamps, headers, wrapped, quoted, body: marked.slice(bodyStart) };
    return true;
  }

  /** The stamps in front of a place; undefined where a placeholder stands there that is part of none. */
  private takeHeaders(end: number): StampPlace[] | undefined {
    const { marked, pieces } = this;
    const found: StampPlace[] = [];
    const markedEnd = this.placeOf(end);
    if (markedEnd === undefined) return undefined;
    let from = 0;
    for (const { what, start, end: pieceEnd, stamp } of pieces) {
      const startAt = this.placeOf(start);
      const endAt = this.placeOf(pieceEnd);
      if (stamp === undefined || startAt === undefined || endAt === undefined || startAt < from) return undefined;
      if (!this.passPlain(from, startAt)) return undefined;
      const text = marked.slice(startAt, endAt);
      found.push({ text, behind: marked.slice(endAt, endAt + BEHIND), stamp, isDevice: what === 'deviceStamp' });
      from = endAt;
    }
    if (!this.passPlain(from, markedEnd)) return undefined;
    this.pieces = [];
    this.stamps.push(...found);
    return found;
  }

  /** What stands between stamps must be the same in all lines, but for numbers in quotation marks. */
  private passPlain(from: number, to: number): boolean {
    for (let at = from; at < to; at++) {
      const found = this.placed[markAt(this.marked, at)];
      if (found === undefined) continue;
      if (found.slot.kind !== 'decimal' || found.slot.separator !== QUOTE) return false;
      this.quoted.push(found);
    }
    return true;
  }

  /** Takes a text on to its next form; false where the two do not correspond. */
  private becomes(marked: string | undefined, after: string): boolean {
    if (marked === undefined || this.filled(marked) !== after) return false;
    this.marked = withoutEnd(marked);
    return true;
  }

  private filled(marked: string): string {
    return marked.replace(MARKS, (mark) => this.slotTexts[markAt(mark, 0)] ?? '');
  }

  /** The place in the marked text of one in the text of the line; undefined within a placeholder. */
  private placeOf(place: number): number | undefined {
    const { marked, slotTexts } = this;
    let passed = 0;
    let at = 0;
    for (; passed < place && at < marked.length; at++) passed += slotTexts[markAt(marked, at)]?.length ?? 1;
    return passed === place ? at : undefined;
  }
}

const MARKS = /[\ue000-\ue0ff]/g;
const QUOTE = 0x22;
