import type { Placeholder } from '../decode/template/placeholder.js';
import { valuesOf } from '../decode/template/placeholder.js';
import type { LineTemplate } from '../decode/template/template-tree.js';

/** What one placeholder of a line must be for the line to contain a text. */
export interface SlotTest {
  slot: Placeholder;
  /** Index of the placeholder in its template. */
  index: number;
  /** Index of its first value among those of a line. */
  offset: number;
  /** How the text of the placeholder must relate to `text`. */
  how: 'starts' | 'ends' | 'is' | 'contains';
  /** Latin-1 with ASCII letters in lower case. */
  text: string;
}

/** Placeholders that together make a line contain a text: all must hold. */
export type Way = readonly SlotTest[];

/**
 * How lines of a template contain a text: never, always (it stands in what all have in common), by their placeholders in
 * one of several ways, or in so many ways that the whole line is to be searched.
 */
export type TemplateMatch = { kind: 'never' | 'always' | 'line' } | { kind: 'ways'; ways: readonly Way[] };

const MAX_WAYS = 32;

/** Only ASCII letters: bytes of UTF-8 must stay what they are. */
export function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/**
 * Works out how lines of a template contain a text, without a line: a text may lie in what the template has, in one value,
 * or span any number of both.
 * @param wanted not empty; Latin-1 with ASCII letters in lower case
 */
export function matchTemplate({ texts, slots }: Pick<LineTemplate, 'texts' | 'slots'>, wanted: string): TemplateMatch {
  const lowered = texts.map(lowerAscii);
  if (lowered.some((text) => text.includes(wanted))) return { kind: 'always' };
  const ways = new WayFinder(lowered, slots, wanted).find();
  if (ways.length > MAX_WAYS) return { kind: 'line' };
  return ways.length === 0 ? { kind: 'never' } : { kind: 'ways', ways };
}

/** Lays the wanted text over a template in all ways that the kinds of its placeholders allow. */
class WayFinder {
  private readonly ways: Way[] = [];
  private readonly offsets: number[] = [];

  constructor(
    private readonly texts: readonly string[],
    private readonly slots: readonly Placeholder[],
    private readonly wanted: string,
  ) {
    let offset = 0;
    for (const slot of slots) {
      this.offsets.push(offset);
      offset += valuesOf(slot);
    }
  }

  find(): readonly Way[] {
    const { texts, slots, wanted } = this;
    for (let index = 0; index < slots.length && !this.isFull; index++) {
      const text = texts[index] ?? '';
      for (let head = Math.min(text.length, wanted.length - 1); head > 0; head--) {
        if (text.endsWith(wanted.slice(0, head))) this.goOn(index, head, []);
      }
      this.add([], this.test(index, 'contains', wanted));
      for (let end = 1; end < wanted.length; end++) this.pass(index, { how: 'ends', from: 0, end }, []);
    }
    return this.ways;
  }

  private get isFull(): boolean {
    return this.ways.length > MAX_WAYS;
  }

  /** The wanted text goes on at `from` where a placeholder begins. */
  private goOn(index: number, from: number, tests: Way): void {
    const { wanted } = this;
    if (index >= this.slots.length || this.isFull) return;
    this.add(tests, this.test(index, 'starts', wanted.slice(from)));
    for (let end = from + 1; end < wanted.length; end++) this.pass(index, { how: 'is', from, end }, tests);
  }

  /** A placeholder is the wanted text from `from` to `end`; what follows must be the template's text, and so on. */
  private pass(
    index: number,
    { how, from, end }: { how: 'ends' | 'is'; from: number; end: number },
    before: Way,
  ): void {
    const text = this.texts[index + 1] ?? '';
    const { wanted } = this;
    const isLast = end + text.length >= wanted.length;
    if (isLast ? !text.startsWith(wanted.slice(end)) : !wanted.startsWith(text, end)) return;
    const test = this.test(index, how, wanted.slice(from, end));
    if (isLast) this.add(before, test);
    else if (test !== undefined) this.goOn(index + 1, end + text.length, [...before, test]);
  }

  private add(before: Way, test: SlotTest | undefined): void {
    if (test !== undefined && !this.isFull) this.ways.push([...before, test]);
  }

  private test(index: number, how: SlotTest['how'], text: string): SlotTest | undefined {
    const slot = this.slots[index];
    if (slot === undefined || !mayBe(slot, how, text)) return undefined;
    return { slot, index, offset: this.offsets[index] ?? 0, how, text };
  }
}

