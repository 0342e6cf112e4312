import { makeCopy } from '@tunnelwatch/server/app/make-copy';
import { openPeopleDatabase } from '@tunnelwatch/server/serve/people/people-database';
import { PeopleSeal } from '@tunnelwatch/server/serve/people/replica/people-seal';
import { openAuditKeys } from '@tunnelwatch/server/store/audit/audit-key';
import { SqliteWriter } from '@tunnelwatch/server/store/sqlite/sqlite-writer';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolders } from '../support/temp-folder.js';

const tempFolder = tempFolders();

function sealOf(folder: string): PeopleSeal {
  return new PeopleSeal(openAuditKeys({ keyFile: join(folder, 'audit.key'), dataDirectory: join(folder, 'data') }));
}

it('[CLU-35] seals people and tokens in a copy, for nodes with the same audit key', async () => {
  const folder = tempFolder();
  const dataDirectory = join(folder, 'data');
  const people = openPeopleDatabase(dataDirectory);
  const writer = new SqliteWriter(dataDirectory);
  const seal = sealOf(folder);
  const made = await makeCopy({ copy: randomUUID(), dataDirectory, peopleDirectory: dataDirectory, seal });
  writer.close();
  people.close();
  const path = made.find(({ name }) => name === 'people')?.path ?? '';
  const sealed = readFileSync(path);
  expect(sealed.includes('SQLite format 3')).toBe(false);
  expect(seal.open(sealed).subarray(0, 15).toString()).toBe('SQLite format 3');
  expect(() => sealOf(tempFolder()).open(sealed)).toThrow(/audit key/);
});
