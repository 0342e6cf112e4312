import {
  apiGatewayCausesSchema,
  apiGatewaySchema,
  gatewayListQuerySchema,
  gatewayPageSchema,
  gatewayQuerySchema,
  tunnelTimeQuerySchema,
} from '@tunnelwatch/shared/api';
import type { TunnelVerdict, VerdictGroup } from '@tunnelwatch/shared/diagnosis';
import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';
import type { GatewayEntry, TunnelEntry } from '../../../core/aggregate/live-model.js';
import { summariseGateway } from '../../../core/aggregate/tunnel-summary.js';
import { diagnoseGateway } from '../../../core/diagnose/diagnose-gateway.js';
import { groupVerdicts } from '../../../core/diagnose/group-verdicts.js';
import type { GatewayFacts } from '../../../core/diagnose/gateway-rules/gateway-facts.js';
import type { Naming } from '../../../core/inventory/shown.js';
import type { ApiContext } from '../api-context.js';
import { HttpProblem } from '../http-problem.js';
import { namesakesAmong } from '@tunnelwatch/shared/namesakes';
import { presentGateway } from '../present.js';
import { iso } from '@tunnelwatch/shared/iso-time';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { nameParameter, parseQuery, type Route } from '../route.js';
import { storedFilter } from '../as-of.js';
import type { OfGateway } from './collect-diagnosis.js';
import { pageOf } from '../page.js';
import { listGateways } from './list-gateways.js';
import { collectGatewayDiagnosis } from './collect-gateway-diagnosis.js';
import { queriedTime } from './tunnel-time.js';
import type { Request } from 'express';

const MAX_MESSAGES = 50;

/** One gateway, with the common causes of its tunnels now or in a time range. */
export function gatewayRoutes(context: ApiContext): Route[] {
  return [
    {
      method: 'get',
      path: '/gateways',
      access: 'viewer',
      summary: 'Gateways with their counts and signs of life',
      query: gatewayListQuerySchema,
      answer: gatewayPageSchema,
      handle: (request, response) => {
        const query = parseQuery(gatewayListQuerySchema, request);
        const all = listGateways(context, query);
        const { items, nextCursor } = pageOf(all, query);
        response.json({ items: items.map(presentGateway), nextCursor, total: all.length });
      },
    },
    {
      method: 'get',
      path: '/gateways/{gateway}',
      access: 'viewer',
      summary:
        'One gateway: counts, when it was last seen, its tunnels by cause, common causes: now, or in a time range given by from, to, window or at',
      query: gatewayQuerySchema,
      answer: apiGatewaySchema,
      handle: async (request, response) => {
        const entry = gatewayOf(request, context);
        const query = parseQuery(gatewayQuerySchema, request);
        const isPast = Object.values(query).some((value) => value !== undefined);
        const summary = summariseGateway(entry, context.gatewayLife(entry.gateway), context.referenceTime());
        const causes = isPast ? await pastCauses(request, entry, context) : await presentCauses(entry, context);
        const namesakes = namesakesOf(entry.gateway, context.model().gateways.keys());
        response.json({ gateway: presentGateway(summary), namesakes, ...causes });
      },
    },
    {
      method: 'get',
      path: '/gateways/{gateway}/diagnosis',
      access: 'viewer',
      summary:
        'What the drops of a gateway in a time range are consistent with: common causes, and its tunnels by cause',
      query: tunnelTimeQuerySchema,
      answer: apiGatewayCausesSchema,
      handle: async (request, response) => {
        response.json(await pastCauses(request, gatewayOf(request, context), context));
      },
    },
  ];
}

function gatewayOf(request: Request, context: ApiContext): GatewayEntry {
  const name = nameParameter(request, 'gateway');
  const entry = context.model().gateway(name);
  if (entry === undefined) throw new HttpProblem(404, 'not-found', `no data is stored for gateway ${name}`);
  return entry;
}

/** The causes by the live verdicts. */
async function presentCauses(entry: GatewayEntry, context: ApiContext) {
  const { diagnosis: settings } = context;
  const now = context.referenceTime();
  const spanMs = settings.spanMinutes * MINUTE_MS;
  const tunnels = entry.tunnels.flatMap((tunnel) => {
    const { matchkey, verdict } = tunnel;
    return verdict === null ? [] : [{ matchkey, verdict, hasBegun: hasBegun(tunnel, verdict, settings) }];
  });
  const messages = await messagesOf(
    context.reader,
    { gateway: entry.gateway },
    { from: now + 1 - spanMs, to: now + 1 },
  );
  const switchOvers = context.gatewayLife(entry.gateway)?.turns.switchOvers ?? [];
  const causes = { tunnels, messages, switchOvers, now, settings };
  return {
    over: null,
    ...presentCausesOf(causes, entry.gateway, context),
    failing: tunnels.length,
    examined: tunnels.length,
  };
}

/** The causes by the stored events of a time range. */
async function pastCauses(request: Request, { gateway }: GatewayEntry, context: ApiContext) {
  const { from, to, at } = queriedTime(request, context.referenceTime());
  const { tunnels, failing, examined } = await collectGatewayDiagnosis({ gateway, from, to, at }, context);
  const { asOf } = await storedFilter(context.reader, { at });
  const ofGateway = asOf === undefined ? { gateway } : { gateway, asOf };
  const messages = await messagesOf(context.reader, ofGateway, { from, to });
  const switchOvers = (context.gatewayLife(gateway)?.turns.switchOvers ?? []).filter(
    (switched) => switched.at >= from && switched.at < to,
  );
  const causes = { tunnels, messages, switchOvers, now: to, settings: context.diagnosis };
  return { over: { from: iso(from), to: iso(to) }, ...presentCausesOf(causes, gateway, context), failing, examined };
}

function presentCausesOf(facts: GatewayFacts, gateway: string, context: ApiContext) {
  return {
    verdicts: diagnoseGateway(facts),
    groups: groupVerdicts(facts.tunnels).map((group) => presentGroup(group, gateway, context.names())),
    judged: facts.tunnels.length,
  };
}

function namesakesOf(name: string, gateways: Iterable<string>): string[] {
  const groups = namesakesAmong(gateways).filter((each) => each.gateway === name || each.others.includes(name));
  const names = new Set(groups.flatMap((group) => [group.gateway, ...group.others]));
  return [...names].filter((each) => each !== name);
}

/** Whether a tunnel failed less before this verdict than since. */
function hasBegun({ activity }: TunnelEntry, { since }: TunnelVerdict, settings: DiagnosisSettings): boolean {
  const { spanMinutes, beforeMinutes, begunShare } = settings;
  const minute = Math.floor(since / MINUTE_MS);
  const span = Math.ceil(spanMinutes);
  const before = activity.failures(minute - span - 1, beforeMinutes) / beforeMinutes;
  return before < begunShare * (activity.failures(minute + 1, span + 2) / (span + 2));
}

/** Events of a gateway within a time range, by message id. Epoch ms. */
async function messagesOf(
  reader: ApiContext['reader'],
  filter: OfGateway,
  { from, to }: { from: number; to: number },
): Promise<Map<number, number>> {
  const groups = await reader.series({
    filter,
    by: 'messageId',
    top: MAX_MESSAGES,
    from,
    stepMs: to - from,
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