const DIGITS = /^\d+$/;
const WORD = /^\w+$/;
const HEX_START = /^0(?:x[0-9a-f]*)?$/;
const HEX_END = /^(?:0?x)?[0-9a-f]*$/;

/** Whether any value of a placeholder can relate to a text in that way. */
function mayBe(slot: Placeholder, how: SlotTest['how'], text: string): boolean {
  switch (slot.kind) {
    case 'decimal':
    case 'padded':
    case 'long':
      return DIGITS.test(text);
    case 'hex':
    case 'paddedHex':
      return (how === 'starts' || how === 'is' ? HEX_START : HEX_END).test(text);
    case 'stamp':
      return fitsForm(`0000-00-00${String.fromCharCode(slot.separator).toLowerCase()}00:00:00`, how, text);
    case 'fineStamp': {
      const separator = String.fromCharCode(slot.separator).toLowerCase();
      return fitsForm(`0000-00-00${separator}00:00:00.${'0'.repeat(slot.width)}`, how, text);
    }
    case 'clock':
      return fitsForm(slot.width === 1 ? '0:00:00' : '00:00:00', how, text);
    case 'word':
      return WORD.test(text);
    case 'text':
      // Neither ends inside a pair, so that it has no blank and no equals sign.
      return !/[ =]/.test(text);
  }
}

/** Whether a text can be part of what has a form, in which zeros stand for any digit. */
function fitsForm(form: string, how: SlotTest['how'], text: string): boolean {
  const last = form.length - text.length;
  if (last < 0 || (how === 'is' && last > 0)) return false;
  const masked = text.replaceAll(/\d/g, '0');
  if (how === 'contains') return form.includes(masked);
  return how === 'ends' ? form.endsWith(masked) : form.startsWith(masked);
}

/** Whether the values that a test is about are words: any text, which only a list of them tells. */
export function isWordTest({ slot }: SlotTest): boolean {
  return slot.kind === 'word' || slot.kind === 'text';
}

/** Whether the text of a placeholder, in lower case, passes a test. */
export function passes({ how, text: wanted }: Pick<SlotTest, 'how' | 'text'>, text: string): boolean {
  switch (how) {
    case 'starts':
      return text.startsWith(wanted);
    case 'ends':
      return text.endsWith(wanted);
    case 'is':
      return text === wanted;
    case 'contains':
      return text.includes(wanted);
  }
}

/**
 * The same for a decimal without leading zeros by its value: millions are tested without a text each. Undefined where the
 * text is too long for exact arithmetic.
 */
export function decimalTest({ how, text }: Pick<SlotTest, 'how' | 'text'>): ((value: number) => boolean) | undefined {
  if (text.length > MAX_DIGITS) return undefined;
  const number = Number(text);
  const scale = 10 ** text.length;
  const hasZero = text.startsWith('0') && text.length > 1;
  switch (how) {
    case 'is':
      return hasZero ? () => false : (value) => value === number;
    case 'starts':
      if (text.startsWith('0')) return text === '0' ? (value) => value === 0 : () => false;
      return (value) => {
        let rest = value;
        while (rest >= scale) rest = Math.floor(rest / 10);
        return rest === number;
      };
    case 'ends':
      // With fewer digits the value would end in zeros that it does not have.
      return text.startsWith('0')
        ? (value) => (value >= scale || value === number) && value % scale === number && (value >= scale || !hasZero)
        : (value) => value % scale === number;
    case 'contains':
      return containsDigits(number, scale, text.startsWith('0'), text === '0');
  }
}

/** Digits of a number that doubles divide exactly. */
const MAX_DIGITS = 15;

function containsDigits(number: number, scale: number, beginsWithZero: boolean, isZero: boolean) {
  // What begins with a zero is not the beginning of a number, except for zero itself.
  const least = beginsWithZero ? scale : number;
  return (value: number): boolean => {
    if (value === 0) return isZero;
    if (value < least) return false;
    let rest = value;
    while (rest > MAX_INT) {
      if (rest % scale === number && rest >= least) return true;
      rest = Math.floor(rest / 10);
    }
    // Whole numbers of 32 bits are divided several times faster.
    if (scale > MAX_INT) return rest === number && rest >= least;
    let small = rest | 0;
    const divisor = scale | 0;
    while (small >= least) {
      if (small % divisor === number) return true;
      small = (small / 10) | 0;
    }
    return false;
  };
}

const MAX_INT = 0x7fff_ffff;
