/** Number of late numbers that are remembered: a replay repeats them soon, or in a burst of its own. */
const MOST = 16;

/** The newest late numbers of a tunnel, to find repeated ones. */
export class LateNumbers {
  private readonly numbers: number[] = [];
  private next = 0;

  /** Adds a number; returns how often it is among the newest, including this time. */
  add(number: number): number {
    const { numbers } = this;
    let count = 1;
    for (let at = 0; at < numbers.length; at++) if (numbers[at] === number) count += 1;
    numbers[this.next] = number;
    this.next = (this.next + 1) % MOST;
    return count;
  }
}
