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

/** Names that are seen, a batch that becomes durable, names that nothing has any more, and the answer of the store to these. */
const forgettingAct = fc.oneof(
  { weight: 6, arbitrary: fc.array(subject, { minLength: 1, maxLength: 6 }) },
  { weight: 3, arbitrary: fc.constantFrom('store' as const, 'answer' as const) },
  { weight: 2, arbitrary: fc.record({ unused: fc.array(fc.nat(30), { maxLength: 6 }) }) },
);

it('[STORE-30] a name that was let go of keeps its number until the store has removed it, and no number is given twice', () => {
  fc.assert(
    fc.property(
      fc.array(forgettingAct, { minLength: 20, maxLength: 100 }),
      fc.integer({ min: 1, max: 12 }),
      (acts, most) => {
        const rows = new Map<number, Subject>();
        const idOf = (each: Subject) => [...rows].find(([, row]) => subjectKey(row) === subjectKey(each))?.[0];
        const interner = new Interner({ subjects: [] }, [], { idOf, subjectOf: (id) => rows.get(id) }, most);
        const given = new Map<number, string>();
        let leaving: number[] = [];
        let answers: { removed: number[]; kept: number[] }[] = [];
        let used = new Set<number>();
        const store = () => {
          const { subjects } = interner.takeNew();
          for (const each of subjects) rows.set(each.id, each.subject);
          const brought = new Set(subjects.map(({ id }) => id));
          const isKept = (id: number) => brought.has(id) || used.has(id);
          answers.push({ removed: leaving.filter((id) => !isKept(id)), kept: leaving.filter(isKept) });
          for (const id of leaving) if (!isKept(id)) rows.delete(id);
          // Whatever has an event has its name.
          for (const id of used) expect(rows.has(id)).toBe(true);
          leaving = [];
          used = new Set();
          interner.noteStored(interner.lastSubjectId, [...brought]);
        };
        for (const each of acts) {
          if (each === 'store') store();
          else if (each === 'answer') {
            for (const { removed, kept } of answers) interner.settle(removed, kept);
            answers = [];
          } else if (Array.isArray(each)) {
            for (const seen of each) {
              const before = idOf(seen);
              const id = interner.subjectId(seen);
              used.add(id);
              expect(given.get(id) ?? subjectKey(seen)).toBe(subjectKey(seen));
              given.set(id, subjectKey(seen));
              if (before !== undefined) expect(id).toBe(before);
              expect(interner.subjectById(id)).toEqual(seen);
            }
          } else {
            const unused = each.unused.flatMap((id) => {
              const row = rows.get(id);
              return row === undefined || leaving.includes(id) ? [] : [{ id, subject: row }];
            });
            leaving.push(...interner.letGo([...new Map(unused.map((one) => [one.id, one])).values()]));
          }
        }
        store();
        expect(new Set([...rows.values()].map(subjectKey)).size).toBe(rows.size);
      },
    ),
  );
});
