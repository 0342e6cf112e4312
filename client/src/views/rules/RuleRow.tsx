import type { RuleEntry } from '@tunnelwatch/shared/alert-rules';
import { Button } from '../../components/form/Button.js';
import { PriorityBadge } from '../../components/badge/PriorityBadge.js';
import { Time } from '../../components/time/Time.js';
import { useMay } from '../../session/who-context.js';
import { numberOf } from './rule-draft.js';
import { numberText, numberLabels, RULE_LABELS } from './rule-labels.js';
import { RuleEditor } from './RuleEditor.js';
import styles from './RulesPage.module.css';

interface RuleRowProps {
  readonly entry: RuleEntry;
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
  readonly onSaved: () => void;
}

/** One rule: what it raises, its settings, the effective version, since when and by whom; and its form when it is open. */
export function RuleRow({ entry, isOpen, onOpen, onSaved }: RuleRowProps) {
  const { name, settings } = entry;
  const { title, raises, numbers } = RULE_LABELS[name];
  const mayEdit = useMay('admin');
  return (
    <li className={styles.rule} aria-label={title}>
      <div className={settings.enabled ? styles.row : styles.rowOff}>
        <div>
          <h3 className={styles.name}>{title}</h3>
          <p className={styles.soft}>{raises}</p>
        </div>
        <span className={styles.state}>
          {settings.enabled ? <PriorityBadge priority={settings.priority} /> : <strong>Off</strong>}
        </span>
        <dl className={styles.numbers}>
          {numbers.map((number) => (
            <div key={number}>
              <dt>{numberLabels(name, number).label}</dt>
              <dd>{numberText(numberOf(settings, number), numberLabels(name, number))}</dd>
            </div>
          ))}
        </dl>
        <Standing entry={entry} />
        {mayEdit ? (
          <Button aria-expanded={isOpen} aria-label={`Edit ${title}`} onClick={() => onOpen(!isOpen)}>
            Edit
          </Button>
        ) : null}
      </div>
      {isOpen && mayEdit ? <RuleEditor entry={entry} onSaved={onSaved} onClose={() => onOpen(false)} /> : null}
    </li>
  );
}

function Standing({ entry: { version, isSet, changed } }: { readonly entry: RuleEntry }) {
  return (
    <p className={styles.standing}>
      Version {version}
      <span className={styles.soft}>
        {isSet ? 'set here' : 'as configured'}
        {changed === null ? null : (
          <>
            {' '}
            since <Time at={changed.at} /> by {changed.by}
          </>
        )}
      </span>
    </p>
  );
}
