import { Fact } from '../../components/layout/FactStrip.js';
import { formatBytes } from '../../format/format-number.js';
import { useStatus } from '../../live/use-live.js';
import { storeNote } from './store-note.js';

/** Room that the store takes, how far back it reaches, and what is to be done about it. */
export function StoreFact() {
  const storage = useStatus()?.storage ?? null;
  if (storage === null) return null;
  const { note, isAlarming } = storeNote(storage);
  return (
    <Fact name="Store" note={note} isAlarming={isAlarming}>
      {formatBytes(storage.bytes + storage.walBytes)}
    </Fact>
  );
}
