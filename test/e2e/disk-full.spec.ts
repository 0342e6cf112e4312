import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lineOf, storedLines } from '../support/follower.js';
import { whyNotMounted } from '../support/mount.js';
import { eventually, ServeProcess } from '../support/serve-process.js';
import { PAGES, untilLive, written } from './support/pages.js';
import { expect, test } from './support/test.js';

const SIZE = '24m';
const LINES = 30_000;
/** Not one line compresses into nothing. */
const lines = Array.from({ length: LINES }, (_, index) =>
  lineOf(index, ` note=${(Math.imul(index + 1, 2654435761) >>> 0).toString(36)}`),
);

test('a full disk is told on every page, and nothing is missing once there is room again', async ({
  page,
  complaints,
}) => {
  test.setTimeout(180_000);
  const directory = mkdtempSync(join(tmpdir(), 'tunnelwatch-full-'));
  const data = join(directory, 'data');
  mkdirSync(data);
  const problem = whyNotMounted(data, '-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs');
  if (problem !== undefined) rmSync(directory, { recursive: true });
  test.skip(problem !== undefined, problem);
  let server: ServeProcess | undefined;
  try {
    server = await ServeProcess.start({ directory, content: '' });
    const running = server;
    await page.goto(running.url);
    await untilLive(page);
    running.append(...lines.slice(0, 100));
    await running.untilCount(100);
    const filler = join(data, 'filler');
    fill(filler, data);
    for (let at = 100; at < LINES; at += 1000) running.append(...lines.slice(at, at + 1000));
    const banner = page.getByText(/New data is not being stored\.\s*no space left for .*free some space/);
    await expect(banner).toBeVisible({ timeout: 60_000 });
    expect(running.errors).toMatch(/no space left for .*free some space; reading resumes by itself/);
    for (const { path } of PAGES) {
      await page.goto(`${running.url}${path}`);
      await expect(banner).toBeVisible();
    }
    await page.goto(`${running.url}wall`);
    await expect(page.getByText(/NOT STORING · no space left/)).toBeVisible();
    expect(await running.count()).toBeLessThan(LINES);
    rmSync(filler);
    await eventually('every event', async () => (await running.count()) === LINES);
    await page.goto(`${running.url}sources`);
    await expect(page.getByText(/New data is not being stored/)).toHaveCount(0, { timeout: 30_000 });
    await expect(page.getByRole('main')).toContainText(written(LINES));
    expect(running.logged).toContain('the store accepts data again');
    // The page that is still open wants to connect again.
    complaints.expectLostConnections();
    expect(await running.end()).toBe(0);
    expect(await storedLines(running.data)).toEqual(lines);
  } finally {
    await server?.end('SIGKILL');
    spawnSync('umount', [data]);
    rmSync(directory, { recursive: true, force: true });
  }
});

/** Leaves no room but for what a database may need to say that there is none. */
function fill(file: string, folder: string): void {
  writeFileSync(file, '');
  const piece = Buffer.alloc(64 * 1024, 1);
  for (;;) {
    const { bavail, bsize } = statfsSync(folder);
    if (bavail * bsize < 3 * piece.length) return;
    appendFileSync(file, piece);
  }
}
