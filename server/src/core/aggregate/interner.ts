import { EVENT_CLASSES } from '@tunnelwatch/shared/failure-class';
import { severityRank, SEVERITIES } from '@tunnelwatch/shared/severity';
import { type Subject, subjectName } from '@tunnelwatch/shared/subject';
import type { ClassifiedEvent, OtherEvent } from '../classify/classify-line.js';
import type { KindRecord, SubjectRecord } from './records.js';

/** Assigns numbers to subjects and kinds, and remembers which ones the store does not have yet. */
export class Interner {
  // Two plain lookups per event and no composed string: this runs for every event.
  private readonly tunnels = new Map<string, Map<string, number>>();
  private readonly others = new Map<string, Map<string, number>>();
  private readonly kinds = new Map<number | string, number>();
  private readonly subjects = new Map<number, Subject>();
  private readonly kindRecords = new Map<number, KindRecord>();
  /** Repeats by kind, of the kinds of folded lines: usually none. */
  private readonly folded = new Map<number, number>();
  private newSubjects: SubjectRecord[] = [];
  private newKinds: KindRecord[] = [];
  private lastSubject = 0;
  private lastKind = 0;

  /** @param lastSubject the highest number ever assigned to a subject, where it is none of these */
  constructor(subjects: readonly SubjectRecord[], kinds: readonly KindRecord[], lastSubject = 0) {
    this.lastSubject = lastSubject;
    for (const { id, subject } of subjects) {
      this.namesOf(subject).set(subjectName(subject), id);
      this.subjects.set(id, subject);
      this.lastSubject = Math.max(this.lastSubject, id);
    }
    for (const kind of kinds) {
      this.addKind(kind);
      this.lastKind = Math.max(this.lastKind, kind.id);
    }
  }

  subjectId(subject: Subject): number {
    const names = this.namesOf(subject);
    const name = subjectName(subject);
    const known = names.get(name);
    if (known !== undefined) return known;
    const id = ++this.lastSubject;
    names.set(name, id);
    this.subjects.set(id, subject);
    this.newSubjects.push({ id, subject });
    return id;
  }

  kindId(event: ClassifiedEvent | OtherEvent): number {
    const kind = {
      messageId: event.messageId,
      class: event.class,
      severity: event.severity,
      isKnown: event.entry !== undefined,
      repeats: event.decoded.repeats,
    };
    const key = kindKey(kind);
    const known = this.kinds.get(key);
    if (known !== undefined) return known;
    const id = ++this.lastKind;
    const record = { id, ...kind };
    this.addKind(record);
    this.newKinds.push(record);
    return id;
  }

  /** How many events one of a kind counts for. */
  readonly repeatsOf = (kindId: number): number => (this.folded.size === 0 ? 1 : (this.folded.get(kindId) ?? 1));

  readonly subjectById = (id: number): Subject | undefined => this.subjects.get(id);

  readonly kindById = (id: number): KindRecord | undefined => this.kindRecords.get(id);

  /** What was numbered since the last call and must be stored with the events that refer to it. */
  takeNew(): { subjects: SubjectRecord[]; kinds: KindRecord[] } {
    const taken = { subjects: this.newSubjects, kinds: this.newKinds };
    this.newSubjects = [];
    this.newKinds = [];
    return taken;
  }

  private addKind(kind: KindRecord): void {
    this.kinds.set(kindKey(kind), kind.id);
    this.kindRecords.set(kind.id, kind);
    if (kind.repeats > 1) this.folded.set(kind.id, kind.repeats);
  }

  private namesOf(subject: Subject): Map<string, number> {
    const groups = subject.kind === 'tunnel' ? this.tunnels : this.others;
    const key = subject.kind === 'tunnel' ? subject.gateway : `${subject.kind}\n${subject.gateway}`;
    let names = groups.get(key);
    if (names === undefined) {
      names = new Map();
      groups.set(key, names);
    }
    return names;
  }
}

/** Id (up to 2^31, −1 for none), class, severity and known as one number below 2^53; for folded lines with their repeats. */
function kindKey(kind: Omit<KindRecord, 'id'>): number | string {
  const withClass = ((kind.messageId ?? -1) + 1) * EVENT_CLASSES.length + EVENT_CLASSES.indexOf(kind.class);
  const key = (withClass * SEVERITIES.length + severityRank(kind.severity)) * 2 + (kind.isKnown ? 1 : 0);
  return kind.repeats === 1 ? key : `${String(key)}*${String(kind.repeats)}`;
}
