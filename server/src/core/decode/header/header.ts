import { severityFromSyslog } from '@tunnelwatch/shared/severity';
import type { DecodeTrace, PieceKind } from '../decode-trace.js';
import type { DecodeContext } from '../decoded-line.js';
import { utcTime } from '../clock-zone.js';
import { readIsoStamp, readStamp, type Stamp, type StampContext } from '../time-stamp.js';
import { isAddress } from './address.js';
import type { Hop } from '../line-parts.js';
import { isHostTag, isStream, readHeaderWord } from './header-word.js';
import { skipStructuredData } from './structured-data.js';

/** A message found in a line, and everything that stands in front of it. */
export interface FoundMessage {
  /** Outermost first; the last one is the nearest to the message. */
  hops: readonly Hop[];
  /** Where the category begins. */
  bodyStart: number;
  /** Where the pairs begin, behind the category and its colon. */
  pairsStart: number;
  /** How many times the message occurred, where a receiver folded it. */
  repeats: number;
  /** True when a quotation mark in front of it was not closed. */
  isQuoted: boolean;
  /** True when the message is in the brackets of a receiver that folded it, of which the last one ends it. */
  isBracketed: boolean;
}

/** Header upon header, and words of one header, that are read; what has more is no syslog. */
const MAX_HOPS = 8;
const MAX_WORDS = 48;

