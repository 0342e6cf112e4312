import { Interner } from '@tunnelwatch/server/core/aggregate/interner';
import { type Subject, subjectKey } from '@tunnelwatch/shared/subject';
import fc from 'fast-check';
import { expect, it } from 'vitest';

const subject: fc.Arbitrary<Subject> = fc.oneof(
  fc.record({
    kind: fc.constant('tunnel' as const),
    gateway: fc.constantFrom('gw1', 'gw2'),
    matchkey: fc.integer({ min: 0, max: 20 }).map(String),
  }),
  fc.record({ kind: fc.constant('interface' as const), gateway: fc.constant('gw1'), iface: fc.constantFrom('1', '2') }),
  fc.record({ kind: fc.constant('gateway' as const), gateway: fc.constantFrom('gw1', 'gw3') }),
);

/** Names that are seen, a batch that becomes durable, or a new start with what is stored. */
const act = fc.oneof(
  { weight: 8, arbitrary: fc.array(subject, { minLength: 1, maxLength: 12 }) },
  { weight: 3, arbitrary: fc.constant('store' as const) },
  { weight: 1, arbitrary: fc.constant('restart' as const) },
);

it('[STORE-21] gives each name the number that it would have with all names in memory, over any commits and starts', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 40 }), fc.integer({ min: 1, max: 12 }), (acts, most) => {
      const rows = new Map<string, number>();
      const names = new Map<number, Subject>();
      const stored = {
        idOf: (each: Subject) => rows.get(subjectKey(each)),
        subjectOf: (id: number) => names.get(id),
      };
      const all = new Interner({ subjects: [] }, []);
      let few = new Interner({ subjects: [] }, [], stored, most);
      const commit = () => {
        const { subjects } = few.takeNew();
        for (const record of subjects) {
          rows.set(subjectKey(record.subject), record.id);
          names.set(record.id, record.subject);
        }
        few.noteStored(names.size);
      };
      for (const each of acts) {
        if (each === 'store') commit();
        else if (each === 'restart') {
          commit();
          few = new Interner({ subjects: [], lastSubjectId: names.size, hasAllSubjects: false }, [], stored, most);
        } else {
          for (const seen of each) {
            const id = few.subjectId(seen);
            expect(id).toBe(all.subjectId(seen));
            expect(few.subjectById(id)).toEqual(seen);
          }
        }
      }
    }),
  );
});
