import type { RuleEntry } from '@tunnelwatch/shared/alert-rules';
import type { SubmitEvent } from 'react';
import { Button } from '../../components/form/Button.js';
import { Time } from '../../components/time/Time.js';
import { numberOf } from './rule-draft.js';
import { numberText, numberLabels, RULE_LABELS } from './rule-labels.js';
import { RuleBudget } from './RuleBudget.js';
import { RuleFields } from './RuleFields.js';
import styles from './RulesPage.module.css';
import { type RuleEditing, useRuleEditor } from './use-rule-editor.js';

interface RuleEditorProps {
  readonly entry: RuleEntry;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

/** Edits a rule: its fields, its alarm budget, and saving over the version that was seen. */
export function RuleEditor({ entry, onSaved, onClose }: RuleEditorProps) {
  const editing = useRuleEditor(entry, onSaved);
  const { base, read, isChanged, isOvertaken, isSaving, isConfigured, save, revert } = editing;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void save();
  };
  return (
    <form className={styles.editor} aria-label={`Settings of ${RULE_LABELS[base.name].title}`} onSubmit={submit}>
      <RuleFields editing={editing} />
      <RuleBudget editing={editing} />
      <Outcome editing={editing} />
      <div className={styles.buttons}>
        <Button variant="strong" type="submit" disabled={isSaving || read.settings === null || !isChanged}>
          {isSaving ? 'Saving…' : isOvertaken ? `Overwrite version ${base.version}` : 'Save'}
        </Button>
        <Button disabled={isConfigured} onClick={() => revert(base.configured)}>
          Reset to default
        </Button>
        <Button onClick={onClose}>{isChanged ? 'Discard' : 'Close'}</Button>
        {isConfigured && isChanged ? (
          <span className={styles.soft}>Once saved, the rule follows the configuration file again.</span>
        ) : null}
      </div>
    </form>
  );
}

/** The result of saving: saved, refused, or somebody else saved first. */
function Outcome({ editing }: { readonly editing: RuleEditing }) {
  const { base, problem, isOvertaken, isSaved } = editing;
  if (isSaved) {
    return (
      <p className={styles.soft} role="status">
        Saved as version {base.version}.
      </p>
    );
  }
  if (problem === null) return null;
  if (!isOvertaken) {
    return (
      <p className={styles.refusal} role="alert">
        {problem.title}. {problem.detail}
      </p>
    );
  }
  return <Overtaken editing={editing} />;
}

/** The newer version beside the edited one. */
function Overtaken({ editing: { base, revert } }: { readonly editing: RuleEditing }) {
  const { name, version, changed, settings } = base;
  return (
    <div className={styles.refusal} role="alert">
      <p>
        Not saved: {changed?.by ?? 'somebody'} changed it first{changed === null ? null : ', at '}
        {changed === null ? null : <Time at={changed.at} />}. Version {version} is now in effect:
      </p>
      <p>
        {settings.enabled ? 'on' : 'off'}
        {RULE_LABELS[name].numbers.map((number) => {
          const text = numberText(numberOf(settings, number), numberLabels(name, number));
          return ` · ${numberLabels(name, number).label} ${text}`;
        })}
        {` · Priority ${settings.priority}`}
      </p>
      <Button onClick={() => revert(settings)}>Use their version</Button>
    </div>
  );
}
