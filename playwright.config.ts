import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/chromium.mjs';

const executablePath = findChromium();

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  // A failure that a second try hides is still a failure.
  retries: 0,
  forbidOnly: true,
  // A server and a browser wait for each other as long as they compute, three seconds a test: two tests at a time would leave
  // almost half of two cores idle.
  workers: 3,
  // Each test has a server of its own, so tests of one file need not wait for each other: no worker is left alone with a file.
  fullyParallel: true,
  timeout: 120_000,
  // Ends a test that waits for what never comes, on a machine that is busy with something else too.
  expect: { timeout: 15_000 },
  // The report for programs goes to the file that the environment names; by hand there is none.
  reporter: process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] ? [['list'], ['json']] : [['list']],
  use: {
    browserName: 'chromium',
    headless: true,
    // A trace of every test takes a third of the time of all: `--trace on` gives one of a test that fails.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      // As root there is no sandbox; the rest keeps the browser from talking to anybody but the server under test.
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
