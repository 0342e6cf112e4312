import {
  apiInventoryEntrySchema,
  inventoryListQuerySchema,
  inventoryMatchPageSchema,
  inventoryMatchQuerySchema,
  inventoryPageSchema,
  inventoryRemovalQuerySchema,
} from '@tunnelwatch/shared/api-inventory';
import {
  inventoryBodySchema,
  inventoryChangeBodySchema,
  type InventoryEntry,
  inventoryEntrySchema,
  type InventoryCommand,
} from '@tunnelwatch/shared/inventory';
import type { Request } from 'express';
import { carryOut } from '../carry-out.js';
import type { ApiContext } from '../api-context.js';
import { HttpProblem } from '../http-problem.js';
import { inventoryLists } from './inventory-lists.js';
import { matchingSubjects } from './inventory-matches.js';
import { iso } from '@tunnelwatch/shared/iso-time';
import { parseBody, parseQuery, pathParameter, type Route } from '../route.js';

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
        const from = Number(cursor ?? 0);
        if (!Number.isSafeInteger(from) || from < 0) {
          throw new HttpProblem(400, 'bad-request', 'cursor: use nextCursor of the previous page');
        }
        const all = lists(filter);
        const next = from + limit;
        const items = all.slice(from, next).map(presentEntry);
        response.json({ items, nextCursor: next < all.length ? String(next) : null, total: all.length });
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
        const id = entryId(request);
        const entry = context.inventory().get(id);
        if (entry === undefined) throw noEntry(String(id));
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
        const command = { action: 'change' as const, id: entryId(request), version, fields };
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
        const command = { action: 'remove' as const, id: entryId(request), version };
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

function entryId(request: Request): number {
  const text = pathParameter(request, 'id');
  if (!/^[1-9]\d{0,14}$/.test(text)) throw noEntry(text);
  return Number(text);
}

function noEntry(id: string): HttpProblem {
  return new HttpProblem(404, 'not-found', `no such inventory entry: ${id}`);
}
