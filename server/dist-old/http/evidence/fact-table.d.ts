import { type Html } from './html.js';
/** Facts of a report, each with its name, as a table. */
export declare function factTable(facts: readonly (readonly [name: string, value: string])[]): Html;
