import { acknowledgementSchema, closureSchema, shelfSchema } from '@tunnelwatch/shared/alert';
import { apiRuleEntrySchema } from '@tunnelwatch/shared/alert-rules';
import {
  alertActionBodySchema,
  alertPageSchema,
  apiAlertHealthSchema,
  apiAlertSchema,
  apiAuditEntrySchema,
  apiChannelSchema,
  apiClusterSchema,
  apiEventSchema,
  apiExplanationSchema,
  apiGatewaySchema,
  apiSourceSchema,
  apiTunnelDiagnosisSchema,
  apiTunnelSchema,
  apiWindowSchema,
  auditPageSchema,
  eventPageSchema,
  sourcePageSchema,
  tunnelPageSchema,
} from '@tunnelwatch/shared/api';
import { apiInventoryEntrySchema } from '@tunnelwatch/shared/api-inventory';
import { catalogueEntrySchema } from '@tunnelwatch/shared/catalogue';
import { tunnelVerdictSchema } from '@tunnelwatch/shared/diagnosis';
import { problemSchema } from '@tunnelwatch/shared/error-code';
import { handOverNoteSchema } from '@tunnelwatch/shared/hand-over';
import { inventoryNameSchema } from '@tunnelwatch/shared/inventory';
import { apiSessionSchema, apiTokenSchema, apiUserSchema, doneSchema } from '@tunnelwatch/shared/people';
import { apiChannelSettingsSchema, apiRouteSchema } from '@tunnelwatch/shared/notification-settings';
import { savedViewSchema } from '@tunnelwatch/shared/saved-views';
import { apiSenderSchema } from '@tunnelwatch/shared/sender';
import { alertSubjectSchema, subjectSchema } from '@tunnelwatch/shared/subject';
import { textsByNameSchema } from '@tunnelwatch/shared/texts-by-name';
import { z } from 'zod';

/** Schemas that have a name in the OpenAPI document; all others stand where they are used. */
const NAMED = {
  Acknowledgement: acknowledgementSchema,
  Alert: apiAlertSchema,
  AlertAction: alertActionBodySchema,
  AlertHealth: apiAlertHealthSchema,
  AlertPage: alertPageSchema,
  AlertSubject: alertSubjectSchema,
  AuditEntry: apiAuditEntrySchema,
  AuditPage: auditPageSchema,
  CatalogueEntry: catalogueEntrySchema,
  Channel: apiChannelSchema,
  ChannelSettings: apiChannelSettingsSchema,
  Closure: closureSchema,
  Cluster: apiClusterSchema,
  Done: doneSchema,
  Event: apiEventSchema,
  EventPage: eventPageSchema,
  Explanation: apiExplanationSchema,
  Gateway: apiGatewaySchema,
  HandOverNote: handOverNoteSchema,
  InventoryEntry: apiInventoryEntrySchema,
  InventoryName: inventoryNameSchema,
  MaintenanceWindow: apiWindowSchema,
  NotificationRoute: apiRouteSchema,
  Problem: problemSchema,
  Rule: apiRuleEntrySchema,
  SavedView: savedViewSchema,
  Sender: apiSenderSchema,
  Session: apiSessionSchema,
  Shelf: shelfSchema,
  Source: apiSourceSchema,
  SourcePage: sourcePageSchema,
  Subject: subjectSchema,
  Token: apiTokenSchema,
  Tunnel: apiTunnelSchema,
  TunnelDiagnosis: apiTunnelDiagnosisSchema,
  TunnelPage: tunnelPageSchema,
  User: apiUserSchema,
  Verdict: tunnelVerdictSchema,
} satisfies Record<string, z.ZodType>;

const LOCAL = '"#/$defs/';
const SHARED = '"#/components/schemas/';

/** Puts schemas into an OpenAPI document: those with a name once, and references to them elsewhere. */
export class SchemaComponents {
  /** What was referred to so far, by name. */
  readonly schemas: Record<string, unknown> = {};
  private readonly registry = z.registry<z.GlobalMeta>();

  constructor() {
    for (const [id, schema] of Object.entries(NAMED)) this.registry.add(schema, { id });
    // It describes itself: no part of it does.
    this.registry.add(textsByNameSchema, textsByNameSchema.meta() ?? {});
  }

  /** A schema of the wire format, so of the input side: times are strings there. */
  add(schema: z.ZodType): Record<string, unknown> {
    const made = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', metadata: this.registry });
    const { $schema: _, $defs = {}, ...own } = shared(made);
    Object.assign(this.schemas, $defs);
    return own;
  }
}

const documentSchema = z.looseObject({ $defs: z.record(z.string(), z.unknown()).optional() });

function shared(schema: unknown): z.infer<typeof documentSchema> {
  return documentSchema.parse(JSON.parse(JSON.stringify(schema).replaceAll(LOCAL, SHARED)));
}
