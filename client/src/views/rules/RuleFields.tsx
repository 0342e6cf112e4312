import { type AlertRuleName, type RuleNumber } from '@tunnelwatch/shared/alert-rules';
import { PRIORITIES, type Priority } from '@tunnelwatch/shared/priority';
import { useId } from 'react';
import { CheckField } from '../../components/form/CheckField.js';
import form from '../../components/form/form.module.css';
import { PRIORITY_LABEL } from '@tunnelwatch/shared/alert-labels';
import { rangeText } from './rule-draft.js';
import { numberLabels, RULE_LABELS } from './rule-labels.js';
import styles from './RulesPage.module.css';
import type { RuleEditing } from './use-rule-editor.js';

/** The fields of a rule; errors are shown at the field. */
export function RuleFields({ editing: { base, draft, setDraft, read } }: { readonly editing: RuleEditing }) {
  const { name } = base;
  const setPriority = (text: string) => {
    const priority = PRIORITIES.find((each) => each === text);
    if (priority !== undefined) setDraft({ ...draft, priority });
  };
  return (
    <div className={styles.fields}>
      <CheckField
        className={styles.switch}
        label="Enabled"
        isOn={draft.enabled}
        onChange={(enabled) => setDraft({ ...draft, enabled })}
      />
      {RULE_LABELS[name].numbers.map((number) => (
        <NumberField
          key={number}
          rule={name}
          number={number}
          value={draft.texts[number] ?? ''}
          fault={read.faults?.[number]}
          onChange={(text) => setDraft({ ...draft, texts: { ...draft.texts, [number]: text } })}
        />
      ))}
      <PriorityField value={draft.priority} onChange={setPriority} />
    </div>
  );
}

interface PriorityFieldProps {
  readonly value: Priority;
  readonly onChange: (text: string) => void;
}

function PriorityField({ value, onChange }: PriorityFieldProps) {
  return (
    <div>
      <label className={form.field}>
        Priority
        <select className={form.input} value={value} onChange={(event) => onChange(event.target.value)}>
          {PRIORITIES.map((each) => (
            <option key={each} value={each}>
              {PRIORITY_LABEL[each]}
            </option>
          ))}
        </select>
      </label>
      <p className={styles.hint}>Priority of its alerts</p>
    </div>
  );
}

interface NumberFieldProps {
  readonly rule: AlertRuleName;
  readonly number: RuleNumber;
  readonly value: string;
  readonly fault: string | undefined;
  readonly onChange: (text: string) => void;
}

function NumberField({ rule, number, value, fault, onChange }: NumberFieldProps) {
  const words = numberLabels(rule, number);
  const hintId = useId();
  return (
    <div>
      <label className={form.field}>
        {words.label}
        <span className={styles.withUnit}>
          <input
            className={form.input}
            inputMode="decimal"
            autoComplete="off"
            maxLength={20}
            value={value}
            aria-invalid={fault !== undefined}
            aria-describedby={hintId}
            placeholder={number === 'highCount' ? 'never' : undefined}
            onChange={(event) => onChange(event.target.value)}
          />
          <span aria-hidden="true">{words.unit}</span>
        </span>
      </label>
      <p id={hintId} className={fault === undefined ? styles.hint : styles.fault} role={fault && 'alert'}>
        {fault ?? `${words.meaning}; ${rangeText(rule, number)}`}
      </p>
    </div>
  );
}
