import { LITERAL_KEYS } from '../unwrap/object-keys.js';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
/** Objects as texts within objects that are looked into; their quotation marks have 1, 3, 7 backslashes in front. */
const MAX_LEVEL = 3;
/** Braces and brackets within each other whose kind is remembered. */
const MAX_DEPTH = 64;

/**
 * Where in an object a line is, from left to right: within a text or between two, in a key or a value, and under which
 * key. It only says which numbers may differ from line to line, so what is no object may go through it too.
 */
export class ObjectCursor {
  private isOpen = false;
  private isKey = false;
  private expectsKey = false;
  private textStart = 0;
  private isUnderLiteralKey = false;
  private readonly opened: number[] = [];
  private inner: ObjectCursor | undefined;

  constructor(private readonly level = 0) {}

  /** Within a text, of an object within this one too. */
  get isInText(): boolean {
    return this.inner === undefined ? this.isOpen : this.inner.isInText;
  }

  /** What stands here is the same in all lines that are alike: a key, or a value that is no text under a literal key. */
  get isText(): boolean {
    if (this.inner !== undefined) return this.inner.isText;
    return this.isOpen ? this.isKey : this.isUnderLiteralKey;
  }

  /** The text begins with something in which only stamps differ: it may be a message with its header, or a name. */
  get beginsWithHead(): boolean {
    return this.inner === undefined ? this.isUnderLiteralKey : this.inner.beginsWithHead;
  }

  /** Passes what is no part of a word; true when a text, or what stands between two, begins anew. */
  pass(line: string, at: number): boolean {
    const code = line.charCodeAt(at);
    if (!this.isOpen) return this.passBetween(line, at, code);
    if (code === QUOTE && this.isDelimiter(backslashesBefore(line, at))) {
      this.close(line, at);
      return true;
    }
    return this.inner?.pass(line, at) ?? false;
  }

  private passBetween(line: string, at: number, code: number): boolean {
    if (code === QUOTE) {
      if (!this.isDelimiter(backslashesBefore(line, at))) return false;
      this.isOpen = true;
      this.isKey = this.expectsKey;
      this.textStart = at + 1;
      if (!this.isKey && line.charCodeAt(at + 1) === OPEN_BRACE && this.level < MAX_LEVEL)
        this.inner = new ObjectCursor(this.level + 1);
      return true;
    }
    if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (this.opened.length < MAX_DEPTH) this.opened.push(code);
      this.expectsKey = code === OPEN_BRACE;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      this.opened.pop();
      this.expectsKey = false;
    } else if (code === COMMA) this.expectsKey = this.opened.at(-1) === OPEN_BRACE;
    else if (code === COLON) this.expectsKey = false;
    return false;
  }

  private isDelimiter(backslashes: number): boolean {
    return this.level === 0 ? backslashes % 2 === 0 : backslashes === 2 ** this.level - 1;
  }

  private close(line: string, at: number): void {
    this.isOpen = false;
    this.inner = undefined;
    if (!this.isKey) return;
    const key = line.slice(this.textStart, at - (2 ** this.level - 1));
    this.isUnderLiteralKey = LITERAL_KEYS.has(key.slice(key.lastIndexOf('.') + 1));
  }
}

/** The backslashes right in front of a place; no more are counted than decide anything. */
function backslashesBefore(line: string, at: number): number {
  let count = 0;
  while (count < MAX_BACKSLASHES && line.charCodeAt(at - 1 - count) === BACKSLASH) count += 1;
  return count;
}

const MAX_BACKSLASHES = 64;
