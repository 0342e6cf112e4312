import {
  handOverMailedSchema,
  handOverNoteSchema,
  mailHandOverBodySchema,
  newNoteBodySchema,
  noteListQuerySchema,
  notePageSchema,
  readNoteBodySchema,
} from '@tunnelwatch/shared/hand-over';
import { iso } from '@tunnelwatch/shared/iso-time';
import type { Request } from 'express';
import { randomUUID } from 'node:crypto';
import { handOverText } from '../../../core/report/shift/hand-over-text.js';
import type { NoteAsker } from '../../people/hand-over-notes.js';
import type { PeopleService } from '../../people/people-service.js';
import { knownPrincipal } from '../access-guard.js';
import type { ApiContext } from '../api-context.js';
import { actorOf } from '../carry-out.js';
import { HttpProblem } from '../http-problem.js';
import { valueOf } from '../people/present-people.js';
import { idParameter, parseBody, parseQuery, type Route } from '../route.js';
import { collectReport } from './collect-report.js';
import { presentNote } from './present-report.js';
import { reportSpan } from './report-routes.js';

type Desk = Pick<PeopleService, 'notes' | 'notesOf' | 'addNote' | 'readNote' | 'noteMailed'>;
type Context = Pick<ApiContext, 'reader' | 'version' | 'names' | 'notifications' | 'publicUrl'>;

/** Notes for the next shift, and the hand-over by mail. */
export function handOverRoutes(context: Context, desk: Desk, clock: () => number): Route[] {
  return [
    {
      method: 'get',
      path: '/hand-over-notes',
      access: 'viewer',
      summary: 'Notes for the next shift, the newest first',
      query: noteListQuerySchema,
      answer: notePageSchema,
      handle: (request, response) => {
        const { limit, cursor } = parseQuery(noteListQuerySchema, request);
        const below = cursor === undefined ? undefined : Number(cursor);
        const found = desk.notes({ limit: limit + 1, below }, knownPrincipal(request));
        const items = found.slice(0, limit);
        const nextCursor = found.length > limit ? String(items.at(-1)?.id) : null;
        response.json({ items: items.map(presentNote), nextCursor });
      },
    },
    {
      method: 'post',
      path: '/hand-over-notes',
      access: 'operator',
      summary: 'Writes a note for the next shift',
      body: newNoteBodySchema,
      answer: handOverNoteSchema,
      handle: (request, response) => {
        const { text, by } = parseBody(newNoteBodySchema, request);
        response.json(presentNote(valueOf(desk.addNote(text, askerOf(request, by)))));
      },
    },
    {
      method: 'post',
      path: '/hand-over-notes/{id}/read',
      access: 'operator',
      summary: 'Confirms that you have read a note of another shift',
      body: readNoteBodySchema,
      answer: handOverNoteSchema,
      handle: (request, response) => {
        const { by } = parseBody(readNoteBodySchema, request);
        response.json(presentNote(valueOf(desk.readNote(idParameter(request, 'note'), askerOf(request, by)))));
      },
    },
    mailRoute(context, desk, clock),
  ];
}

function mailRoute(context: Context, desk: Desk, clock: () => number): Route {
  return {
    method: 'post',
    path: '/report/mail',
    access: 'operator',
    summary:
      'Sends the hand-over of a period with its notes through a channel for e-mail, once; returns whether it was taken',
    body: mailHandOverBodySchema,
    answer: handOverMailedSchema,
    handle: async (request, response) => {
      const { channel, by, ...query } = parseBody(mailHandOverBodySchema, request);
      const now = clock();
      const span = reportSpan(query, now);
      const { principal, actor } = askerOf(request, by);
      const notes = desk.notesOf(span, principal);
      const report = await collectReport({ ...span, seesPeople: false, now, notes }, context);
      const { from, to } = { from: iso(span.from), to: iso(span.to) };
      const url = context.publicUrl === null ? null : `${context.publicUrl}report?from=${from}&to=${to}`;
      const mail = { key: `hand-over-${randomUUID()}`, conversation: null, ...handOverText(report, actor.name, url) };
      const outcome = await context.notifications.mail(channel, mail);
      if (outcome === undefined) throw new HttpProblem(404, 'not-found', `no such channel for e-mail: ${channel}`);
      if (outcome.delivered) desk.noteMailed(channel, span, actor);
      response.json(outcome);
    },
  };
}

function askerOf(request: Request, by: string | undefined): NoteAsker {
  return { principal: knownPrincipal(request), actor: actorOf(request, by) };
}
