/** The kinds of findings of a check. */
export type FindingCode = 'database' | 'segment' | 'rows' | 'numbers' | 'names' | 'counts' | 'list' | 'alert' | 'audit';

/** A problem of a store, by name, with its remedy. */
export interface Finding {
  code: FindingCode;
  message: string;
  remedy: string;
}

export const RESTORE = 'restore a backup; undamaged data stays readable until then';

/** Findings, bounded: a badly damaged store must not fill the screen or the memory. */
export class Findings {
  readonly list: Finding[] = [];
  /** Number of findings beyond those listed. */
  notShown = 0;

  constructor(private readonly most = 200) {}

  add(code: FindingCode, message: string, remedy = RESTORE): void {
    if (this.list.length < this.most) this.list.push({ code, message, remedy });
    else this.notShown += 1;
  }
}
