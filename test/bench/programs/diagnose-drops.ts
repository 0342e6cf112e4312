import { USUAL_DIAGNOSIS } from '@tunnelwatch/shared/diagnosis-settings';
import { LiveDiagnosis } from '@tunnelwatch/server/core/diagnose/live-diagnosis';
import type { Drop } from '@tunnelwatch/server/core/diagnose/drop';

/**
 * Follows drops of many tunnels for longer than half the span of a verdict, so that both halves are filled, and prints what
 * that takes as JSON. Arguments: tunnels, seconds; each tunnel has a drop a second. Needs --expose-gc.
 */
const [tunnels = 100_000, seconds = 200] = process.argv.slice(2).map(Number);
const START = Date.UTC(2026, 1, 10, 17);

const live = new LiveDiagnosis(USUAL_DIAGNOSIS);
const drop: Drop = {
  seq: 0,
  time: 0,
  messageId: 278,
  windowSize: 64,
  seqnoHigh: 0,
  seqnoLow: 0,
  baseHigh: 0,
  baseLow: 0,
};

function settledHeap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
}

const before = settledHeap();
let taken = 0;
let slowest = 0;
for (let second = 0; second < seconds; second++) {
  const started = performance.now();
  for (let tunnel = 0; tunnel < tunnels; tunnel++) {
    // A third are second copies, the others late by up to 3000 packets; a quarter of all fail the integrity check.
    const lag = (tunnel + second) % 3 === 0 ? -10 : (tunnel * 7919 + second * 104_729) % 3000;
    drop.time = START + second * 1000 + (tunnel % 1000);
    drop.messageId = tunnel % 4 === 3 ? 611 : 278;
    drop.baseLow = 100_000 + second * 10_000 + tunnel;
    drop.seqnoLow = drop.baseLow - lag;
    live.add(tunnel, `gw-${String(tunnel % 20)}`, drop, drop.time);
  }
  const took = performance.now() - started;
  taken += took;
  slowest = Math.max(slowest, took);
}
const bytes = settledHeap() - before;
const started = performance.now();
live.evaluate(START + seconds * 1000);
const evaluateMs = performance.now() - started;
process.stdout.write(
  `${JSON.stringify({ bytes, evaluateMs, secondMs: taken / seconds, slowest, followed: live.size })}\n`,
);
