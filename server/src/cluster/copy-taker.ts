import { createHash, randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { readReport, writeReport } from './member-report.js';
import {
  COPY_TOPICS,
  type CopyFile,
  copyMadeSchema,
  type CopyOffer,
  copyOfferSchema,
  PIECE_BYTES,
  pieceTopic,
  readPiece,
} from './store-copy.js';
import type { InputStream } from './stream/input-stream.js';

/** Nodes that can give a copy say so at once. */
const OFFERS_MS = 2000;
/** What was asked for and has not come is asked for again. */
const AGAIN_MS = 2000;
/** Pieces that are on their way at once. */
const WINDOW = 8;

type Link = Pick<InputStream, 'tell' | 'listen'>;

export interface CopyTaking {
  link: Link;
  member: string;
  version: string;
  /** The copy must be at least of this input, for the stream has nothing before the next one. */
  from: number;
  /** Where a file of the copy goes. */
  pathOf: (name: CopyFile['name']) => string;
  /** Says how it is going on. */
  onProgress: (text: string) => void;
  signal: AbortSignal;
}

/**
 * Takes a copy of another node's data; waits until there is one to be had.
 * @returns the node it is of, and its files
 * @throws the reason of the signal when it is given up
 */
export async function takeCopy(taking: CopyTaking): Promise<{ node: string; files: CopyFile[] }> {
  const { onProgress, signal } = taking;
  for (;;) {
    signal.throwIfAborted();
    const copy = randomUUID();
    const offer = await bestOffer(copy, taking);
    if (offer === undefined) {
      onProgress(
        'no node of this version or an older one has a copy to give: start one that has applied the stream as far as it begins',
      );
      await delay(AGAIN_MS, undefined, { signal });
      continue;
    }
    onProgress(`having ${offer.node} make a copy of its data`);
    const made = await untilMade(copy, offer.node, taking);
    if (made.error === null) {
      for (const file of made.files) await takeFile(copy, file, taking);
      taking.link.tell(COPY_TOPICS.ask, writeReport({ copy, name: 'store', offset: 0, isDone: true }));
      return { node: offer.node, files: made.files };
    }
    onProgress(`${offer.node} could not make a copy: ${made.error}`);
    await delay(AGAIN_MS, undefined, { signal });
  }
}

/** One of the same version decodes lines alike; of these the one that is furthest. Data of a newer one could not be opened here. */
async function bestOffer(
  copy: string,
  { link, member, version, from, signal }: CopyTaking,
): Promise<CopyOffer | undefined> {
  const offers: CopyOffer[] = [];
  const stop = link.listen(COPY_TOPICS.offer, (body) => {
    const offer = readReport(copyOfferSchema, body);
    if (offer?.copy === copy && offer.sequence >= from && !isNewer(offer.version, version)) offers.push(offer);
  });
  try {
    link.tell(COPY_TOPICS.want, writeReport({ copy, member }));
    await delay(OFFERS_MS, undefined, { signal });
  } finally {
    stop();
  }
  const rank = (offer: CopyOffer) => (offer.version === version ? 1 : 0);
  return offers.sort((a, b) => rank(b) - rank(a) || b.sequence - a.sequence)[0];
}

function isNewer(version: string, than: string): boolean {
  return version.localeCompare(than, 'en', { numeric: true }) > 0;
}

async function untilMade(
  copy: string,
  node: string,
  { link, signal }: CopyTaking,
): Promise<{ files: CopyFile[]; error: string | null }> {
  let made: { files: CopyFile[]; error: string | null } | undefined;
  const stop = link.listen(COPY_TOPICS.made, (body) => {
    const report = readReport(copyMadeSchema, body);
    if (report?.copy === copy) made = report;
  });
  try {
    while (made === undefined) {
      link.tell(COPY_TOPICS.make, writeReport({ copy, node }));
      await delay(AGAIN_MS, undefined, { signal });
    }
    return made;
  } finally {
    stop();
  }
}

/** Takes one file, some pieces at a time, and compares its hash. @throws Error when it has come damaged */
async function takeFile(copy: string, file: CopyFile, { link, pathOf, onProgress, signal }: CopyTaking): Promise<void> {
  const descriptor = openSync(pathOf(file.name), 'w+', 0o600);
  const missing = new Set<number>();
  for (let offset = 0; offset < file.bytes; offset += PIECE_BYTES) missing.add(offset);
  let onPiece: () => void = () => undefined;
  const stop = link.listen(pieceTopic(copy), (body) => {
    const { name, offset, bytes } = readPiece(body);
    if (name !== file.name || !missing.has(offset)) return;
    writeSync(descriptor, bytes, 0, bytes.length, offset);
    missing.delete(offset);
    onPiece();
  });
  try {
    let tenths = 0;
    while (missing.size > 0) {
      const wanted = [...missing].slice(0, WINDOW);
      for (const offset of wanted) {
        link.tell(COPY_TOPICS.ask, writeReport({ copy, name: file.name, offset, isDone: false }));
      }
      const until = performance.now() + AGAIN_MS;
      while (wanted.some((offset) => missing.has(offset)) && performance.now() < until) {
        await Promise.race([
          new Promise<void>((resolve) => {
            onPiece = resolve;
          }),
          delay(AGAIN_MS, undefined, { signal }),
        ]);
      }
      const done = Math.floor(10 * (1 - (missing.size * PIECE_BYTES) / Math.max(1, file.bytes)));
      if (done > tenths) onProgress(`${file.name}: ${String(done * 10)} % of ${String(file.bytes)} bytes`);
      tenths = Math.max(tenths, done);
    }
    fsyncSync(descriptor);
    if (hashOf(descriptor) !== file.hash) throw new Error(`the copy of the ${file.name} has come damaged: start again`);
  } finally {
    stop();
    closeSync(descriptor);
  }
}

function hashOf(descriptor: number): string {
  const sum = createHash('sha256');
  const buffer = Buffer.allocUnsafe(PIECE_BYTES);
  let at = 0;
  for (let count = readSync(descriptor, buffer, 0, buffer.length, at); count > 0;) {
    sum.update(buffer.subarray(0, count));
    at += count;
    count = readSync(descriptor, buffer, 0, buffer.length, at);
  }
  return sum.digest('hex');
}
