import {
  apiInventoryEntrySchema,
  inventoryListQuerySchema,
  inventoryMatchPageSchema,
  type InventoryMatchQuery,
  inventoryMatchQuerySchema,
  inventoryPageSchema,
  inventoryRemovalQuerySchema,
} from '@tunnelwatch/shared/api-inventory';
import {
  inventoryBodySchema,
  inventoryChangeBodySchema,
  type InventoryCommand,
  type InventoryEntry,
  inventoryEntrySchema,
} from '@tunnelwatch/shared/inventory';
import type { Request } from 'express';
import { carryOut } from '../carry-out.js';
import type { ApiContext } from '../api-context.js';
import { HttpProblem } from '../http-problem.js';
import { inventoryLists } from './inventory-lists.js';
import { iso } from '@tunnelwatch/shared/iso-time';
import { pageOf } from '../page.js';
import { parseBody, parseQuery, idParameter, type Route } from '../route.js';
import type { Subject } from '@tunnelwatch/shared/subject';
import { compilePattern } from '../../../core/inventory/match-pattern.js';
import { named } from '../../../core/inventory/shown.js';

/** The inventory: operators' names for tunnels and interfaces. */
export function inventoryRoutes(context: ApiContext): Route[] {
  return [...readingRoutes(context), ...writingRoutes(context)];
}

function readingRoutes(context: ApiContext): Route[] {
  const lists = inventoryLists(context);
  return [
    {
      method: 'get',
      path: '/inventory',
      access: 'viewer',
      summary: 'Inventory entries by name; q matches part of any text field',
      query: inventoryListQuerySchema,
      answer: inventoryPageSchema,
      handle: (request, response) => {
        const { limit, cursor, ...filter } = parseQuery(inventoryListQuerySchema, request);
        const all = lists(filter);
        const { items, nextCursor } = pageOf(all, { limit, cursor });
        response.json({ items: items.map(presentEntry), nextCursor, total: all.length });
      },
    },
    {
      method: 'get',
      path: '/inventory/matches',
      access: 'viewer',
      summary: 'The known tunnels or interfaces that an entry with these patterns would match',
      query: inventoryMatchQuerySchema,
      answer: inventoryMatchPageSchema,
      handle: (request, response) => {
        response.json(matchingSubjects(parseQuery(inventoryMatchQuerySchema, request), context));
      },
    },
    {
      method: 'get',
      path: '/inventory/{id}',
      access: 'viewer',
      summary: 'One inventory entry',
      answer: apiInventoryEntrySchema,
      handle: (request, response) => {
        const id = idParameter(request, 'inventory entry');
        const entry = context.inventory().get(id);
        if (entry === undefined) throw new HttpProblem(404, 'not-found', `no such inventory entry: ${String(id)}`);
        response.json(presentEntry(entry));
      },
    },
  ];
}

function writingRoutes(context: ApiContext): Route[] {
  return [
    {
      method: 'post',
      path: '/inventory',
      access: 'operator',
      summary: 'Adds an entry; refused if one for the same subject exists',
      body: inventoryBodySchema,
      answer: apiInventoryEntrySchema,
      handle: async (request, response) => {
        const fields = parseBody(inventoryBodySchema, request);
        response.json(await edit(context, request, { action: 'add', fields }));
      },
    },
    {
      method: 'put',
      path: '/inventory/{id}',
      access: 'operator',
      summary: 'Replaces an entry. Refused with 409 and the current entry if the version is not the newest',
      body: inventoryChangeBodySchema,
      answer: apiInventoryEntrySchema,
      handle: async (request, response) => {
        const { version, ...fields } = parseBody(inventoryChangeBodySchema, request);
        const command = { action: 'change' as const, id: idParameter(request, 'inventory entry'), version, fields };
        response.json(await edit(context, request, command));
      },
    },
    {
      method: 'delete',
      path: '/inventory/{id}',
      access: 'operator',
      summary: 'Removes an entry and returns it; refused with 409 if the version is not the newest',
      query: inventoryRemovalQuerySchema,
      answer: apiInventoryEntrySchema,
      handle: async (request, response) => {
        const { version } = parseQuery(inventoryRemovalQuerySchema, request);
        const command = { action: 'remove' as const, id: idParameter(request, 'inventory entry'), version };
        response.json(await edit(context, request, command));
      },
    },
  ];
}

/** Changes one entry, and returns it; a refusal contains the conflicting entry. */
async function edit(context: ApiContext, request: Request, command: InventoryCommand) {
  const { entry } = await carryOut(context, request, ['editInventory', command], ({ problem }) => {
    const current = inventoryEntrySchema.safeParse(problem.current);
    return current.success ? presentEntry(current.data) : undefined;
  });
  return presentEntry(entry);
}

function presentEntry(entry: InventoryEntry) {
  return { ...entry, updatedAt: iso(entry.updatedAt) };
}

/** What an entry with these patterns would fit of what is known, some of it, and how many in all. */
function matchingSubjects(
  { kind, gateway, pattern, limit }: InventoryMatchQuery,
  { model, names }: Pick<ApiContext, 'model' | 'names'>,
) {
  const fitsGateway = compilePattern(gateway);
  const fitsName = compilePattern(pattern);
  const items: Subject[] = [];
  let total = 0;
  for (const subject of kind === 'matchkey' ? tunnelsOf(model()) : model().interfaces()) {
    if (!fitsGateway(subject.gateway)) continue;
    if (!fitsName(subject.kind === 'tunnel' ? subject.matchkey : subject.iface)) continue;
    total += 1;
    if (items.length < limit) items.push(subject);
  }
  return { items: items.map((subject) => named({ subject }, names())), nextCursor: null, total };
}

function* tunnelsOf(model: ReturnType<ApiContext['model']>): Iterable<Extract<Subject, { kind: 'tunnel' }>> {
  for (const { gateway, matchkey } of model.tunnels.values()) yield { kind: 'tunnel', gateway, matchkey };
}
