import { type Subject } from '@tunnelwatch/shared/subject';
import type { ClassifiedEvent, OtherEvent } from '../classify/classify-line.js';
import type { KindRecord, SubjectRecord } from '../aggregate/records.js';
/** Gives subjects and kinds their numbers, and remembers which ones the store does not have yet. */
export declare class Interner {
    private readonly tunnels;
    private readonly others;
    private readonly kinds;
    private readonly subjects;
    private readonly kindRecords;
    private newSubjects;
    private newKinds;
    private lastSubject;
    private lastKind;
    constructor(subjects: readonly SubjectRecord[], kinds: readonly KindRecord[]);
    subjectId(subject: Subject): number;
    kindId(event: ClassifiedEvent | OtherEvent): number;
    subjectById(id: number): Subject | undefined;
    kindById(id: number): KindRecord | undefined;
    /** What was numbered since the last call and must be stored with the events that name it. */
    takeNew(): {
        subjects: SubjectRecord[];
        kinds: KindRecord[];
    };
    private namesOf;
}