// Bounded, for every category is counted under its name.
const CATEGORY = /([A-Z][A-Z0-9_]{0,31}(?:, ?[A-Z][A-Z0-9_]{0,31}){0,7}):/y;
/** The program's name that a gateway's message begins with, with or without a colon, a pid and the device's stamp. */
const MARK = /EFW(?:\[\d{1,10}\])?(?::|(?=[\s[]|$))/y;
const PRI = /<(\d{1,3})>/y;
const RFC5424 = /1 (?=\d{4}-\d\d-\d\d[T ]|- )/y;
const FIELD = / *([^\s]+)(?: |$)/y;
const REPEATED = /(?:last )?message repeated (\d{1,9}) times?:? ?\[ ?/iy;
const BRACKETED = /\[([^\][]{1,64})\]:?/y;
/** A name in front of a stamp or an address that says what follows. */
const LABEL = /(?:Original (?=Address=)|(?:time|timestamp|datetime|date|ts)=)/iy;
/** Up to a separator; receivers that write tabs, commas, semicolons or bars put them between all fields. */
const WORD = /[^\s,;|"]+/y;
const IN_UTC: StampContext = { zone: utcTime, near: 0, arrivedAt: 0 };

/**
 * Finds the gateway's message in a line and reads the headers in front of it, however many relays put theirs around it.
 * Undefined when there is no message. Takes time linear in the length of the line.
 * @param isGatewayProgram true when something around the text says already that the gateway's program wrote it
 */
export function findMessage(line: string, context: DecodeContext, isGatewayProgram: boolean): FoundMessage | undefined {
  return new HeaderScan(line, context, isGatewayProgram).run();
}

/** The headers that stand before something that is no message itself, such as an object. */
export function readHeaders(text: string, context: DecodeContext): readonly Hop[] {
  const scan = new HeaderScan(text, context, false);
  scan.run();
  return scan.headers();
}

/** One walk through the headers of a line. */
class HeaderScan {
  private at = 0;
  private hop: Hop = newHop();
  private readonly hops: Hop[] = [this.hop];
  /** Words that may be hosts, of this header. */
  private hosts: string[] = [];
  /** One of them is an address, or is marked as a name. */
  private isCertain = false;
  private words = 0;
  private isBehindStream = false;
  /** The word just passed is the tag of some other program. */
  private isBehindTag = false;
  private repeats = 1;
  private isBracketed = false;
  private pairsStart = 0;
  private isQuoted = false;
  private readonly trace: DecodeTrace | undefined;

  constructor(
    private readonly line: string,
    private readonly context: DecodeContext,
    private isGatewayProgram: boolean,
  ) {
    this.trace = context.trace;
  }

  run(): FoundMessage | undefined {
    const { line } = this;
    while (this.at < line.length) {
      this.skipSeparators();
      if (this.isAtMessage()) return this.found();
      if (this.hops.length > MAX_HOPS || this.words > MAX_WORDS) return this.searchOn();
      this.step();
    }
    return undefined;
  }

  /** The headers read so far. */
  headers(): Hop[] {
    this.closeHop();
    // Nearly always the last one alone is empty, or none.
    return this.hops.filter((hop) => !isEmpty(hop));
  }

  private step(): void {
    // The first character rules most of them out: this runs for every word of every line that is decoded in full.
    const code = this.line.charCodeAt(this.at);
    if (code === LESS_THAN && this.readPri()) return;
    if (code === BRACKET && this.readBracketed()) return;
    if (code === ONE && this.readRfc5424()) return;
    if ((code | CASE) === LETTER_M || (code | CASE) === LETTER_L) if (this.readRepeated()) return;
    if (isDigit(code) || isCapital(code)) if (this.readHeaderStamp()) return;
    this.readWord();
  }

  private skipSeparators(): void {
    const { line } = this;
    for (; this.at < line.length; this.at += 1) {
      const code = line.charCodeAt(this.at);
      if (!isSeparator(code)) return;
      if (code === QUOTE) this.isQuoted = !this.isQuoted;
    }
  }

  /** Whether the message begins here; a mark in front of it is passed. */
  private isAtMessage(): boolean {
    const { line } = this;
    const code = line.charCodeAt(this.at);
    if (!isCapital(code)) return false;
    const start = this.at;
    if (code === LETTER_E && this.match(MARK) !== undefined) {
      this.tell('mark', start);
      this.isGatewayProgram = true;
      this.isBehindTag = false;
      this.skipSeparators();
      // A host may have the name of the program, which then follows.
      if (line.startsWith('EFW', this.at)) this.hosts.push('EFW');
      this.readBracketed();
      this.skipSeparators();
    }
    CATEGORY.lastIndex = this.at;
    if (!CATEGORY.test(line)) return false;
    this.pairsStart = CATEGORY.lastIndex;
    if (this.isGatewayProgram) return true;
    // Where nobody names the program, its message is known by its number; not behind the tag of another program.
    return !this.isBehindTag && PAIRS_WITH_ID.test(line.slice(CATEGORY.lastIndex, CATEGORY.lastIndex + ID_WITHIN));
  }

  private found(): FoundMessage {
    const { repeats, isBracketed, isQuoted } = this;
    return { hops: this.headers(), bodyStart: this.at, pairsStart: this.pairsStart, repeats, isBracketed, isQuoted };
  }

  /** What stands before a message may be anything: looks for its mark alone. */
  private searchOn(): FoundMessage | undefined {
    const { line } = this;
    for (let at = line.indexOf('EFW', this.at); at >= 0; at = line.indexOf('EFW', at + 1)) {
      if (at > 0 && !/[\s>\]|,;"]/.test(line.charAt(at - 1))) continue;
      this.at = at;
      if (this.isAtMessage()) return this.found();
      this.isGatewayProgram = false;
    }
    return undefined;
  }

  private readPri(): boolean {
    const start = this.at;
    const match = this.match(PRI);
    if (match === undefined) return false;
    this.tell('pri', start);
    const value = Number(match[1]);
    this.beginHop();
    const severity = value > 191 ? undefined : severityFromSyslog(value % 8);
    if (severity !== undefined) this.hop.severity = severity;
    this.readRfc5424();
    return true;
  }

  /** `1 TIMESTAMP HOST APP PROCID MSGID SD MSG` (RFC 5424 section 6.2 and 6.3), behind the PRI. */
  private readRfc5424(): boolean {
    const start = this.at;
    if (this.match(RFC5424) === undefined) return false;
    const stampStart = this.at;
    const stamp = readIsoStamp(this.line, stampStart, this.context);
    this.at = stamp?.end ?? stampStart + 1;
    const fields: string[] = [];
    for (let count = 0; count < 4; count++) {
      const field =
        stamp === undefined && this.line.charCodeAt(start + 2) !== 0x2d ? undefined : this.match(FIELD)?.[1];
      if (field === undefined) {
        this.at = start;
        return false;
      }
      fields.push(field);
    }
    const [host = '-', program] = fields;
    if (this.hop.time !== undefined || this.hosts.length > 0) this.beginHop();
    if (stamp !== undefined) this.hop.time = stamp.time;
    if (host !== '-') this.hosts.push(host);
    this.closeHop();
    if (this.trace !== undefined) this.tellFields(stampStart, stamp, host);
    this.isGatewayProgram = program === 'EFW';
    this.isBehindTag = false;
    this.at = skipStructuredData(this.line, this.at);
    this.hop = newHop();
    this.hops.push(this.hop);
    return true;
  }

  /** Stamp and host of a header of RFC 5424, which a blank sets apart. */
  private tellFields(start: number, stamp: Stamp | undefined, host: string): void {
    if (stamp !== undefined) this.tell('stamp', start, stamp.end, stamp);
    const hostStart = this.line.indexOf(host, stamp?.end ?? start + 1);
    if (host !== '-') this.tell('name', hostStart, hostStart + host.length);
  }

  private readRepeated(): boolean {
    const start = this.at;
    const match = this.match(REPEATED);
    if (match === undefined) return false;
    this.tell('repeated', start);
    // Some write it once more around what was folded before.
    this.repeats = Math.min(this.repeats * Math.max(1, Number(match[1])), MAX_REPEATS);
    this.isBracketed = true;
    return true;
  }

  /** The device's own stamp, which is in UTC and has its year; an address; anything else in brackets says nothing. */
  private readBracketed(): boolean {
    const start = this.at;
    const match = this.match(BRACKETED);
    if (match === undefined) return false;
    const text = (match[1] ?? '').trim();
    const stamp = readIsoStamp(text, 0, IN_UTC);
    if (stamp?.end === text.length) {
      this.hop.deviceTime = stamp.time;
      this.tell('deviceStamp', start, this.at, stamp);
    } else if (isAddress(text)) {
      this.hosts.push(text);
      this.tell('name', start + 1, start + 1 + (match[1] ?? '').length);
    } else {
      const other = readStamp(text, 0, this.context);
      if (other?.end !== text.length) return true;
      this.takeTime(other.time);
      this.tell('stamp', start, this.at, other);
    }
    return true;
  }

  private readHeaderStamp(): boolean {
    const { line } = this;
    const stamp = readStamp(line, this.at, this.context);
    if (stamp === undefined) return false;
    this.takeTime(stamp.time);
    this.tell('stamp', this.at, stamp.end, stamp);
    this.at = stamp.end;
    return true;
  }

  private takeTime(time: number): void {
    // A second stamp, or one behind the host, begins the header of whoever wrote before.
    if (this.hop.time !== undefined || this.hosts.length > 0) this.beginHop();
    this.hop.time = time;
    this.isBehindTag = false;
  }

  private readWord(): void {
    if (this.match(LABEL) !== undefined) return;
    const start = this.at;
    const word = this.match(WORD)?.[0];
    if (word === undefined) {
      this.at += 1;
      return;
    }
    this.words += 1;
    const read = readHeaderWord(word, this.isBehindStream);
    this.isBehindStream = isStream(word);
    this.isBehindTag = word.endsWith(':') && word.length > 1 && read.kind !== 'host' && read.kind !== 'chain';
    if (read.kind !== 'nothing') this.tell(read.kind === 'severity' ? 'severity' : 'name', start);
    if (read.kind === 'severity') this.hop.severity = read.severity;
    if (read.kind === 'host') this.takeHost(read.host);
    if (read.kind === 'chain') this.takeNamed(...read.hosts);
    if (read.kind === 'tag') this.takeTag(read.name);
    if (read.kind === 'origin') {
      this.beginHop();
      this.takeNamed(read.host);
    }
  }

  private takeHost(host: string): void {
    this.isCertain ||= isAddress(host);
    this.hosts.push(host);
  }

  private takeNamed(...hosts: readonly string[]): void {
    this.isCertain = true;
    this.hosts.push(...hosts);
  }

  private takeTag(name: string): void {
    if (this.hosts.length > 0 && !isHostTag(name)) return;
    this.takeNamed(name);
    this.isBehindTag = false;
  }

  private beginHop(): void {
    this.closeHop();
    if (isEmpty(this.hop)) return;
    this.hop = newHop();
    this.hops.push(this.hop);
    this.isGatewayProgram = false;
  }

  /**
   * Which of the words of a header is the host. Behind a stamp it is the first; a second one is whoever sent the line to
   * that host, or the same once more. Many words are a sentence; without a stamp a word may be anything, and only an
   * address, or a name that is marked as one by a colon or its label, is the host.
   */
  private closeHop(): void {
    const { hop, hosts, isCertain } = this;
    this.hosts = [];
    this.isCertain = false;
    const [first, second] = hosts;
    if (first === undefined) return;
    const hasStamp = hop.time !== undefined || hop.deviceTime !== undefined;
    if (!hasStamp && this.hops.length === 1 && (hosts.length > 2 || !isCertain)) return;
    const isPair = hosts.length === 2 && second !== undefined;
    hop.host = isPair ? second : first;
    if (isPair && shortName(first) !== shortName(second)) this.hops.splice(-1, 0, relayOf(hop, first));
  }

  private tell(what: PieceKind, start: number, end = this.at, stamp?: Stamp): void {
    this.trace?.({ kind: 'piece', what, start, end, stamp });
  }

  private match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.line);
    if (match === null) return undefined;
    this.at = pattern.lastIndex;
    return match;
  }
}

/** All of one form, which makes them cheap. */
function newHop(): Hop {
  return { host: undefined, time: undefined, deviceTime: undefined, severity: undefined };
}

function isEmpty({ host, time, deviceTime, severity }: Hop): boolean {
  return host === undefined && time === undefined && deviceTime === undefined && severity === undefined;
}

/** How far behind the category an ID is looked for. */
const ID_WITHIN = 400;
const PAIRS_WITH_ID = /^\s{0,8}(?:[\w.-]{1,32}=.{0,300}?[\s,;])?id=\\?"?(?:0x)?\d/;
/** A folded line counts for no more than this: a forged one must not drown all real counts. */
export const MAX_REPEATS = 1_000_000;

/** A name without its domain, in one case: a host is often named twice, once in full. */
function shortName(host: string): string {
  return isAddress(host) ? host : (host.split('.')[0] ?? host).toLowerCase();
}

/** The relay whose header names somebody else behind its own name: what it wrote is its stamp. */
function relayOf(hop: Hop, host: string): Hop {
  const relay: Hop = { host };
  if (hop.time !== undefined) relay.time = hop.time;
  hop.time = undefined;
  return relay;
}

const QUOTE = 0x22;
const BYTE_ORDER_MARK = 0xfeff;

/** White space, comma, semicolon, bar, quotation mark, byte order mark. */
function isSeparator(code: number): boolean {
  if (code > 0x7c) return code === BYTE_ORDER_MARK;
  return (
    code === 0x20 || (code >= 0x09 && code <= 0x0d) || code === 0x2c || code === 0x3b || code === 0x7c || code === QUOTE
  );
}

const LESS_THAN = 0x3c;
const BRACKET = 0x5b;
const ONE = 0x31;
const LETTER_E = 0x45;
const LETTER_L = 0x6c;
const LETTER_M = 0x6d;
/** The bit that small letters have and capitals do not. */
const CASE = 0x20;

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isCapital(code: number): boolean {
  return code >= 0x41 && code <= 0x5a;
}
