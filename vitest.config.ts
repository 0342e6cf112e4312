import { configDefaults, defineConfig } from 'vitest/config';
import { LongestFirst } from './test/tooling/longest-first.js';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: [...configDefaults.exclude, 'test/e2e/**'],
    // Processes and not threads: tests of the server start worker threads and send signals of their own.
    pool: 'forks',
    // Modules are loaded once in a process and not once a file, which halves what the smaller tests take: no module of ours
    // has a state that a test changes and leaves behind.
    isolate: false,
    // One more than there are cores on the smallest machine: the longest files wait for servers half of their time.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    // They end a test that hangs, on a machine that is busy with something else too.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    // A failure that a second try hides is still a failure.
    retry: 0,
    allowOnly: false,
    // Built modules are loaded by Node.js itself: nothing of them is transformed, and properties of them run a sixth faster.
    server: { deps: { external: [/\/(server|shared)\/dist\//] } },
    setupFiles: ['test/tooling/fail-on-console.ts', 'test/tooling/end-with-runner.ts', 'test/tooling/files-on-disk.ts'],
  },
});
