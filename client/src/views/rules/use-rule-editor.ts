import { apiRuleEntrySchema, type RuleEntry } from '@tunnelwatch/shared/alert-rules';
import type { Problem } from '@tunnelwatch/shared/error-code';
import { useState } from 'react';
import { setRule } from '../../http/api.js';
import { problemFrom } from '../../http/http-error.js';
import { draftOf, isSameDraft, readDraft, type ReadDraft, type RuleDraft } from './rule-draft.js';

/** A rule while it is being edited. */
export interface RuleEditing {
  /** The rule as it was when editing began, or the current one after somebody else saved first. */
  readonly base: RuleEntry;
  readonly draft: RuleDraft;
  readonly setDraft: (draft: RuleDraft) => void;
  readonly read: ReadDraft;
  readonly isChanged: boolean;
  /** The form equals the configuration: once saved, the rule follows it again. */
  readonly isConfigured: boolean;
  /** Somebody else changed the rule meanwhile: `base` is theirs. */
  readonly isOvertaken: boolean;
  readonly isSaving: boolean;
  readonly isSaved: boolean;
  readonly problem: Problem | null;
  readonly save: () => Promise<void>;
  readonly revert: (to: RuleEntry['settings']) => void;
}

interface Outcome {
  readonly isOvertaken: boolean;
  readonly isSaving: boolean;
  readonly isSaved: boolean;
  readonly problem: Problem | null;
}

const NOTHING: Outcome = { isOvertaken: false, isSaving: false, isSaved: false, problem: null };

/** Edits a rule, and saves it over the version that its author saw. */
export function useRuleEditor(entry: RuleEntry, onSaved: () => void): RuleEditing {
  const { name } = entry;
  const [base, setBase] = useState(entry);
  const [draft, setDraft] = useState(() => draftOf(name, entry.settings));
  const [outcome, setOutcome] = useState(NOTHING);
  const read = readDraft(name, draft);
  const isConfigured = isSameDraft(name, draft, draftOf(name, base.configured));
  const isChanged = !isSameDraft(name, draft, draftOf(name, base.settings)) || (isConfigured && base.isSet);
  async function save(): Promise<void> {
    if (read.settings === null) return;
    setOutcome({ ...NOTHING, isSaving: true });
    try {
      const saved = await setRule(name, { version: base.version, settings: isConfigured ? null : read.settings });
      setBase(saved);
      setDraft(draftOf(name, saved.settings));
      setOutcome({ ...NOTHING, isSaved: true });
    } catch (error) {
      const problem = problemFrom(error);
      const newer = problem.code === 'stale-version' ? apiRuleEntrySchema.safeParse(problem.current) : undefined;
      if (newer?.success === true) setBase(newer.data);
      setOutcome({ ...NOTHING, isOvertaken: newer?.success === true, problem });
    }
    onSaved();
  }
  return {
    base,
    draft,
    read,
    isChanged,
    isConfigured,
    save,
    ...outcome,
    setDraft: (next) => {
      setDraft(next);
      setOutcome({ ...outcome, isSaved: false });
    },
    revert: (settings) => {
      setDraft(draftOf(name, settings));
      setOutcome(NOTHING);
    },
  };
}
