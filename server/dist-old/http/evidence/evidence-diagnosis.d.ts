import { type Evidence } from './evidence.js';
import { type Html } from './html.js';
/** What the drops of a tunnel are consistent with, with the numbers behind it. */
export declare function diagnosisPart({ diagnosis }: Evidence): Html | string;
