import { alertSchema } from '@tunnelwatch/shared/alert';
import type { AuditEntry } from '@tunnelwatch/shared/audit';
import { z } from 'zod';
import { alertOfTarget } from '../../alert/registry/alert-change.js';
import { BULK_TARGET } from '../../alert/registry/bulk-note.js';

/** What a report needs of an alert that changed. */
const changedAlertSchema = alertSchema.pick({
  id: true,
  rule: true,
  subject: true,
  message: true,
  class: true,
  priority: true,
  severity: true,
  state: true,
  isPast: true,
  openedAt: true,
  lastTime: true,
  previousId: true,
  foldedInto: true,
  acknowledgement: true,
  assignee: true,
  shelf: true,
});

export type ChangedAlert = z.infer<typeof changedAlertSchema>;

/** An audit entry, with only the content that a report needs. */
export interface ShiftChange extends Pick<AuditEntry, 'id' | 'at' | 'actor' | 'action' | 'target' | 'comment'> {
  /** The alert afterwards; null for an entry about something else. */
  alert: ChangedAlert | null;
  /** For a bulk action: how many it changed, each with an entry that follows at once. */
  changed: number | null;
  /** For a maintenance window: its end, epoch ms. */
  until: number | null;
}

const bulkSchema = z.object({ changed: z.number().int() });
const windowSchema = z.object({ until: z.number() });

/** Extracts from an entry what a report needs. */
export function shiftChange(entry: Omit<ShiftChange, 'alert' | 'changed' | 'until'> & { after: unknown }): ShiftChange {
  const { after, ...rest } = entry;
  const isWindow = entry.target.startsWith('window ');
  return {
    ...rest,
    // The trail contains what was stored then: of an entry in another form only the texts are used.
    alert: alertOfTarget(entry.target) === undefined ? null : (changedAlertSchema.safeParse(after).data ?? null),
    changed: entry.target === BULK_TARGET ? (bulkSchema.safeParse(after).data?.changed ?? 0) : null,
    until: isWindow ? (windowSchema.safeParse(after).data?.until ?? null) : null,
  };
}
