import type { CatalogueEntry } from '@tunnelwatch/shared/catalogue';

/** The catalogue as the pipeline asks it. */
export interface Catalogue {
  /** All entries, sorted by id. */
  readonly entries: readonly CatalogueEntry[];
  /** The entry of a numeric message id; undefined when the catalogue does not have it, which is normal. */
  byId(id: number): CatalogueEntry | undefined;
  /**
   * The entry whose message text this is: for lines without an id only, since 766 and 768 share a text.
   * `hasNew` says whether the line has the parameter `new`, which tells those two apart.
   */
  byText(text: string, hasNew: boolean): CatalogueEntry | undefined;
}

/** Builds the index. Where two entries have the same id, the later one counts. */
export function createCatalogue(entries: readonly CatalogueEntry[]): Catalogue {
  const ids = new Map(entries.map((entry) => [entry.id, entry]));
  const sorted = [...ids.values()].toSorted((a, b) => a.id - b.id);
  const texts = groupByText(sorted);
  return {
    entries: sorted,
    byId: (id) => ids.get(id),
    byText: (text, hasNew) => pick(texts.get(normaliseText(text)) ?? [], hasNew),
  };
}

/**
 * A message text in the form in which texts are compared. Case, a final full stop, and what stands between the words
 * (spaces, underscores, hyphens) make no difference: `Anti-replay check failed.` equals `anti_replay_check_failed`.
 */
export function normaliseText(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
    .trim()
    .replace(/ ?\.$/, '');
}

function groupByText(entries: readonly CatalogueEntry[]): ReadonlyMap<string, readonly CatalogueEntry[]> {
  const groups = new Map<string, CatalogueEntry[]>();
  for (const entry of entries) {
    const text = normaliseText(entry.message);
    const group = groups.get(text);
    if (group === undefined) groups.set(text, [entry]);
    else group.push(entry);
  }
  return groups;
}

/** A text that only one entry has needs no second look; a shared one is told apart by `new`, then the guide's entry wins. */
function pick(group: readonly CatalogueEntry[], hasNew: boolean): CatalogueEntry | undefined {
  const fitting = group.filter((entry) => entry.parameters.includes('new') === hasNew);
  const candidates = fitting.length > 0 ? fitting : group;
  return candidates.find((entry) => entry.section !== null) ?? candidates[0];
}
