import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { pageBytes } from '../../scripts/page-bytes.mjs';
import { tempFolders } from '../support/temp-folder.js';

const tempFolder = tempFolders();

describe('[LIVE-71] the JavaScript that a page loads', () => {
  it('is at most 200 KiB for the wall and 300 KiB for any other', () => {
    const pages = pageBytes();
    expect(pages.length).toBeGreaterThan(15);
    expect(pages.filter(({ bytes, limit }) => bytes > limit)).toEqual([]);
    expect(pages.find(({ page }) => page === 'WallPage')?.limit).toBe(200 * 1024);
  });

  it('counts each chunk once, with the frame for all but the wall, and nothing that is loaded later', () => {
    const folder = tempFolder();
    const chunks = {
      'index-a.js': 'import("./start-a.js")',
      'start-a.js': 'import{a as b}from"./shared-a.js";import("./OverviewPage-a.js")',
      'shared-a.js': 'export const a=1',
      'AppShell-a.js': 'import{a}from"./shared-a.js"',
      'OverviewPage-a.js': 'import"./shared-a.js";import("./Later-a.js")',
      'WallPage-a.js': 'import "./shared-a.js"',
      'Later-a.js': 'x'.repeat(10_000),
    };
    for (const [name, text] of Object.entries(chunks)) writeFileSync(join(folder, name), text);
    const size = (names: readonly (keyof typeof chunks)[]) =>
      names.reduce((sum, name) => sum + gzipSync(chunks[name]).length, 0);
    const of = (page: string) => pageBytes(folder).find((each) => each.page === page)?.bytes;
    expect(of('WallPage')).toBe(size(['index-a.js', 'start-a.js', 'shared-a.js', 'WallPage-a.js']));
    expect(of('OverviewPage')).toBe(
      size(['index-a.js', 'start-a.js', 'shared-a.js', 'AppShell-a.js', 'OverviewPage-a.js']),
    );
  });
});
