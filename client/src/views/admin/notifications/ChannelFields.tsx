import { ALERT_CLASSES } from '@tunnelwatch/shared/alert';
import { PRIORITY_LABEL } from '@tunnelwatch/shared/alert-labels';
import { CLASS_LABEL } from '@tunnelwatch/shared/class-labels';
import { CHANNEL_KINDS, NOTIFICATION_OCCASIONS, type NotificationOccasion } from '@tunnelwatch/shared/notification';
import type { ApiChannelSettings } from '@tunnelwatch/shared/notification-settings';
import { PRIORITIES } from '@tunnelwatch/shared/priority';
import { CheckField } from '../../../components/form/CheckField.js';
import { Button } from '../../../components/form/Button.js';
import form from '../../../components/form/form.module.css';
import { Time } from '../../../components/time/Time.js';
import { type ChannelDraft, hasPart, needsPart, withKind } from './channel-draft.js';
import { ADDRESS_LABEL, KIND_LABEL, OCCASION_LABEL, SECRET_LABEL } from './channel-labels.js';
import { ChoiceList } from './ChoiceList.js';
import { Field } from './Field.js';
import styles from './NotificationForm.module.css';

/** Whoever is told of new alerts is told of these, whatever else is chosen [ALM-95, ALM-96]. */
const TOLD_WITH_NEW_ALERTS: readonly NotificationOccasion[] = ['newCritical', 'unanswered'];

interface ChannelFieldsProps {
  readonly draft: ChannelDraft;
  readonly set: (part: Partial<ChannelDraft>) => void;
  /** The channel as it is; null for a new one. */
  readonly base: ApiChannelSettings | null;
}

/** The fields of a channel: those that its kind has. */
export function ChannelFields({ draft, set, base }: ChannelFieldsProps) {
  const { kind } = draft;
  const text = (part: 'url' | 'topic' | 'from' | 'user') => ({
    value: draft[part],
    onChange: (typed: string) => set({ [part]: typed }),
    isRequired: needsPart(draft, part),
  });
  return (
    <>
      <div className={styles.pair}>
        <Field
          label="Name"
          value={draft.name}
          onChange={(name) => set({ name })}
          placeholder="noc"
          isRequired
          isFirst={base === null}
        />
        <label className={form.field}>
          Kind
          <select
            className={form.input}
            value={kind}
            onChange={(event) => {
              const next = CHANNEL_KINDS.find((each) => each === event.target.value);
              if (next !== undefined) set(withKind(draft, next));
            }}
          >
            {CHANNEL_KINDS.map((each) => (
              <option key={each} value={each}>
                {KIND_LABEL[each]}
              </option>
            ))}
          </select>
        </label>
      </div>
      {hasPart(draft, 'url') ? (
        <Field label={ADDRESS_LABEL[kind].label} placeholder={ADDRESS_LABEL[kind].example} {...text('url')} />
      ) : null}
      {hasPart(draft, 'topic') ? <Field label="Topic" placeholder="noc-alerts" {...text('topic')} /> : null}
      {hasPart(draft, 'from') ? <Field label="From" placeholder="tunnelwatch@noc.example" {...text('from')} /> : null}
      {hasPart(draft, 'to') ? (
        <Field
          label="To, one address per line"
          value={draft.to}
          onChange={(to) => set({ to })}
          rows={2}
          isRequired={needsPart(draft, 'to')}
        />
      ) : null}
      {hasPart(draft, 'user') ? <Field label="User, if it needs one" {...text('user')} /> : null}
      <SecretField draft={draft} set={set} base={base} />
      <FilterFields draft={draft} set={set} />
      <MoreFields draft={draft} set={set} />
    </>
  );
}

