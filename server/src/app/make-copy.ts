import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { MadeFile } from '../ingest/replica/copy-giver.js';
import { backUpAll } from './back-up-all.js';

/**
 * Makes a copy of a node's data for another one, in a folder of its own.
 * @param copy its id, which is part of a name of a file
 * @throws Error with the reason and the remedy when it fails
 */
export async function makeCopy(copy: string, dataDirectory: string, peopleDirectory: string): Promise<MadeFile[]> {
  const folder = join(dataDirectory, 'copies');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { file, peopleFile } = await backUpAll(
    { file: join(folder, `${copy}.db`), isForced: true, dataDirectory, peopleDirectory, isForNode: true },
    () => undefined,
  );
  const made = [await describe('store', file)];
  if (peopleFile !== null) made.push(await describe('people', peopleFile));
  return made;
}

async function describe(name: MadeFile['name'], path: string): Promise<MadeFile> {
  const sum = createHash('sha256');
  await pipeline(createReadStream(path), sum);
  return { name, path, bytes: statSync(path).size, hash: sum.digest('hex') };
}
