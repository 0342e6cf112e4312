import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Undo = () => void | Promise<void>;

/** What has to be ended or removed, in the reverse order of its making, however a run ends. */
export class Cleanup {
  private readonly undos = new Set<Undo>();

  /** Remembers how to undo something; the answer does it at once and forgets it. */
  add(undo: Undo): () => Promise<void> {
    const once: Undo = () => undo();
    this.undos.add(once);
    return async () => {
      if (this.undos.delete(once)) await undo();
    };
  }

  /** A folder for scratch files, removed at the end. */
  folder(name: string): string {
    const path = mkdtempSync(join(tmpdir(), `tunnelwatch-bench-${name}-`));
    this.add(() => {
      rmSync(path, { recursive: true, force: true });
    });
    return path;
  }

  /** Undoes all; one that fails does not keep the others from being undone. */
  async run(): Promise<void> {
    for (const undo of [...this.undos].reverse()) {
      this.undos.delete(undo);
      try {
        await undo();
      } catch (error) {
        process.stderr.write(`could not clean up: ${error instanceof Error ? error.message : String(error)}\n`);
      }
    }
  }
}
