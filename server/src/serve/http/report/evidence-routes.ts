import { tunnelTimeQuerySchema } from '@tunnelwatch/shared/api';
import { type Alert, episodeEnd, storyStart } from '@tunnelwatch/shared/alert';
import { subjectLabel } from '@tunnelwatch/shared/subject-labels';
import type { Request, Response } from 'express';
import { pipeline } from 'node:stream/promises';
import yazl from 'yazl';
import { knownPrincipal } from '../access-guard.js';
import { findAlert } from '../alerts/alert-routes.js';
import type { ApiContext } from '../api-context.js';
import { packFiles } from './evidence-pack.js';
import type { EvidenceScope } from '../../../core/report/evidence/evidence.js';
import { collectEvidence } from './collect-evidence.js';
import type { Naming } from '../../../core/inventory/shown.js';
import { HttpProblem } from '../http-problem.js';
import { holderOf } from '../request-asker.js';
import { endWhenStalled } from '../stalled-download.js';
import { principalLabel } from '../../people/principal.js';
import { type Full, Places } from '../../limits/places.js';
import { idParameter, type Route } from '../route.js';
import { tunnelTimeOf } from '../tunnels/tunnel-time.js';

/** Each holds some ten megabytes until its client has read it. The last places are for operators and admins. */
const LIMITS = { perHolder: 2, total: 8, kept: 2 };

/** Evidence packs for vendor tickets, as one ZIP. */
export function evidenceRoutes(context: ApiContext, clock: () => number): Route[] {
  const send = packSender(context, clock);
  return [
    {
      method: 'get',
      path: '/alerts/{id}/evidence',
      access: 'viewer',
      summary: 'Evidence pack of an alert as a ZIP: its lines, a chart, its history, the catalogue texts',
      media: ['application/zip'],
      handle: async (request, response) => {
        const alert = await findAlert(context, idParameter(request, 'alert'));
        await send(request, response, scopeOfAlert(alert, context.names()), `alert-${String(alert.id)}`);
      },
    },
    {
      method: 'get',
      path: '/tunnels/{gateway}/{matchkey}/evidence',
      access: 'viewer',
      summary: 'Evidence pack of a tunnel for a time range as a ZIP: its lines, a chart, the catalogue texts',
      query: tunnelTimeQuerySchema,
      media: ['application/zip'],
      handle: async (request, response) => {
        const { gateway, matchkey, ...range } = tunnelTimeOf(request, context.referenceTime());
        const words = subjectLabel(
          { kind: 'tunnel', gateway, matchkey },
          context.names().tunnelName(gateway, matchkey),
        );
        const title = `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
        const scope = { title, subject: { gateway, matchkey }, ...range, alert: undefined };
        await send(request, response, scope, `tunnel-${fileName(`${gateway}-${matchkey}`)}`);
      },
    },
  ];
}

function packSender(context: ApiContext, clock: () => number) {
  const places = new Places(LIMITS);
  return async (request: Request, response: Response, scope: EvidenceScope, name: string): Promise<void> => {
    const place = places.take(holderOf(request));
    if (typeof place === 'string') throw refusal(place, request, context);
    try {
      const making = { at: clock(), by: knownPrincipal(request).name, version: context.version };
      const files = packFiles(await collectEvidence(scope, context), making);
      response.attachment(`tunnelwatch-${name}.zip`);
      response.setHeader('Cache-Control', 'no-store, no-transform');
      endWhenStalled(response, context.limits);
      await sendZip(response, files, making.at);
    } finally {
      place();
    }
  };
}

function refusal(full: Full, request: Request, { limits }: ApiContext): HttpProblem {
  if (full === 'own') limits.note('evidence');
  else limits.noteShutOut('evidence', principalLabel(knownPrincipal(request), request.ip ?? ''));
  const detail =
    full === 'own'
      ? `${String(LIMITS.perHolder)} evidence packs of yours are being created or downloaded: wait for one of them`
      : 'other evidence packs are being created or downloaded: try again in a few seconds';
  return new HttpProblem(429, 'too-many-requests', detail, { retryAfterSeconds: 10 });
}

async function sendZip(response: Response, files: ReturnType<typeof packFiles>, at: number): Promise<void> {
  const zip = new yazl.ZipFile();
  for (const { name, content } of files) zip.addBuffer(content, name, { mtime: new Date(at) });
  zip.end();
  try {
    await pipeline(zip.outputStream, response);
  } catch (error) {
    // A client that has disconnected gets no error.
    if (!response.destroyed) throw error;
  }
}

function scopeOfAlert(alert: Alert, names: Naming): EvidenceScope {
  const { subject, message } = alert;
  return {
    title: `${subjectLabel(subject, names.nameOf(subject))}: ${message}`,
    subject: filterOf(alert),
    from: storyStart(alert),
    to: episodeEnd(alert),
    alert,
  };
}

/** All events of the alert's subject: whatever else it logged at the time is part of the evidence. */
function filterOf({ subject, messageId }: Alert): EvidenceScope['subject'] {
  switch (subject.kind) {
    case 'tunnel':
      return { gateway: subject.gateway, matchkey: subject.matchkey };
    case 'interface':
      return { gateway: subject.gateway, iface: subject.iface };
    case 'gateway':
      return { gateway: subject.gateway };
    case 'source':
    case 'sender':
    case 'store':
      return null;
    case 'all':
      return messageId === null ? null : { messageId };
  }
}

/** A name as part of a file name, valid on any system. */
function fileName(text: string): string {
  return text.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 80);
}
