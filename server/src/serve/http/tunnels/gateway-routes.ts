import { apiGatewaySchema } from '@tunnelwatch/shared/api';
import type { TunnelVerdict, VerdictGroup } from '@tunnelwatch/shared/diagnosis';
import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';
import type { TunnelEntry } from '../../../core/aggregate/live-model.js';
import { summariseGateway } from '../../../core/aggregate/tunnel-summary.js';
import { diagnoseGateway } from '../../../core/diagnose/diagnose-gateway.js';
import { groupVerdicts } from '../../../core/diagnose/group-verdicts.js';
import type { Naming } from '../../../core/inventory/shown.js';
import type { ApiContext } from '../api-context.js';
import { HttpProblem } from '../http-problem.js';
import { namesakesAmong } from '@tunnelwatch/shared/namesakes';
import { presentGateway } from '../present.js';
import { iso } from '@tunnelwatch/shared/iso-time';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { nameParameter, type Route } from '../route.js';

const MAX_MESSAGES = 50;
/** One gateway, with the common causes of its tunnels. */
export function gatewayRoutes(context: ApiContext): Route[] {
  return [
    {
      method: 'get',
      path: '/gateways/{gateway}',
      access: 'viewer',
      summary: 'One gateway: counts, when it was last seen, its tunnels by cause, common causes',
      answer: apiGatewaySchema,
      handle: async (request, response) => {
        const name = nameParameter(request, 'gateway');
        const entry = context.model().gateways.get(name);
        if (entry === undefined) throw new HttpProblem(404, 'not-found', `no data is stored for gateway ${name}`);
        const { diagnosis: settings } = context;
        const tunnels = entry.tunnels.flatMap((tunnel) => {
          const { matchkey, verdict } = tunnel;
          return verdict === null ? [] : [{ matchkey, verdict, hasBegun: hasBegun(tunnel, verdict, settings) }];
        });
        const messages = await messagesOf(context, name, settings.spanMinutes * MINUTE_MS);
        const now = context.referenceTime();
        const gateway = summariseGateway(entry, context.gatewayLife(name), now);
        const { switchOvers } = gateway;
        response.json({
          gateway: presentGateway(gateway),
          namesakes: namesakesOf(name, context.model().gateways.keys()),
          verdicts: diagnoseGateway({ tunnels, messages, switchOvers, now, settings }),
          groups: groupVerdicts(tunnels).map((group) => presentGroup(group, name, context.names())),
          judged: tunnels.length,
        });
      },
    },
  ];
}

function namesakesOf(name: string, gateways: Iterable<string>): string[] {
  const group = namesakesAmong(gateways).find((each) => each.gateway === name || each.others.includes(name));
  return group === undefined ? [] : [group.gateway, ...group.others].filter((each) => each !== name);
}

/** Whether a tunnel failed less before this verdict than since. */
function hasBegun({ activity }: TunnelEntry, { since }: TunnelVerdict, settings: DiagnosisSettings): boolean {
  const { spanMinutes, beforeMinutes, begunShare } = settings;
  const minute = Math.floor(since / MINUTE_MS);
  const span = Math.ceil(spanMinutes);
  const before = activity.failures(minute - span - 1, beforeMinutes) / beforeMinutes;
  return before < begunShare * (activity.failures(minute + 1, span + 2) / (span + 2));
}

/** Events of a gateway in the last minutes, by message id. */
async function messagesOf(
  { reader, referenceTime }: ApiContext,
  gateway: string,
  spanMs: number,
): Promise<Map<number, number>> {
  const to = referenceTime() + 1;
  const groups = await reader.series({
    filter: { gateway },
    by: 'messageId',
    top: MAX_MESSAGES,
    from: to - spanMs,
    stepMs: spanMs,
    buckets: 1,
  });
  return new Map(groups.flatMap(({ messageId, total }) => (messageId === null ? [] : [[messageId, total]])));
}

function presentGroup(group: VerdictGroup, gateway: string, names: Naming) {
  const { firstSince, lastSince, examples } = group;
  return {
    ...group,
    firstSince: iso(firstSince),
    lastSince: iso(lastSince),
    examples: examples.map((example) => ({
      ...example,
      since: iso(example.since),
      inventory: names.tunnelName(gateway, example.matchkey),
    })),
  };
}
