import type { InventoryName } from '@tunnelwatch/shared/inventory';
import { exactPattern } from '@tunnelwatch/shared/inventory-pattern';
import { useState } from 'react';
import { Button } from '../../components/form/Button.js';
import type { TunnelNames } from '../../components/diagnosis/use-diagnosis.js';
import { fetchInventoryEntry } from '../../http/inventory-api.js';
import { useApiQuery } from '../../http/use-api-query.js';
import { useMay } from '../../session/who-context.js';
import { EntryDialog } from '../../components/lazy-dialogs.js';

interface TunnelEntryProps extends TunnelNames {
  readonly inventory: InventoryName | null;
}

/** Lets operators name a tunnel, or edit the entry that names it. */
export function TunnelEntryButton({ gateway, matchkey, inventory }: TunnelEntryProps) {
  const [isOpen, setIsOpen] = useState(false);
  const mayWrite = useMay('operator');
  if (!mayWrite) return null;
  const close = (): void => setIsOpen(false);
  const first = { gateway: exactPattern(gateway), pattern: exactPattern(matchkey) };
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>{inventory === null ? 'Add name' : 'Edit name'}</Button>
      {!isOpen ? null : inventory === null ? (
        <EntryDialog entry={null} first={first} onClose={close} />
      ) : (
        <KnownEntry id={inventory.id} onClose={close} />
      )}
    </>
  );
}

function KnownEntry({ id, onClose }: { readonly id: number; readonly onClose: () => void }) {
  const { data, problem } = useApiQuery({
    key: ['inventory entry', id],
    load: (signal) => fetchInventoryEntry(id, signal),
  });
  if (problem !== null) return <span role="alert">{problem.detail}</span>;
  return data === null ? null : <EntryDialog entry={data} onClose={onClose} />;
}

/** The inventory's fields besides the name, and the rule that matched. */
export function TunnelEntryNote({ inventory }: { readonly inventory: InventoryName | null }) {
  if (inventory === null) return null;
  const { site, peer, priority, rule } = inventory;
  return (
    <>
      {site === '' ? null : <> · {site}</>}
      {peer === '' ? null : <> · peer {peer}</>}
      {priority === null ? null : <> · minimum alert priority {priority}</>}
      {rule === null ? null : (
        <>
          {' '}
          · named by the pattern <code>{rule.pattern}</code>{' '}
          {rule.gateway === '*' ? 'on any gateway' : <>on {rule.gateway}</>}
        </>
      )}
    </>
  );
}
