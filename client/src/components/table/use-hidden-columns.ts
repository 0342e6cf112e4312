import type { TableName } from '@tunnelwatch/shared/personal-settings';
import { useMemo } from 'react';
import { usePersonalSettings } from '../../settings/use-personal-settings.js';

interface HiddenColumns {
  readonly hidden: ReadonlySet<string>;
  readonly setHidden: (id: string, isHidden: boolean) => void;
}

const NONE: readonly string[] = [];

/** Which columns of a table the person at this page has hidden; it is kept with their settings. */
export function useHiddenColumns(table: TableName): HiddenColumns {
  const { settings, change } = usePersonalSettings();
  const ids = settings.hiddenColumns[table] ?? NONE;
  const hidden = useMemo(() => new Set(ids), [ids]);
  return {
    hidden,
    setHidden: (id, isHidden) => {
      const others = ids.filter((each) => each !== id);
      const next = isHidden ? [...others, id].sort() : others;
      void change({ hiddenColumns: { ...settings.hiddenColumns, [table]: next } });
    },
  };
}
