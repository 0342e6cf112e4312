import { EVENT_CLASSES } from '@tunnelwatch/shared/failure-class';
import { severityRank, SEVERITIES } from '@tunnelwatch/shared/severity';
import { type Subject, subjectName } from '@tunnelwatch/shared/subject';
import type { ClassifiedEvent, OtherEvent } from '../classify/classify-line.js';
import type { KindRecord, StoredSubjects, SubjectRecord } from './records.js';

/** Names in memory: twice as many as tunnels are expected to be active, and about 50 MB. */
const MAX_SUBJECTS = 262_144;

/** Subjects that the interner starts with. */
export interface KnownSubjects {
  subjects: readonly SubjectRecord[];
  /** The highest number ever assigned to a subject. */
  lastSubjectId?: number;
  /** False where the store has more subjects than these. */
  hasAllSubjects?: boolean;
}

const OTHER_KINDS = ['interface', 'gateway'] as const;

/** Names in use, in both directions. */
class SubjectNames {
  // Two plain lookups per event and no composed string: this runs for every event.
  private readonly tunnels = new Map<string, Map<string, number>>();
  private readonly others = new Map<string, Map<string, number>>();
  readonly byId = new Map<number, Subject>();

  idOf(subject: Subject): number | undefined {
    return (subject.kind === 'tunnel' ? this.tunnels.get(subject.gateway) : this.others.get(keyOf(subject)))?.get(
      subjectName(subject),
    );
  }

  add(id: number, subject: Subject): void {
    const groups = subject.kind === 'tunnel' ? this.tunnels : this.others;
    const key = subject.kind === 'tunnel' ? subject.gateway : keyOf(subject);
    const names = groups.get(key);
    if (names === undefined) groups.set(key, new Map([[subjectName(subject), id]]));
    else names.set(subjectName(subject), id);
    this.byId.set(id, subject);
  }

  delete(id: number): void {
    const subject = this.byId.get(id);
    if (subject === undefined) return;
    this.byId.delete(id);
    const groups = subject.kind === 'tunnel' ? this.tunnels : this.others;
    const key = subject.kind === 'tunnel' ? subject.gateway : keyOf(subject);
    const names = groups.get(key);
    names?.delete(subjectName(subject));
    if (names?.size === 0) groups.delete(key);
  }

  hasGateway(gateway: string): boolean {
    return this.tunnels.has(gateway) || OTHER_KINDS.some((kind) => this.others.has(keyOf({ kind, gateway })));
  }
}

/**
 * Assigns numbers to subjects and kinds, and remembers which ones the store does not have yet. A sender may make up any number of
 * names, so only those in use stay in memory, and the others are looked up in the store [STORE-21]. What it answers is what it would answer
 * with all of them in memory: a name leaves it only once it is stored.
 *
 * A name that nothing stored has any more is let go of, and once the store has removed it, it is a new one when it comes again.
 * One that comes before keeps its number and is handed over to be stored once more, so that it makes no difference which of the two
 * came first [STORE-30].
 */
export class Interner {
  /** What is not used while as many others are used goes with the old half. */
  private young = new SubjectNames();
  private old = new SubjectNames();
  /** Names that were let go of, until the store has answered whether it removed them. */
  private readonly leaving = new SubjectNames();
  /** Their numbers, whether or not they came again meanwhile. */
  private readonly unanswered = new Set<number>();
  /** Those that came again, until they are stored. */
  private readonly returned = new Set<number>();
  private readonly kinds = new Map<number | string, number>();
  private readonly kindRecords = new Map<number, KindRecord>();
  /** Repeats by kind, of the kinds of folded lines: usually none. */
  private readonly folded = new Map<number, number>();
  private newSubjects: SubjectRecord[] = [];
  private newKinds: KindRecord[] = [];
  private lastSubject: number;
  private lastKind = 0;
  /** Subjects up to this number are stored. */
  private lastStored: number;
  /** Whether every stored subject is in memory, so that an unknown name is a new one. */
  private hasAll: boolean;

  /**
   * @param stored where to look up what is not in memory; without it, everything stays there
   * @param most names in memory
   */
  constructor(
    { subjects, lastSubjectId = 0, hasAllSubjects = true }: KnownSubjects,
    kinds: readonly KindRecord[],
    private readonly stored?: StoredSubjects,
    private readonly most = MAX_SUBJECTS,
  ) {
    this.lastSubject = lastSubjectId;
    this.hasAll = hasAllSubjects;
    for (const { id, subject } of subjects) {
      this.young.add(id, subject);
      this.lastSubject = Math.max(this.lastSubject, id);
    }
    this.lastStored = this.lastSubject;
    for (const kind of kinds) {
      this.addKind(kind);
      this.lastKind = Math.max(this.lastKind, kind.id);
    }
  }

