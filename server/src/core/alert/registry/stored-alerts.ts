import type { SubjectVerdict } from './alert-verdicts.js';
import type { Alert } from '@tunnelwatch/shared/alert';
import type { AuditedRequest } from '@tunnelwatch/shared/audit';
import type { MaintenanceWindow } from '@tunnelwatch/shared/maintenance-window';
import type { AlertSubject } from '@tunnelwatch/shared/subject';
import type { DemandOf } from './priority-override.js';
import type { AlertMember } from './folding.js';
import type { TwinAlert } from './joined-alerts.js';

/** The initial state of a registry. */
export interface StoredAlerts {
  alerts: readonly Alert[];
  members?: readonly AlertMember[];
  lastId: number;
  /** Open alerts that others stand for, at the start at `at` (epoch ms). */
  twins?: { alerts: readonly TwinAlert[]; at: number };
  /** Recently executed requests, by their keys, from the audit trail. */
  requests?: ReadonlyMap<string, AuditedRequest>;
  windows?: readonly MaintenanceWindow[];
  /** The inventory's minimum priorities; none by default. */
  demandOf?: DemandOf;
  /** Whether the gateway of a subject is so new that its name may be made up; never by default. `at` is epoch ms. */
  isNewGateway?: (subject: AlertSubject, at: number) => boolean;
  /** Verdicts that go on. */
  verdicts?: readonly SubjectVerdict[];
}
