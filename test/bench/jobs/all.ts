import type { Job } from '../context.js';
import { backfill } from './backfill.js';
import { limits } from './limits.js';
import { parse } from './parse.js';
import { peers } from './peers.js';
import { sustained } from './sustained.js';

/** All jobs, in an order in which each finds the figures that it stands beside. */
export const JOBS: readonly Job[] = [limits, parse, backfill, peers, sustained];
