import { catalogueEntrySchema, type CatalogueEntry } from '@tunnelwatch/shared/catalogue';
import { priorityRank } from '@tunnelwatch/shared/priority';
import { SEVERITIES, severityFromWord } from '@tunnelwatch/shared/severity';
import { z } from 'zod';

/** Something wrong in a user's catalogue. `path` leads to the value, as in ['messages', 0, 'priority']. */
export interface CatalogueProblem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly remedy: string;
  /** The keys that would be right, when the last key of the path is an unknown one. */
  readonly knownKeys?: readonly string[];
}

export type MergedCatalogue =
  | { readonly ok: true; readonly entries: readonly CatalogueEntry[] }
  | { readonly ok: false; readonly problems: readonly CatalogueProblem[] };

/** A severity by any of its usual words, as in a line. */
const severityWordSchema = z.string().transform((word, context) => {
  const severity = severityFromWord(word);
  if (severity !== undefined) return severity;
  context.addIssue({ code: 'custom', message: `Unknown severity: expected one of ${SEVERITIES.join(', ')}` });
  return z.NEVER;
});

/** Everything of an entry can be set but its section in the guide and where it comes from. */
const overrideSchema = catalogueEntrySchema
  .omit({ section: true, origin: true, userFields: true })
  .extend({ severity: severityWordSchema })
  .partial()
  .required({ id: true });

type Override = z.infer<typeof overrideSchema>;

const fileSchema = z.strictObject({ messages: z.array(z.unknown()) });

const ENTRY_KEYS = Object.keys(overrideSchema.shape);

/** What an entry of the user's own has where the file says nothing. */
const NEW_ENTRY: Omit<CatalogueEntry, 'id' | 'message'> = {
  categories: ['IPSEC'],
  severity: 'notice',
  parameters: [],
  gatewayAction: 'none',
  actionDescription: null,
  explanation: 'The user’s catalogue file adds this message without an explanation.',
  proposedAction: null,
  ourAdvice: null,
  note: null,
  failureClass: 'unknown',
  isLatching: false,
  priority: 'low',
  section: null,
  origin: 'user',
};

/**
 * Lays a user's catalogue over `base`: an entry with a known id overrides single fields of it, one with a new id adds a
 * message (which then needs its text). `document` is the parsed file: `{ messages: [{ id, … }, …] }`.
 * An override may raise the operator priority but never lower it, so that no file can hide what its class demands.
 */
export function mergeCatalogue(base: readonly CatalogueEntry[], document: unknown): MergedCatalogue {
  const file = fileSchema.safeParse(document);
  if (!file.success) return { ok: false, problems: file.error.issues.flatMap((issue) => fileProblems(issue)) };
  const entries = new Map(base.map((entry) => [entry.id, entry]));
  const fromFile = new Set<number>();
  const problems: CatalogueProblem[] = [];
  for (const [index, value] of file.data.messages.entries()) {
    const path = ['messages', index];
    const result = mergeOne(entries, fromFile, path, value);
    if (Array.isArray(result)) problems.push(...result);
    else {
      entries.set(result.id, result);
      fromFile.add(result.id);
    }
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, entries: [...entries.values()] };
}

function mergeOne(
  entries: ReadonlyMap<number, CatalogueEntry>,
  fromFile: ReadonlySet<number>,
  path: readonly PropertyKey[],
  value: unknown,
): CatalogueEntry | CatalogueProblem[] {
  const parsed = overrideSchema.safeParse(value);
  if (!parsed.success) return parsed.error.issues.flatMap((issue) => entryProblems(path, issue));
  const override = parsed.data;
  if (fromFile.has(override.id)) {
    const message = `message ${override.id} is defined twice`;
    return [{ path: [...path, 'id'], message, remedy: 'merge the two entries' }];
  }
  const known = entries.get(override.id);
  return known === undefined ? addEntry(path, override) : overrideEntry(path, known, override);
}

function addEntry(path: readonly PropertyKey[], override: Override): CatalogueEntry | CatalogueProblem[] {
  const { message } = override;
  if (message === undefined) {
    const problem = `message ${override.id} is new and has no text`;
    return [{ path: [...path, 'id'], message: problem, remedy: 'add `message:` with its text' }];
  }
  const fields = given(override);
  return { ...NEW_ENTRY, ...fields, id: override.id, message, userFields: namesOf(fields) };
}

function overrideEntry(
  path: readonly PropertyKey[],
  known: CatalogueEntry,
  override: Override,
): CatalogueEntry | CatalogueProblem[] {
  const floor = known.priority;
  if (override.priority !== undefined && priorityRank(override.priority) < priorityRank(floor)) {
    const message = `priority ${override.priority} is below ${floor}, the minimum for message ${known.id}`;
    return [{ path: [...path, 'priority'], message, remedy: `use ${floor} or higher, or omit it` }];
  }
  const fields = given(override);
  return { ...known, ...fields, origin: 'user', userFields: namesOf(fields) };
}

function namesOf(fields: object): string[] {
  return Object.keys(fields).filter((name) => name !== 'id');
}

/** The fields that are really there: a key that is present with the value undefined must not wipe out a known one. */
function given(override: Override): { [Key in keyof Override]?: Exclude<Override[Key], undefined> } {
  return Object.fromEntries(Object.entries(override).filter(([, value]) => value !== undefined));
}

function fileProblems(issue: z.core.$ZodIssue): CatalogueProblem[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey([key], ['messages']));
  const message = issue.path.length === 0 ? 'the file contains no catalogue' : '`messages` is not a list';
  return [{ path: issue.path, message, remedy: 'start with `messages:` and a list of entries, each with an id' }];
}

function entryProblems(path: readonly PropertyKey[], issue: z.core.$ZodIssue): CatalogueProblem[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey([...path, key], ENTRY_KEYS));
  // What zod says begins with the kind of fault and a colon; what was expected follows.
  const remedy = issue.message.replace(/^[^:]*: /, '');
  return [{ path: [...path, ...issue.path], message: 'this value is not valid', remedy }];
}

function unknownKey(path: readonly PropertyKey[], knownKeys: readonly string[]): CatalogueProblem {
  return { path, message: 'unknown key', remedy: `expected one of ${knownKeys.join(', ')}`, knownKeys };
}
