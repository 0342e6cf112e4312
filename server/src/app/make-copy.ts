import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { MadeFile } from '../ingest/replica/copy-giver.js';
import type { PeopleSeal } from '../serve/people/replica/people-seal.js';
import { backUpAll } from './back-up-all.js';

export interface CopyRequest {
  /** Its id, which is part of a name of a file. */
  copy: string;
  dataDirectory: string;
  peopleDirectory: string;
  /** Seals people and tokens: they go over servers that others may read. */
  seal: PeopleSeal;
}

/**
 * Makes a copy of a node's data for another one, in a folder of its own.
 * @throws Error with the reason and the remedy when it fails
 */
export async function makeCopy({ copy, dataDirectory, peopleDirectory, seal }: CopyRequest): Promise<MadeFile[]> {
  const folder = join(dataDirectory, 'copies');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { file, peopleFile } = await backUpAll(
    { file: join(folder, `${copy}.db`), isForced: true, dataDirectory, peopleDirectory, isForNode: true },
    () => undefined,
  );
  const made = [await describe('store', file)];
  if (peopleFile !== null) {
    writeFileSync(peopleFile, seal.seal(readFileSync(peopleFile)), { mode: 0o600 });
    made.push(await describe('people', peopleFile));
  }
  return made;
}

async function describe(name: MadeFile['name'], path: string): Promise<MadeFile> {
  const sum = createHash('sha256');
  await pipeline(createReadStream(path), sum);
  return { name, path, bytes: statSync(path).size, hash: sum.digest('hex') };
}
