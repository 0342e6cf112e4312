/** What a check can find wrong. */
export type FindingCode = 'database' | 'segment' | 'rows' | 'numbers' | 'names' | 'counts' | 'list' | 'alert' | 'audit';

/** Something that is wrong with a store, by name, and what to do about it. */
export interface Finding {
  code: FindingCode;
  message: string;
  remedy: string;
}

export const RESTORE = 'restore a backup; undamaged data stays readable until then';

/** Findings, bounded: a store that is damaged through and through must not fill the screen or the memory. */
export class Findings {
  readonly list: Finding[] = [];
  /** Findings beyond those that are kept. */
  notShown = 0;

  constructor(private readonly most = 200) {}

  add(code: FindingCode, message: string, remedy = RESTORE): void {
    if (this.list.length < this.most) this.list.push({ code, message, remedy });
    else this.notShown += 1;
  }
}
