// Runs before every file. The runner gives tests a folder in memory, and one on the disk for those about files themselves: how a
// file system numbers, renames and syncs them is a matter of the disk's. Their names do not begin as those of settings do: the server refuses
// variables that it does not know.
import { expect } from 'vitest';

const ABOUT_FILES = /[/]test[/](bench|ingest|model|tooling)[/]|[/]test[/]store[/]store-vanishes/;

const [memory, disk] = [process.env['TESTS_IN_MEMORY'] ?? process.env['TMPDIR'], process.env['TESTS_ON_DISK']];

if (memory !== undefined && disk !== undefined) {
  // The processes run several files, one after the other.
  process.env['TESTS_IN_MEMORY'] = memory;
  process.env['TMPDIR'] = ABOUT_FILES.test(expect.getState().testPath ?? '') ? disk : memory;
}
