import type { Job } from '../context.js';
import { backfill } from './backfill.js';
import { latency } from './latency.js';
import { client } from './client.js';
import { cluster } from './cluster.js';
import { diagnosis } from './diagnosis.js';
import { drillDown } from './drill-down.js';
import { fanOut } from './fan-out.js';
import { flood } from './flood.js';
import { forgedNames } from './forged-names.js';
import { growthClients } from './growth/clients.js';
import { growthFiles } from './growth/files.js';
import { growthHistory } from './growth/history.js';
import { growthLines } from './growth/lines.js';
import { growthTunnels } from './growth/tunnels.js';
import { idle } from './idle.js';
import { limits } from './limits.js';
import { parse } from './parse.js';
import { peers } from './peers.js';
import { quietFiles } from './quiet-files.js';
import { siege } from './siege.js';
import { sustained } from './sustained.js';
import { wallWeek } from './wall-week.js';

/** All jobs, in an order in which each finds the figures that it stands beside. */
export const JOBS: readonly Job[] = [
  limits,
  parse,
  backfill,
  peers,
  sustained,
  diagnosis,
  drillDown,
  latency,
  fanOut,
  flood,
  cluster,
  forgedNames,
  siege,
  idle,
  quietFiles,
  client,
  wallWeek,
  growthLines,
  growthTunnels,
  growthFiles,
  growthHistory,
  growthClients,
];
