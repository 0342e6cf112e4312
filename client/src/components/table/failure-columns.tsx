import { FAILURES } from '@tunnelwatch/shared/failure-class';
import { formatCount } from '@tunnelwatch/shared/format-number';
import type { ComponentProps } from 'react';
import { ClassSwatch } from '../badge/ClassLabel.js';
import { ClassCount } from '../tunnel/ClassCount.js';
import type { TableColumn } from './table-columns.js';

type Counts = ComponentProps<typeof ClassCount>;

/** What a tunnel and a gateway have alike. */
interface FailureFacts {
  readonly recentTotal: number;
  readonly recent: Counts['recent'];
  readonly counts: Counts['ever'];
}

export const RECENT = 'in the last 60 minutes of data';

const REPLAY = ['replay'] as const;
const INTEGRITY = ['integrity'] as const;
const OTHERS = FAILURES.filter((name) => name !== 'replay' && name !== 'integrity');

/** The failures of the last hour, of a tunnel or of a gateway: all, and by class. */
export const FAILURE_COLUMNS: readonly TableColumn<FailureFacts, 'recent' | 'replay' | 'integrity'>[] = [
  {
    id: 'recent',
    title: 'Failures, 1 h',
    hint: `All failures ${RECENT}`,
    sort: 'recent',
    width: '6.5rem',
    isNumber: true,
    cell: ({ recentTotal }) => <strong>{formatCount(recentTotal)}</strong>,
  },
  {
    id: 'replay',
    title: 'Replay',
    hint: `Replay failures ${RECENT}`,
    mark: <ClassSwatch failureClass="replay" />,
    sort: 'replay',
    width: '5rem',
    isNumber: true,
    yields: 1,
    cell: ({ recent, counts }) => <ClassCount classes={REPLAY} recent={recent} ever={counts} />,
  },
  {
    id: 'integrity',
    title: 'Integrity',
    hint: `Integrity failures ${RECENT}`,
    mark: <ClassSwatch failureClass="integrity" />,
    sort: 'integrity',
    width: '5.5rem',
    isNumber: true,
    yields: 1,
    cell: ({ recent, counts }) => <ClassCount classes={INTEGRITY} recent={recent} ever={counts} />,
  },
  {
    id: 'other',
    title: 'Other',
    hint: `All other failure classes together ${RECENT}; unknown messages not included`,
    mark: <ClassSwatch failureClass="malformed" />,
    width: '4.75rem',
    isNumber: true,
    yields: 2,
    cell: ({ recent, counts }) => <ClassCount classes={OTHERS} recent={recent} ever={counts} />,
  },
];
