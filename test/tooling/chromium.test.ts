import { describe, expect, it } from 'vitest';
import { findChromium } from '../../scripts/chromium.mjs';

const only =
  (...paths: string[]) =>
  (path: string): boolean =>
    paths.includes(path);

describe('findChromium', () => {
  it("takes the one that the environment names before the system's", () => {
    const exists = only('/opt/chromium', '/opt/chrome', '/usr/bin/chromium');
    expect(findChromium({ TUNNELWATCH_CHROMIUM: '/opt/chromium', CHROME_PATH: '/opt/chrome' }, exists)).toBe(
      '/opt/chromium',
    );
    expect(findChromium({ CHROME_PATH: '/opt/chrome' }, exists)).toBe('/opt/chrome');
  });

  it('takes no other when the one that was named is not there', () => {
    expect(findChromium({ TUNNELWATCH_CHROMIUM: '/opt/gone' }, only('/usr/bin/chromium'))).toBeUndefined();
  });

  it('takes an empty variable for none', () => {
    expect(findChromium({ TUNNELWATCH_CHROMIUM: '' }, only('/usr/bin/google-chrome'))).toBe('/usr/bin/google-chrome');
  });

  it("takes Debian's before Google's, Playwright's last, and finds nothing where nothing is", () => {
    expect(findChromium({}, only('/usr/bin/google-chrome', '/usr/bin/chromium'))).toBe('/usr/bin/chromium');
    const shell = '/usr/bin/chromium-headless-shell';
    expect(findChromium({}, only('/usr/bin/chromium', shell))).toBe(shell);
    expect(findChromium({}, (path) => path.includes('ms-playwright'))).toMatch(/chrom/);
    expect(findChromium({}, only())).toBeUndefined();
  });
});
