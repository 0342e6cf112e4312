import { cutLine } from '@tunnelwatch/server/core/decode/template/cutter';
import { TemplateTree } from '@tunnelwatch/server/core/decode/template/template-tree';
import { EventColumns, type LineTexts } from '@tunnelwatch/server/core/events/event-columns';

/** An event as the tests of segments write it down. */
export interface StoredLine {
  line: string;
  time: number;
  received: number;
  subject: number;
  kind: number;
  source: number;
}

/** Every third subject has no tunnel's name. */
export function tunnelNameOf(subject: number): string | undefined {
  return subject % 3 === 0 ? undefined : String(subject);
}

/** Puts lines into columns as the pipeline does. */
export function collectLines(lines: readonly StoredLine[]): { columns: EventColumns; texts: LineTexts } {
  const words: string[] = [];
  const numbers = new Map<string, number>();
  const intern = (text: string) => {
    const number = numbers.get(text) ?? words.push(text) - 1;
    numbers.set(text, number);
    return number;
  };
  const tree = new TemplateTree(intern, 20);
  const columns = new EventColumns(Math.max(1, lines.length));
  for (const { line, time, received, subject, kind, source } of lines) {
    columns.addEvent(time, received, subject, kind, source);
    const bytes = Buffer.from(line, 'latin1');
    if (tree.match(bytes, 0, bytes.length) === undefined) tree.add(cutLine(line, intern));
    const shape = tree.match(bytes, 0, bytes.length);
    if (shape === undefined) columns.addRaw(bytes);
    else columns.addShaped(shape, tree.values);
  }
  const shapeAt = (index: number) => {
    const shape = tree.shapes[index];
    if (shape === undefined) throw new Error(`no shape ${String(index)}`);
    return shape;
  };
  return { columns, texts: { shape: shapeAt, text: (index) => words[index] ?? '' } };
}

/** Events with every sort of slot and of line. */
export function variedEvents(): StoredLine[] {
  return Array.from({ length: 3000 }, (_, at) => {
    const subject = 1 + ((at * 7919) % 41);
    const time = Date.UTC(2026, 1, 10, 17) + at * 37 - (at % 5 === 0 ? 4000 : 0);
    return {
      line: variedLine(at, subject, time),
      time,
      received: Date.UTC(2026, 1, 10, 18) + Math.floor(at / 100),
      subject,
      kind: 1 + (at % 7),
      source: 1 + (at % 2),
    };
  });
}

function variedLine(at: number, subject: number, time: number): string {
  const stamp = new Date(time).toISOString();
  const key = `matchkey=${tunnelNameOf(subject) ?? 'mk/' + String(subject)}`;
  switch (at % 7) {
    case 0:
      return `<133>1 ${stamp} gw EFW - - - IPSEC: prio=2 id=278 seqno=${String(1000 * subject + at)} windowbase=${String(1000 * subject + at - 60)} windowsize=64 ${key}`;
    case 1:
      return `${stamp.slice(0, 19)} gw EFW: IPSEC: prio=2 id=0611 seqno=${String(2n ** 63n + BigInt(at))} spi=0x${(0xabc000 + at).toString(16)} ${key}`;
    case 2:
      return `Feb 10 17:37:13 gw EFW: IPSEC: prio=2 id=413 pkt=4500${at.toString(16).padStart(6, '0')}ff pktlen=00${String(at)} ${key}`;
    case 3:
      return `[${stamp.slice(0, 10)} ${stamp.slice(11, 19)}] EFW: IPSEC: prio=2 id=1696 iface=ipsec_${String(subject)} spi=0x00${at.toString(16)} localip=192.0.2.${String(at % 256)}`;
    case 4:
      return `broken \u00ff line ${'x'.repeat(at % 50)} \u0000 ${String(at)}`;
    case 5:
      return `${stamp.slice(0, 19)}.${String(at).padStart(6, '0')}-03:00 gw EFW: IPSEC: prio=2 id=278 seqno=${String(4_294_967_295 - at)} matchkey=${String(subject + (at % 11 === 0 ? 1 : 0))}`;
    default:
      return `{"message": "IPSEC: id=278 seqno=${String(at)} ${key}"}`;
  }
}
