import type { Priority } from '@tunnelwatch/shared/priority';
import { TONES } from './alert-sound.js';

/** `blocked`: switched on, but the browser blocks sound until somebody has clicked in the page. */
export type SoundState = 'off' | 'on' | 'blocked';

const VOLUME = 0.25;
/** Tones that start and end abruptly click. */
const RAMP_S = 0.015;

/** The sound of this page: synthesised by the browser, without files. */
export class SoundPlayer {
  readonly #listeners = new Set<() => void>();
  #context: AudioContext | null = null;
  #state: SoundState = 'off';

  /** @param isOn whether it begins switched on; most browsers then block it until the first click */
  constructor(isOn: boolean) {
    if (isOn) this.#open();
  }

  readState(): SoundState {
    return this.#state;
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** To be called from a click: this unblocks sound. */
  switchOn(): void {
    this.#open();
    void this.#context?.resume().then(() => this.play('low'));
  }

  switchOff(): void {
    void this.#context?.close();
    this.#context = null;
    this.#set('off');
  }

  /** Plays the tones of a priority; nothing while it is off or blocked. */
  play(priority: Priority): void {
    const context = this.#context;
    if (context === null || context.state !== 'running') return;
    for (const { hz, at, length } of TONES[priority]) {
      const begin = context.currentTime + 0.02 + at;
      const gain = context.createGain();
      gain.gain.setValueAtTime(0, begin);
      gain.gain.linearRampToValueAtTime(VOLUME, begin + RAMP_S);
      gain.gain.setValueAtTime(VOLUME, begin + length - RAMP_S);
      gain.gain.linearRampToValueAtTime(0, begin + length);
      const oscillator = new OscillatorNode(context, { type: 'triangle', frequency: hz });
      oscillator.connect(gain).connect(context.destination);
      oscillator.start(begin);
      oscillator.stop(begin + length);
    }
  }

  #open(): void {
    if (this.#context !== null) return;
    const context = new AudioContext();
    this.#context = context;
    const follow = (): void => {
      if (this.#context === context) this.#set(context.state === 'running' ? 'on' : 'blocked');
    };
    context.addEventListener('statechange', follow);
    follow();
  }

  #set(state: SoundState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
