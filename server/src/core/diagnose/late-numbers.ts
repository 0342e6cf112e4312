/** Late numbers that are remembered: a replay sends them again soon, or in a burst of its own. */
const MOST = 16;

/** The newest late numbers of a tunnel, to find those that come again. */
export class LateNumbers {
  private readonly numbers: number[] = [];
  private next = 0;

  /** Takes a number; how often it has come among the newest, this time included. */
  add(number: number): number {
    const { numbers } = this;
    let count = 1;
    for (let at = 0; at < numbers.length; at++) if (numbers[at] === number) count += 1;
    numbers[this.next] = number;
    this.next = (this.next + 1) % MOST;
    return count;
  }
}
