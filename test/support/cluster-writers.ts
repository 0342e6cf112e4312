import { appendFileSync, renameSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { ClusterWatch } from './cluster-watch.js';
import { SyslogClient } from './syslog-client.js';

/** A line in so many is a Critical, which has to be told. */
const CRITICAL_EVERY = 4999;
const PIECE = 250;
/** A writer of a file is at most so far ahead of the stream: a run takes no longer for what is written during one kill. */
const AHEAD = 20_000;
/** A receiver knows the newest 4,096 lines of a sender: who keeps no more unconfirmed ones loses and repeats none. */
const WINDOW = 4000;
/** Of the lines that were confirmed, so many are sent again on a new connection. */
const OVERLAP = 10;

/** Lines of one gateway, each with a number, from which everything in it follows. */
export class NumberedLines {
  constructor(
    readonly gateway: string,
    readonly count: number,
    private readonly startedAt: number,
  ) {}

  line(number: number): string {
    const stamp = new Date(this.startedAt + number).toISOString();
    // Its beginning differs from that of all others, as the check needs that knows a line that is sent again.
    const body =
      number % CRITICAL_EVERY === CRITICAL_EVERY - 1
        ? `prio=0 id=1682 rev=1 event="SA lookup failed" iface=ipsec${String(number % 7)} seqno=${String(number)}`
        : `prio=2 id=278 rev=1 event=replayed seqno=${String(number)} matchkey=m${String(number % 5)}`;
    return `${stamp} ${this.gateway} EFW: IPSEC: ${body}`;
  }

  text(first: number, end: number): string {
    let text = '';
    for (let number = first; number < end; number++) text += `${this.line(number)}\n`;
    return text;
  }
}

/** Counts each line of some gateways in one store: which are missing, and which are there more than once. */
export class LineTally {
  private readonly seen: Map<string, { lines: NumberedLines; counts: Uint8Array }>;
  /** Lines that nobody has written. */
  private strangers = 0;

  constructor(all: readonly NumberedLines[]) {
    this.seen = new Map(all.map((lines) => [lines.gateway, { lines, counts: new Uint8Array(lines.count) }]));
  }

  take(line: string): void {
    const [, gateway = '', number] = / (\S+) EFW: .* seqno=(\d+)/.exec(line) ?? [];
    const own = this.seen.get(gateway);
    const at = Number(number);
    if (own === undefined || own.lines.line(at) !== line || at >= own.lines.count) this.strangers += 1;
    else own.counts[at] = (own.counts[at] ?? 0) + 1;
  }

  /** What is wrong: all zero where each line was counted exactly once. */
  get faults(): { lost: number; doubled: number; strangers: number } {
    const counts = [...this.seen.values()].map((each) => each.counts);
    const sum = (isFault: (count: number) => boolean) =>
      counts.reduce((all, each) => all + each.filter(isFault).length, 0);
    return { lost: sum((count) => count === 0), doubled: sum((count) => count > 1), strangers: this.strangers };
  }
}

/** Where lines go, and how fast. */
export interface Writing {
  /** Who reads them. */
  collector: string;
  watch: ClusterWatch;
  /** Up to which share of the lines may be written by now, 0 to 1; `watch.tell` says that it has changed. */
  share: () => number;
}

/** Writes all lines into a file, not far ahead of what the cluster has, and renames it a few times as logrotate does. */
export async function writeFile(
  lines: NumberedLines,
  { file, collector, watch, share, rotations }: Writing & { file: string; rotations: number },
): Promise<void> {
  const room = () => Math.min(lines.count * share(), (watch.lines.get(collector) ?? 0) + AHEAD);
  let rotated = 0;
  for (let written = 0; written < lines.count; written += PIECE) {
    await watch.until('room to write', () => written < room());
    appendFileSync(file, lines.text(written, Math.min(lines.count, written + PIECE)));
    if (rotated < rotations && written >= (lines.count * (rotated + 1)) / (rotations + 1)) {
      rotated += 1;
      for (let number = rotated - 1; number >= 1; number--)
        renameSync(`${file}.${String(number)}`, `${file}.${String(number + 1)}`);
      renameSync(file, `${file}.1`);
      appendFileSync(file, '');
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/**
 * Sends all lines over TCP until the cluster has them. When the connection breaks it sends again what is not confirmed, as a
 * sender with a queue does; TCP confirms nothing of what is stored, so it looks at the stream instead.
 */
export async function sendOverTcp(
  lines: NumberedLines,
  { port, collector, watch, share }: Writing & { port: number },
): Promise<void> {
  const confirmed = () => watch.lines.get(collector) ?? 0;
  const room = () => Math.min(lines.count * share(), confirmed() + WINDOW);
  while (confirmed() < lines.count) {
    const client = await SyslogClient.connect(port).catch(() => undefined);
    if (client === undefined) {
      await delay(50);
      continue;
    }
    let isClosed = false;
    void client.untilClosed().then(() => {
      isClosed = true;
      watch.tell();
    });
    let sent = Math.max(0, confirmed() - OVERLAP);
    while (!isClosed && confirmed() < lines.count) {
      const end = Math.min(sent + PIECE, Math.floor(room()));
      if (sent < end) {
        await client.write(lines.text(sent, end));
        sent = end;
      } else {
        await watch.until('room to send', () => isClosed || room() >= sent + 1 || confirmed() === lines.count);
      }
    }
    if (!isClosed) await client.end();
  }
}
