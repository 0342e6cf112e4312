import type { RuleEntry } from '@tunnelwatch/shared/alert-rules';
import type { SubmitEvent } from 'react';
import { Button } from '../../components/form/Button.js';
import { Time } from '../../components/time/Time.js';
import { numberOf } from './rule-draft.js';
import { numberText, numberWords, RULE_WORDS } from './rule-labels.js';
import { RuleBudget } from './RuleBudget.js';
import { RuleFields } from './RuleFields.js';
import styles from './RulesPage.module.css';
import { type RuleEditing, useRuleEditor } from './use-rule-editor.js';

interface RuleEditorProps {
  readonly entry: RuleEntry;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

/** Changes a rule: its fields, what it would have raised, and saving it over the version that was seen. */
export function RuleEditor({ entry, onSaved, onClose }: RuleEditorProps) {
  const editing = useRuleEditor(entry, onSaved);
  const { base, read, isChanged, isOvertaken, isSaving, isConfigured, save, revert } = editing;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void save();
  };
  return (
    <form className={styles.editor} aria-label={`Settings of ${RULE_WORDS[base.name].title}`} onSubmit={submit}>
      <RuleFields editing={editing} />
      <RuleBudget editing={editing} />
      <Outcome editing={editing} />
      <div className={styles.buttons}>
        <Button look="strong" type="submit" disabled={isSaving || read.settings === null || !isChanged}>
          {isSaving ? 'Saving…' : isOvertaken ? `Save over version ${base.version}` : 'Save'}
        </Button>
        <Button disabled={isConfigured} onClick={() => revert(base.configured)}>
          Back to the default
        </Button>
        <Button onClick={onClose}>{isChanged ? 'Discard' : 'Close'}</Button>
        {isConfigured && isChanged ? (
          <span className={styles.soft}>Once saved, it follows the configuration file again.</span>
        ) : null}
      </div>
    </form>
  );
}

/** How saving went: saved, refused, or somebody else was faster. */
function Outcome({ editing }: { readonly editing: RuleEditing }) {
  const { base, problem, isOvertaken, isSaved } = editing;
  if (isSaved) {
    return (
      <p className={styles.soft} role="status">
        Saved: version {base.version} is in force.
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

/** The newer version beside what was typed. */
function Overtaken({ editing: { base, revert } }: { readonly editing: RuleEditing }) {
  const { name, version, changed, settings } = base;
  return (
    <div className={styles.refusal} role="alert">
      <p>
        Not saved: {changed?.by ?? 'somebody'} was faster{changed === null ? null : ', at '}
        {changed === null ? null : <Time at={changed.at} />}. Version {version} is in force:
      </p>
      <p>
        {settings.enabled ? 'on' : 'off'}
        {RULE_WORDS[name].numbers.map((number) => {
          const text = numberText(numberOf(settings, number), numberWords(name, number));
          return ` · ${numberWords(name, number).label} ${text}`;
        })}
        {` · Priority ${settings.priority}`}
      </p>
      <Button onClick={() => revert(settings)}>Take theirs</Button>
    </div>
  );
}
