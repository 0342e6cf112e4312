import type { Job } from '../../context.js';
import { medianOf } from '../../support/median.js';
import { measureCrowd } from '../fan-out.js';
import { type CurvePoint, curveTable, stepsUpTo } from './curve.js';

const QUICK = [0, 50, 200, 500];
const FULL = [0, 50, 200, 500, 1000, 2000];

/** What one more dashboard costs the server. */
export const growthClients: Job = {
  name: 'growth-clients',
  about: 'cost of a second of serving over the number of dashboards: none to 500, in the full form 2,000',
  run: async (context) => {
    const { options, isCalm } = context;
    const points: CurvePoint[] = [];
    for (const clients of stepsUpTo(options.isFull ? FULL : QUICK, options.clients)) {
      const { cpuPercent, delays } = await measureCrowd(context, clients, 0);
      // A second of the clock is a second: what may grow is the wait for an update.
      const delay = clients === 0 || !isCalm ? {} : { note: `delivery p50 ${medianOf(delays).toFixed(1)} ms` };
      points.push({ x: clients, costs: [{ cpu: cpuPercent * 10 }], ...delay });
    }
    return [
      curveTable(context, {
        name: 'clients',
        title: 'Growth: clients',
        x: { title: 'dashboards', scale: 'linear' },
        whatOf: (x) => `${x.toLocaleString('en-GB')} dashboards`,
        curves: [{ of: 'a second', unit: 'ms', points }],
        notes: ['As in the job `fan-out`: 5 alerts a second are opened, and everything else is updated once a second.'],
      }),
    ];
  },
};
