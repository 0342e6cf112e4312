import type { Alert } from '@tunnelwatch/shared/alert';
import type { AuditedRequest } from '@tunnelwatch/shared/audit';
import type { MaintenanceWindow } from '@tunnelwatch/shared/maintenance-window';
import type { DemandOf } from './priority-override.js';
import type { AlertMember } from './folding.js';

/** What a book begins with. */
export interface StoredAlerts {
  alerts: readonly Alert[];
  members?: readonly AlertMember[];
  lastId: number;
  /** Requests that were carried out of late, by their keys, as the audit trail has them. */
  requests?: ReadonlyMap<string, AuditedRequest>;
  windows?: readonly MaintenanceWindow[];
  /** What the inventory demands of alerts; nothing unless given. */
  demandOf?: DemandOf;
}
