import { type CatalogueEntry } from '@tunnelwatch/shared/catalogue';
/** Something wrong in a user's catalogue. `path` leads to the value, as in ['messages', 0, 'priority']. */
export interface CatalogueProblem {
    readonly path: readonly PropertyKey[];
    readonly message: string;
    readonly remedy: string;
    /** The keys that would be right, when the last key of the path is an unknown one. */
    readonly knownKeys?: readonly string[];
}
export type MergedCatalogue = {
    readonly ok: true;
    readonly entries: readonly CatalogueEntry[];
} | {
    readonly ok: false;
    readonly problems: readonly CatalogueProblem[];
};
/**
 * Lays a user's catalogue over `base`: an entry with a known id overrides single fields of it, one with a new id adds a
 * message (which then needs its text). `document` is the parsed file: `{ messages: [{ id, … }, …] }`.
 * An override may raise the operator priority but never lower it, so that no file can hide what its class demands.
 */
export declare function mergeCatalogue(base: readonly CatalogueEntry[], document: unknown): MergedCatalogue;
