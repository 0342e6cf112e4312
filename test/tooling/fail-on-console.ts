import { afterEach, beforeEach, expect, vi } from 'vitest';

/**
 * What React or a library complains about on the console is a fault that nobody reads there: it fails the test.
 * A test that means to provoke a complaint puts a spy of its own in place.
 */
const complaints: string[] = [];

beforeEach(() => {
  complaints.length = 0;
  for (const level of ['error', 'warn'] as const) {
    vi.spyOn(console, level).mockImplementation((...words: unknown[]) => {
      complaints.push(`console.${level}: ${words.map(String).join(' ')}`);
    });
  }
});

afterEach(() => {
  vi.restoreAllMocks();
  expect(complaints, 'the console must stay silent').toEqual([]);
});
