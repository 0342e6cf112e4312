import { closeSync, openSync, readSync, rmSync } from 'node:fs';
import { readReport, writeReport } from '../../cluster/member-report.js';
import {
  COPY_TOPICS,
  copyAskSchema,
  type CopyFile,
  copyMakeSchema,
  copyWantSchema,
  PIECE_BYTES,
  pieceTopic,
  writePiece,
} from '../../cluster/store-copy.js';
import type { InputStream } from '../../cluster/stream/input-stream.js';

/** A copy that nobody asks for any more is removed. */
const IDLE_MS = 10 * 60_000;

/** A file of a copy that was made, and where it is. */
export interface MadeFile extends CopyFile {
  path: string;
}

interface Given {
  files: readonly MadeFile[];
  descriptors: Map<CopyFile['name'], number>;
  timer: NodeJS.Timeout;
}

export interface CopyGiverParts {
  node: string;
  version: string;
  /** Up to which input this node has applied; null while it is itself behind, and has nothing to give. */
  sequence: () => number | null;
  /** Has a copy made; `give` gets it. */
  make: (copy: string) => void;
}

/** Gives copies of this node's data to nodes that are new, or were away for too long. */
export class CopyGiver {
  private stream: Pick<InputStream, 'tell' | 'listen'> | undefined;
  private readonly making = new Set<string>();
  private readonly given = new Map<string, Given>();

  constructor(private readonly parts: CopyGiverParts) {}

  /** Begins to listen. */
  open(stream: Pick<InputStream, 'tell' | 'listen'>): void {
    const { node, version, sequence, make } = this.parts;
    this.stream = stream;
    stream.listen(COPY_TOPICS.want, (body) => {
      const want = readReport(copyWantSchema, body);
      const at = sequence();
      if (want === undefined || want.member === node || at === null) return;
      stream.tell(COPY_TOPICS.offer, writeReport({ copy: want.copy, node, version, sequence: at }));
    });
    stream.listen(COPY_TOPICS.make, (body) => {
      const wanted = readReport(copyMakeSchema, body);
      // It is asked for again and again until it is there.
      if (wanted?.node !== node || this.making.has(wanted.copy)) return;
      const known = this.given.get(wanted.copy);
      if (known !== undefined) this.tellMade(wanted.copy, known.files, null);
      else {
        this.making.add(wanted.copy);
        make(wanted.copy);
      }
    });
    stream.listen(COPY_TOPICS.ask, (body) => {
      const asked = readReport(copyAskSchema, body);
      const given = asked === undefined ? undefined : this.given.get(asked.copy);
      if (asked === undefined || given === undefined) return;
      if (asked.isDone) this.end(asked.copy);
      else this.givePiece(asked, given);
    });
  }

  /** A copy was made, or could not be. */
  give(copy: string, files: readonly MadeFile[], error: string | null): void {
    this.making.delete(copy);
    if (error === null) {
      const timer = setTimeout(() => {
        this.end(copy);
      }, IDLE_MS);
      this.given.set(copy, { files, descriptors: new Map(), timer });
    }
    this.tellMade(copy, files, error);
  }

  /** Removes what was made. */
  close(): void {
    for (const copy of [...this.given.keys()]) this.end(copy);
  }

  private tellMade(copy: string, files: readonly MadeFile[], error: string | null): void {
    const told = files.map(({ name, bytes, hash }) => ({ name, bytes, hash }));
    this.stream?.tell(COPY_TOPICS.made, writeReport({ copy, files: told, error }));
  }

  private givePiece(
    { copy, name, offset }: { copy: string; name: CopyFile['name']; offset: number },
    given: Given,
  ): void {
    const file = given.files.find((each) => each.name === name);
    if (file === undefined || offset >= file.bytes) return;
    given.timer.refresh();
    const descriptor = given.descriptors.get(name) ?? openSync(file.path, 'r');
    given.descriptors.set(name, descriptor);
    const piece = Buffer.allocUnsafe(Math.min(PIECE_BYTES, file.bytes - offset));
    const count = readSync(descriptor, piece, 0, piece.length, offset);
    this.stream?.tell(pieceTopic(copy), writePiece(name, offset, piece.subarray(0, count)));
  }

  private end(copy: string): void {
    const given = this.given.get(copy);
    if (given === undefined) return;
    this.given.delete(copy);
    clearTimeout(given.timer);
    for (const descriptor of given.descriptors.values()) closeSync(descriptor);
    for (const { path } of given.files) rmSync(path, { force: true });
  }
}
