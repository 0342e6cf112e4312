import {
  appendFileSync,
  copyFileSync,
  existsSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { gzipSync } from 'node:zlib';
import { lineOf } from '../support/follower.js';

/** One generation of the log: everything that was ever written to one file between its beginning and its end. */
interface WrittenGeneration {
  content: string;
  /** Its end cannot be read any more from anywhere: only what was read in time can be known. */
  isLossy: boolean;
  /** Bytes that a look had reached, and those of them that a commit has stored. */
  read: number;
  sure: number;
  /** Bytes that still stand in a copy or a compressed file although its end was destroyed. */
  kept: number;
  /** Files that hold it, the path itself excepted; undefined when it is gone. */
  file: string | undefined;
  /** Read to its end, and quiet for so long that nobody expects more. */
  isSettled: boolean;
  isCopy: boolean;
}

/** Bytes that tell the end of one line from that of any other. */
const MIN_REST = 8;

/** Lines longer than this are cut; the follower of the model has the same limit. */
export const MAX_LINE_BYTES = 16_384;

/** What must be in the store at the end. */
export interface Expected {
  /** Lines that must be there, each this often. */
  sure: string[];
  /** Lines that may be there as well, once each: written to a generation that was destroyed. */
  possible: Set<string>;
  /** True for a part of a line that a destroyed generation ended with: where it was cut, or what a late copy has behind that. */
  isFragment: (line: string) => boolean;
  isExact: boolean;
}

/** A log file as a writer and a rotation program treat it, and beside it the plain truth about every byte. */
export class ModelledLog {
  private readonly generations: WrittenGeneration[] = [];
  private current: WrittenGeneration | undefined;
  private rest = '';
  private backups = 0;
  private dates = 0;
  /** A copy that is being written, as copytruncate does it or under a name of its own first. */
  private copying: { of: WrittenGeneration; file: string; written: number; isTemporary: boolean } | undefined;
  /** What gzip has read of a rotated file that it has not removed yet. */
  private packing: { of: WrittenGeneration; content: string } | undefined;

  /** @param nextLine number of its first line: lines of several logs are told apart by their numbers */
  constructor(
    private readonly path: string,
    private nextLine = 1,
  ) {}

  /** Appends whole lines; what was left of an unfinished one goes first, wherever that ends up. */
  appendLines(count: number, fillerLength: number): void {
    let text = this.takeRest();
    for (let index = 0; index < count; index++)
      text += `${lineOf(this.nextLine++, ` n=${'x'.repeat(fillerLength)}`)}\n`;
    this.write(text);
  }

  /** Appends a line that is longer than the limit, in two writes. */
  appendLong(fillerLength: number): void {
    this.finishLine();
    const line = `${lineOf(this.nextLine++, ` n=${'x'.repeat(MAX_LINE_BYTES + fillerLength)}`)}\n`;
    this.write(line.slice(0, fillerLength + 100));
    this.write(line.slice(fillerLength + 100));
  }

  /** Appends the beginning of a line, or goes on with the one that is unfinished. */
  appendPart(share: number): void {
    // A file that holds less than this could be told from others by nothing: lines are alike but for both their ends.
    const least = this.rest === '' ? 8 : 45;
    if (this.rest === '') this.rest = this.lineWithEnd();
    const wanted = Math.max(least, Math.floor(this.rest.length * share));
    const length = this.rest.length - wanted < MIN_REST ? this.rest.length : wanted;
    const part = this.rest.slice(0, length);
    this.rest = this.rest.slice(length);
    this.write(part);
  }

  /** A line whose end occurs only once too: the rest of it may come to stand alone in a file. */
  private lineWithEnd(): string {
    const line = lineOf(this.nextLine++);
    return `${line} end=${line.slice(0, 7)}\n`;
  }

  finishLine(): void {
    if (this.rest !== '') this.write(this.takeRest());
  }

  /** Ends an unfinished line wherever it came from, so that everything in the log is a line. */
  end(): void {
    this.finishLine();
    if (this.current !== undefined && !/(^|\n)$/.test(this.current.content)) this.write('\n');
  }

  /** Gives up an unfinished line: its writer died. */
  forgetRest(): void {
    this.rest = '';
  }

  rotate(isCreated: boolean): void {
    if (this.current === undefined) return;
    this.shift();
    renameSync(this.path, `${this.path}.1`);
    this.current.file = `${this.path}.1`;
    this.current = undefined;
    if (isCreated) this.write('');
  }

  /** Renames to a name with a date in it, as dateext does. */
  rotateDated(): void {
    if (this.current === undefined) return;
    const file = `${this.path}-${String(20_260_000 + ++this.dates)}`;
    renameSync(this.path, file);
    this.current.file = file;
    this.current = undefined;
    this.write('');
  }

  /** Compresses one of the rotated files as gzip does: the compressed one is there before the plain one goes. */
  compress(chance: number): void {
    const plain = this.plainOnes();
    const one = plain[Math.floor(chance * plain.length)];
    if (one?.file === undefined) return;
    const { file, content } = one;
    const { atime, mtime } = statSync(file);
    writeFileSync(`${file}.gz`, gzipSync(content, { level: 1 }));
    utimesSync(`${file}.gz`, atime, mtime);
    unlinkSync(file);
    one.file = `${file}.gz`;
  }

  /** A gzip that is not done yet: half a file stands beside the plain one. */
  beginToCompress(chance: number): void {
    const plain = this.plainOnes();
    const one = plain[Math.floor(chance * plain.length)];
    if (one?.file === undefined) return;
    const whole = gzipSync(one.content, { level: 1 });
    writeFileSync(`${one.file}.gz`, whole.subarray(0, Math.floor(chance * whole.length)));
  }

  private plainOnes(): WrittenGeneration[] {
    return this.generations.filter(({ file }) => file !== undefined && !file.endsWith('.gz'));
  }

  /** Begins to copy the log; other things happen before that is done. */
  beginCopy(isTemporary: boolean): void {
    if (this.current === undefined || this.copying !== undefined) return;
    if (!isTemporary) this.shift();
    const file = isTemporary ? `${this.path}.1.tmp` : `${this.path}.1`;
    rmSync(file, { force: true });
    writeFileSync(file, '');
    this.copying = { of: this.current, file, written: 0, isTemporary };
  }

  /** Copies a piece more. */
  copyOn(share: number): void {
    const { copying } = this;
    if (copying === undefined) return;
    const end = copying.written + Math.ceil((copying.of.content.length - copying.written) * share);
    appendFileSync(copying.file, copying.of.content.slice(copying.written, end));
    copying.written = end;
  }

  /** The copying program is started once more. */
  copyAgain(): void {
    if (this.copying === undefined) return;
    truncateSync(this.copying.file);
    this.copying.written = 0;
  }

  /** Truncates the log after the copy was written, to its end or, with what came since destroyed, as far as it is. */
  endCopy(isToEnd: boolean): void {
    const { copying } = this;
    if (copying === undefined) return;
    if (isToEnd) this.copyOn(1);
    this.copying = undefined;
    const { of: generation, written } = copying;
    if (copying.isTemporary) {
      this.shift();
      renameSync(copying.file, `${this.path}.1`);
      copying.file = `${this.path}.1`;
    }
    // Rotated or written anew meanwhile: what was copied is just one more copy of it.
    if (generation !== this.current || written === 0) return;
    truncateSync(this.path);
    const isLossy = written < generation.content.length;
    Object.assign(generation, { file: copying.file, isCopy: true, isLossy, kept: written });
    this.begin();
  }

  /** A gzip reads a rotated file; what is written to that afterwards it does not see. */
  beginToPack(chance: number): void {
    const plain = this.plainOnes();
    const one = plain[Math.floor(chance * plain.length)];
    if (one !== undefined) this.packing = { of: one, content: one.content };
  }

  /** It has written its file, and removes the one that it has read. */
  endToPack(): void {
    const { packing } = this;
    this.packing = undefined;
    if (packing?.of.file === undefined || packing.of.file.endsWith('.gz')) return;
    const { of: generation, content } = packing;
    const { atime, mtime } = statSync(packing.of.file);
    const file = `${packing.of.file}.gz`;
    writeFileSync(file, gzipSync(content, { level: 1 }));
    utimesSync(file, atime, mtime);
    unlinkSync(packing.of.file);
    generation.file = file;
    if (content.length === generation.content.length) return;
    Object.assign(generation, { isLossy: true, kept: content.length });
  }

  copytruncate(): void {
    if (this.current === undefined) return;
    this.shift();
    copyFileSync(this.path, `${this.path}.1`);
    truncateSync(this.path);
    Object.assign(this.current, { file: `${this.path}.1`, isCopy: true });
    this.begin();
  }

  /** Truncates without a copy; the writer may go on at once with more than there was. */
  truncate(): void {
    if (this.current === undefined) return;
    truncateSync(this.path);
    this.current.isLossy = true;
    this.begin();
  }

  remove(): void {
    if (this.current === undefined) return;
    unlinkSync(this.path);
    this.current.isLossy = true;
    this.current = undefined;
  }

  /** Puts a new file over the log, as an editor or a copying script does. */
  replace(): void {
    if (this.current === undefined) return;
    writeFileSync(`${this.path}~new`, '');
    renameSync(`${this.path}~new`, this.path);
    this.current.isLossy = true;
    this.begin();
  }

  /** Copies the log to a name of its own. A tiny one cannot be told from a new generation later on. */
  backUp(): void {
    if (this.current === undefined || this.current.content.length < 1100) return;
    copyFileSync(this.path, `${this.path}.bak${String(++this.backups)}`);
  }

  /** A writer that still has the renamed file open goes on writing to it. */
  writeLate(): void {
    const newest = this.generations.findLast((each) => each.file !== undefined);
    if (
      newest?.file === undefined ||
      newest.file.endsWith('.gz') ||
      newest.isCopy ||
      newest.isSettled ||
      newest.isLossy
    )
      return;
    const text = `${newest.content.endsWith('\n') || newest.content === '' ? '' : '\n'}${lineOf(this.nextLine++)}\n`;
    appendFileSync(newest.file, text);
    newest.content += text;
  }

  /** Deletes the oldest rotated file, once it was read for good. */
  expire(): void {
    const oldest = this.generations.find((each) => each.file !== undefined);
    if (oldest?.file === undefined || !oldest.isSettled) return;
    rmSync(oldest.file);
    rmSync(`${oldest.file}.gz`, { force: true });
    oldest.file = undefined;
  }

  /** A follower has looked until there was nothing more. */
  noteRead(): void {
    for (const each of this.generations) if (!each.isLossy) each.read = each.content.length;
  }

  noteCommit(): void {
    for (const each of this.generations) each.sure = each.read;
  }

  /** A follower was ended without a commit. */
  noteKill(): void {
    for (const each of this.generations) each.read = each.sure;
  }

  /** A follower has looked, and looked again after a quiet time, and has committed. */
  noteQuiet(): void {
    for (const each of this.generations) if (each !== this.current) each.isSettled = true;
  }

  expected(): Expected {
    const sure: string[] = [];
    const possible = new Set<string>();
    const ends: string[] = [];
    for (const { content, isLossy, kept, sure: stored } of this.generations) {
      const lines = content.split('\n').map((line) => line.slice(0, MAX_LINE_BYTES));
      const last = lines.pop() ?? '';
      if (!isLossy) {
        sure.push(...lines, ...(last === '' ? [] : [last]));
        continue;
      }
      const complete = content.slice(0, Math.max(stored, kept)).split('\n').length - 1;
      sure.push(...lines.slice(0, complete));
      for (const line of lines.slice(complete)) possible.add(line);
      ends.push(...lines.slice(complete), last);
    }
    return {
      sure,
      possible,
      isFragment: (line) => ends.some((end) => end.startsWith(line) || end.endsWith(line)),
      isExact: this.generations.every(({ isLossy }) => !isLossy),
    };
  }

  private write(text: string): void {
    if (this.current === undefined) this.begin();
    appendFileSync(this.path, text);
    if (this.current !== undefined) this.current.content += text;
  }

  private begin(): void {
    this.current = {
      content: '',
      isLossy: false,
      read: 0,
      sure: 0,
      kept: 0,
      file: undefined,
      isSettled: false,
      isCopy: false,
    };
    this.generations.push(this.current);
  }

  private takeRest(): string {
    const { rest } = this;
    this.rest = '';
    return rest;
  }

  /** NAME.1 becomes NAME.2 and so on, compressed ones too. */
  private shift(): void {
    const isThere = (number: number) =>
      ['', '.gz'].some((ending) => existsSync(`${this.path}.${String(number)}${ending}`));
    let newest = 0;
    while (isThere(newest + 1)) newest += 1;
    for (let number = newest; number >= 1; number--) this.move(number);
  }

  private move(number: number): void {
    for (const ending of ['', '.gz']) {
      const from = `${this.path}.${String(number)}${ending}`;
      const to = `${this.path}.${String(number + 1)}${ending}`;
      if (!existsSync(from)) continue;
      renameSync(from, to);
      for (const each of this.generations) if (each.file === from) each.file = to;
      if (this.copying?.file === from) this.copying.file = to;
    }
  }
}

/** Waits until the clock of the file system has moved on, so that the next change of a file shows in its stamp. */
export function untilNextTick(probe: string): void {
  writeFileSync(probe, '');
  const before = statSync(probe, { bigint: true }).mtimeNs;
  do writeFileSync(probe, '');
  while (statSync(probe, { bigint: true }).mtimeNs === before);
}
