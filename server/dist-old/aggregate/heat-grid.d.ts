import type { HeatGateway } from '@tunnelwatch/shared/protocol';
import { type LiveModel } from './live-model.js';
/**
 * All tunnels as one character each. Beyond `mostCells` one cell stands for several tunnels of a gateway and shows the
 * busiest; each gateway has at least one cell.
 */
export declare function heatGrid(model: LiveModel, referenceTime: number, mostCells: number): HeatGateway[];
