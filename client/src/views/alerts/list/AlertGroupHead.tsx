import { newestAt } from '@tunnelwatch/shared/alert';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { PRIORITIES } from '@tunnelwatch/shared/priority';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import { useEffect, useRef } from 'react';
import { PriorityBadge } from '../../../components/badge/PriorityBadge.js';
import { Button } from '../../../components/form/Button.js';
import { Age } from '../../../components/time/Age.js';
import { useMay } from '../../../session/who-context.js';
import type { AlertGroup } from './alert-groups.js';
import styles from './AlertList.module.css';

/** What the head of a group can ask for. */
export interface GroupCalls {
  readonly onToggle: (key: string) => void;
  readonly onSelectAll: (group: AlertGroup, isOn: boolean) => void;
  readonly onAcknowledgeAll: (group: AlertGroup) => void;
}

interface AlertGroupHeadProps {
  readonly group: AlertGroup;
  readonly isOpen: boolean;
  /** How many of its alerts are selected. */
  readonly selected: number;
  /** How many of them are new to whoever is at this page. */
  readonly fresh: number;
  readonly tabIndex: 0 | -1;
  readonly calls: GroupCalls;
}

/** The head of a group: what its alerts have in common, how many of each priority there are, and one action for all that wait. */
export function AlertGroupHead({ group, isOpen, selected, fresh, tabIndex, calls }: AlertGroupHeadProps) {
  const { label, alerts, reached, counts } = group;
  const mayAct = useMay('operator');
  const isAll = reached.length > 0 && selected >= reached.length;
  const newest = alerts.reduce((latest, alert) => Math.max(latest, newestAt(alert)), 0);
  return (
    <div className={selected > 0 ? styles.groupSelected : styles.group}>
      <label className={styles.pick}>
        {mayAct ? (
          <SomeBox
            label={`Select ${formatCount(reached.length)} of ${visibleText(label)}`}
            isAll={isAll}
            isDisabled={reached.length === 0}
            isSome={selected > 0 && !isAll}
            tabIndex={tabIndex}
            onChange={() => calls.onSelectAll(group, !isAll)}
          />
        ) : null}
      </label>
      <button
        type="button"
        className={styles.groupName}
        aria-expanded={isOpen}
        tabIndex={tabIndex}
        title={visibleText(label)}
        onClick={() => calls.onToggle(group.key)}
      >
        <span className={styles.chevron} aria-hidden="true">
          {isOpen ? '▾' : '▸'}
        </span>
        <span className={styles.groupLabel}>{visibleText(label)}</span>
      </button>
      <span className={styles.groupCounts}>
        {fresh === 0 ? null : <strong className={styles.newMark}>{formatCount(fresh)} new</strong>}
        {PRIORITIES.filter((priority) => counts[priority] > 0).map((priority) => (
          <span key={priority} className={styles.groupCount}>
            <strong>{formatCount(counts[priority])}</strong> <PriorityBadge priority={priority} />
          </span>
        ))}
      </span>
      <span className={styles.groupAge}>
        <Age at={newest} suffix="ago" />
      </span>
      <span className={styles.state}>
        <GroupAction group={group} tabIndex={tabIndex} calls={calls} />
      </span>
    </div>
  );
}

/** One action for all that wait. Urgent ones are shown first: who acknowledges them has seen them. */
function GroupAction({ group, tabIndex, calls }: Pick<AlertGroupHeadProps, 'group' | 'tabIndex' | 'calls'>) {
  const mayAct = useMay('operator');
  const { waiting, keptBack } = group;
  const all = waiting.length + keptBack;
  if (all === 0) return <span className={styles.soft}>None waiting</span>;
  if (!mayAct) return <span>{formatCount(all)} unacknowledged</span>;
  if (waiting.length === 0) {
    return (
      <Button tabIndex={tabIndex} onClick={() => calls.onToggle(group.key)}>
        Show {formatCount(keptBack)} urgent
      </Button>
    );
  }
  const title = keptBack > 0 ? `Leaves ${formatCount(keptBack)} urgent: open the group to see them` : undefined;
  return (
    <Button tabIndex={tabIndex} title={title} onClick={() => calls.onAcknowledgeAll(group)}>
      Acknowledge {formatCount(waiting.length)}
    </Button>
  );
}

interface SomeBoxProps {
  readonly label: string;
  readonly isAll: boolean;
  /** Some, but not all. */
  readonly isSome: boolean;
  readonly isDisabled: boolean;
  readonly tabIndex: 0 | -1;
  readonly onChange: () => void;
}

/** A box that can be ticked in part, which only a script can say. */
function SomeBox({ label, isAll, isSome, isDisabled, tabIndex, onChange }: SomeBoxProps) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = isSome;
  }, [isSome]);
  return (
    <input
      ref={box}
      type="checkbox"
      aria-label={label}
      checked={isAll}
      disabled={isDisabled}
      tabIndex={tabIndex}
      onChange={onChange}
    />
  );
}
