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
export declare function createCatalogue(entries: readonly CatalogueEntry[]): Catalogue;
/**
 * A message text in the form in which texts are compared. Case, a final full stop, and what stands between the words
 * (spaces, underscores, hyphens) make no difference: `Anti-replay check failed.` equals `anti_replay_check_failed`.
 */
export declare function normaliseText(text: string): string;
