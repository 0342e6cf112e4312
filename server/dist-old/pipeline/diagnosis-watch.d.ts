import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';
import type { Subject } from '@tunnelwatch/shared/subject';
import type { KindRecord } from '../aggregate/records.js';
import type { AlertBook } from '../alert/alert-book.js';
import { type VerdictChange } from '../diagnose/live-diagnosis.js';
import type { EventPart } from '../store/store.js';
import type { Interner } from './interner.js';
export interface DiagnosisWatchParts {
    book: AlertBook;
    settings: DiagnosisSettings;
    pastAfterMs: number;
    subjectOf: (id: number) => Subject | undefined;
    kindOf: (id: number) => KindRecord | undefined;
}
interface DiagnosisOptions {
    diagnosis?: DiagnosisSettings | null;
    isWatched: boolean;
    pastAfterMs: number;
}
/** Has the drops of live tunnels diagnosed as they come, and raises and ends alerts on what somebody may be behind. */
export declare class DiagnosisWatch {
    private readonly parts;
    private readonly live;
    private readonly reader;
    private second;
    /** Drops that may still be looked at in this second. */
    private left;
    /** Conditions that an earlier run has raised, until they are found again or their time is over, epoch ms. */
    private readonly held;
    constructor(parts: DiagnosisWatchParts);
    /** Takes the events of a part that have just arrived; those of the past or the future are not followed, nor all of a flood. */
    feed({ columns, shapes }: EventPart, now: number): void;
    /** One look, once a second: the verdicts that have changed. */
    look(now: number): VerdictChange[];
    private tell;
    /** What a run before raised ends when it was not found again within the time that a verdict looks back on. */
    private endHeld;
}
/** The judge of live drops; undefined where nobody is told of verdicts. */
export declare function openDiagnosis(book: AlertBook, interner: Interner, { diagnosis, isWatched, pastAfterMs }: DiagnosisOptions): DiagnosisWatch | undefined;
export {};
