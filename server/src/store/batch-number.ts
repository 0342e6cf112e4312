/** Who sends a batch of lines, and under which number: they begin with 1 and have no gaps. */
export interface BatchNumber {
  collector: string;
  /** Which life of the collector numbers it: one that has lost its data begins a new one. */
  incarnation: string;
  number: number;
}