/** A secret is entered and never shown: of one that is set there is only since when. */
function SecretField({ draft, set, base }: ChannelFieldsProps) {
  const label = SECRET_LABEL[draft.kind];
  const isNeeded = needsPart(draft, 'secret');
  if (draft.secret === null) {
    return (
      <div className={styles.secret}>
        <span>
          {label}: set
          {base === null || base.secretSetAt === null ? (
            ' in a file'
          ) : (
            <>
              {' on '}
              <Time at={base.secretSetAt} full />
            </>
          )}
        </span>
        {base?.origin === 'file' ? null : <Button onClick={() => set({ secret: '' })}>Replace</Button>}
      </div>
    );
  }
  return (
    <Field
      label={isNeeded ? label : `${label}, if it needs one`}
      type="password"
      value={draft.secret}
      onChange={(secret) => set({ secret })}
      isRequired={isNeeded}
      hint={
        base?.hasSecret === true ? (
          <>
            Replaces the one that is set. <Button onClick={() => set({ secret: null })}>Keep it instead</Button>
          </>
        ) : (
          'Nobody sees it again once it is saved.'
        )
      }
    />
  );
}

type PartProps = Pick<ChannelFieldsProps, 'draft' | 'set'>;

/** What is sent over the channel. */
function FilterFields({ draft, set }: PartProps) {
  return (
    <>
      <label className={form.field}>
        Minimum priority
        <select
          className={form.input}
          value={draft.minPriority}
          onChange={(event) => {
            const minPriority = PRIORITIES.find((each) => each === event.target.value);
            if (minPriority !== undefined) set({ minPriority });
          }}
        >
          {PRIORITIES.map((each) => (
            <option key={each} value={each}>
              {each === 'low' ? 'All priorities' : each === 'urgent' ? 'Urgent' : `${PRIORITY_LABEL[each]} and above`}
            </option>
          ))}
        </select>
      </label>
      <ChoiceList
        legend="Classes; none for all"
        choices={ALERT_CLASSES}
        chosen={draft.classes}
        labelOf={(each) => CLASS_LABEL[each]}
        onChange={(classes) => set({ classes })}
      />
      {hasPart(draft, 'on') ? (
        <ChoiceList
          legend="Sent when"
          choices={NOTIFICATION_OCCASIONS}
          chosen={draft.on}
          implied={draft.on.includes('opened') ? TOLD_WITH_NEW_ALERTS : []}
          labelOf={(each) => OCCASION_LABEL[each]}
          onChange={(on) => set({ on })}
        />
      ) : null}
    </>
  );
}

/** What is seldom changed. */
function MoreFields({ draft, set }: PartProps) {
  return (
    <details className={styles.more}>
      <summary>Pace, templates, network</summary>
      <div className={styles.form}>
        <div className={styles.pair}>
          <Field
            label="Seconds between two messages"
            type="number"
            value={draft.gapSeconds}
            placeholder="usual"
            onChange={(gapSeconds) => set({ gapSeconds })}
          />
          <Field
            label="Messages a minute that are not urgent"
            value={draft.lowerPerMinute}
            placeholder="usual, or unlimited"
            onChange={(lowerPerMinute) => set({ lowerPerMinute })}
          />
        </div>
        {hasPart(draft, 'title') ? (
          <Field
            label="Title"
            value={draft.title}
            placeholder="{priority}: {message} on {gateway}"
            onChange={(title) => set({ title })}
          />
        ) : null}
        {hasPart(draft, 'text') ? (
          <Field
            label="Text"
            value={draft.text}
            rows={2}
            placeholder="{site} {name}: {count} events since {first}. {link}"
            onChange={(text) => set({ text })}
          />
        ) : null}
        {hasPart(draft, 'proxy') ? (
          <Field
            label="Web proxy; none for no proxy, empty for that of the environment"
            value={draft.proxy}
            placeholder="http://proxy.example:3128"
            onChange={(proxy) => set({ proxy })}
          />
        ) : null}
        {hasPart(draft, 'allowPrivate') ? (
          <CheckField
            label="The receiver is on this machine or a private network"
            isOn={draft.allowPrivate}
            onChange={(allowPrivate) => set({ allowPrivate })}
          />
        ) : null}
      </div>
    </details>
  );
}
