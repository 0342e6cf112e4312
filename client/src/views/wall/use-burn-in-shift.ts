import { useTick } from '../../time/ticker.js';

const STEP_MS = 10 * 60_000;
const RADIUS_PX = 4;
const STEPS = 12;

/** A slow shift of the whole picture, some pixels in the course of an hour, as a CSS transform: no pixel burns in. */
export function useBurnInShift(): string {
  const step = Math.floor(useTick() / STEP_MS) % STEPS;
  const angle = (step / STEPS) * 2 * Math.PI;
  return `translate(${Math.round(Math.cos(angle) * RADIUS_PX)}px, ${Math.round(Math.sin(angle) * RADIUS_PX)}px)`;
}
