import { useState } from 'react';
import { ParameterTable } from '../src/components/event/ParameterTable.js';
import { RawLine } from '../src/components/event/RawLine.js';
import type { Sorting } from '../src/components/list/sorting.js';
import { DataTable } from '../src/components/table/DataTable.js';
import type { TableColumn } from '../src/components/table/table-columns.js';
import { TunnelName } from '../src/components/tunnel/TunnelName.js';
import { NAMED, RAW_LINE } from './samples.js';
import { Samples } from './Samples.js';

interface SampleRow {
  readonly matchkey: string;
  readonly drops: number;
}

type SampleSort = 'tunnel' | 'drops';

const ROWS: readonly SampleRow[] = Array.from({ length: 5 }, (_, at) => ({
  matchkey: String(4711 + at),
  drops: (5 - at) * 1234,
}));

export const COLUMNS: readonly TableColumn<SampleRow, SampleSort>[] = [
  {
    id: 'tunnel',
    title: 'Tunnel',
    sort: 'tunnel',
    width: 'minmax(16rem, 1fr)',
    isFixed: true,
    cell: ({ matchkey }) => (
      <TunnelName gateway="gw-north" matchkey={matchkey} inventory={matchkey === '4711' ? NAMED : null} />
    ),
  },
  {
    id: 'drops',
    title: 'Drops',
    sort: 'drops',
    width: '8rem',
    isNumber: true,
    cell: ({ drops }) => drops.toLocaleString('en'),
  },
];

/** Tables of any length, of fields, and the lines behind them. */
export function TableSamples() {
  const [sorting, setSorting] = useState<Sorting<SampleSort>>({ sort: 'drops', order: 'desc' });
  return (
    <Samples title="Tables" isWide>
      <DataTable
        sorting={{
          ...sorting,
          onSort: (sort) => setSorting({ sort, order: sorting.order === 'asc' ? 'desc' : 'asc' }),
        }}
        table="tunnels"
        label="Sample table"
        columns={COLUMNS}
        rows={ROWS}
        total={ROWS.length}
        keyOf={({ matchkey }) => matchkey}
        narrowRow={({ matchkey }) => <TunnelName gateway="gw-north" matchkey={matchkey} inventory={null} />}
      />
      <ParameterTable
        event={{
          class: 'replay',
          parameters: { seqno: '7', windowbase: '900', windowsize: '64', matchkey: '4711' },
          numbers: { seqno: '7', windowbase: '900', windowsize: '64' },
        }}
      />
      <RawLine text={RAW_LINE} />
    </Samples>
  );
}
