import type { LineMaker, LineMakerContext } from '../line-maker.js';
export declare const SCENARIOS: readonly ["calm", "reordering", "replay-attack", "peer-reset", "duplication", "key-mismatch", "corruption", "forged", "crypto-congestion", "route-failure", "memory", "overflow", "flood", "mixed"];
export type ScenarioName = (typeof SCENARIOS)[number];
/** Starts the scenario of that name. */
export declare function createScenario(name: ScenarioName, context: LineMakerContext): LineMaker;
