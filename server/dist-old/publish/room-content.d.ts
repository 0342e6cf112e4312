import { type View } from '@tunnelwatch/shared/protocol';
import type { Catalogue } from '../classify/catalogue.js';
import type { ReadableStore } from '../store/queries.js';
import type { Part } from './part.js';
import type { World } from './world.js';
export interface ContentSources {
    world: World;
    reader: ReadableStore;
    catalogue: Catalogue;
    onError: (error: unknown) => void;
    requestFlush: () => void;
}
/** What a view shows, as the parts of its room. */
export declare function partsOf(view: View, sources: ContentSources): Part[];