  subjectId(subject: Subject): number {
    const known = this.find(subject);
    if (known !== undefined) return known;
    const id = ++this.lastSubject;
    this.keep(id, subject);
    this.newSubjects.push({ id, subject });
    return id;
  }

  /** Whether a subject has a number already. */
  has(subject: Subject): boolean {
    return this.find(subject) !== undefined;
  }

  private find(subject: Subject): number | undefined {
    const known = this.young.idOf(subject);
    if (known !== undefined) return known;
    const left = this.leaving.idOf(subject);
    if (left !== undefined) return this.bringBack(left, subject);
    const seen = this.old.idOf(subject) ?? (this.hasAll ? undefined : this.stored?.idOf(subject));
    if (seen !== undefined) this.keep(seen, subject);
    return seen;
  }

  private bringBack(id: number, subject: Subject): number {
    this.leaving.delete(id);
    this.returned.add(id);
    this.keep(id, subject);
    this.newSubjects.push({ id, subject });
    return id;
  }

  /**
   * The store has all subjects up to this number: they can be looked up there from now on.
   * @param returned those below it that it has been handed once more
   */
  noteStored(lastSubjectId: number, returned: readonly number[] = []): void {
    this.lastStored = Math.max(this.lastStored, lastSubjectId);
    for (const id of returned) this.returned.delete(id);
  }

  /** The highest number that was ever given. */
  get lastSubjectId(): number {
    return this.lastSubject;
  }

  /** Whether a number stands for a name in use, without a look into the store. */
  isInUse(id: number): boolean {
    return this.young.byId.has(id) || this.old.byId.has(id);
  }

  /** Whether any name of a gateway is in use. */
  hasGateway(gateway: string): boolean {
    return this.young.hasGateway(gateway) || this.old.hasGateway(gateway);
  }

  /**
   * Lets go of stored names; returns those that it has let go of. One that came again, and is not stored yet, stays, and one of
   * which the store has yet to answer.
   */
  letGo(subjects: readonly SubjectRecord[]): number[] {
    return subjects.flatMap(({ id, subject }) => {
      if (this.returned.has(id) || this.unanswered.has(id)) return [];
      this.unanswered.add(id);
      this.young.delete(id);
      this.old.delete(id);
      this.leaving.add(id, subject);
      return [id];
    });
  }

  /** The store has answered: some of these it has removed, and others are in use there. */
  settle(removed: readonly number[], kept: readonly number[]): void {
    for (const id of removed) {
      this.unanswered.delete(id);
      this.leaving.delete(id);
    }
    for (const id of kept) {
      this.unanswered.delete(id);
      const subject = this.leaving.byId.get(id);
      if (subject === undefined) continue;
      this.leaving.delete(id);
      this.keep(id, subject);
    }
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

  readonly subjectById = (id: number): Subject | undefined => {
    const known = this.young.byId.get(id);
    if (known !== undefined) return known;
    const left = this.leaving.byId.get(id);
    if (left !== undefined) return left;
    const subject = this.old.byId.get(id) ?? (this.hasAll ? undefined : this.stored?.subjectOf(id));
    if (subject !== undefined) this.keep(id, subject);
    return subject;
  };

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

  private keep(id: number, subject: Subject): void {
    this.young.add(id, subject);
    if (this.stored !== undefined && this.young.byId.size * 2 > this.most) this.age();
  }

  /** Names that are not stored yet stay: they cannot be looked up. */
  private age(): void {
    const before = this.old;
    this.old = this.young;
    this.young = new SubjectNames();
    for (const [id, subject] of before.byId) {
      if (this.old.byId.has(id)) continue;
      if (id > this.lastStored || this.returned.has(id)) this.young.add(id, subject);
      else this.hasAll = false;
    }
  }
}

function keyOf({ kind, gateway }: Pick<Subject, 'kind' | 'gateway'>): string {
  return `${kind}\n${gateway}`;
}

/** Id (up to 2^31, −1 for none), class, severity and known as one number below 2^53; for folded lines with their repeats. */
function kindKey(kind: Omit<KindRecord, 'id'>): number | string {
  const withClass = ((kind.messageId ?? -1) + 1) * EVENT_CLASSES.length + EVENT_CLASSES.indexOf(kind.class);
  const key = (withClass * SEVERITIES.length + severityRank(kind.severity)) * 2 + (kind.isKnown ? 1 : 0);
  return kind.repeats === 1 ? key : `${String(key)}*${String(kind.repeats)}`;
}
