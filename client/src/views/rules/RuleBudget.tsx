import type { AlarmBudget, AlertRuleName } from '@tunnelwatch/shared/alert-rules';
import { Button } from '../../components/form/Button.js';
import { Time } from '../../components/time/Time.js';
import { SubjectName } from '../../components/tunnel/TunnelName.js';
import { formatCount, formatRate, formatShare } from '@tunnelwatch/shared/format-number';
import { formatSpan } from '@tunnelwatch/shared/format-span';
import { HOUR_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { fetchBudget } from '../../http/api.js';
import { useApiQuery } from '../../http/use-api-query.js';
import { RULE_LABELS } from './rule-labels.js';
import styles from './RulesPage.module.css';
import type { RuleEditing } from './use-rule-editor.js';
import { useSettled } from '../../components/form/use-settled.js';

const PAUSE_MS = 400;
/** What begins this soon after the seven days began still counts as the whole of them. */
const WHOLE_WITHIN_MS = HOUR_MS;

/** Alerts that the rule would have raised over the last seven days: with the settings in the form, and with the effective ones. */
export function RuleBudget({ editing: { base, read } }: { readonly editing: RuleEditing }) {
  const { name, version, settings } = base;
  const wanted = read.settings === null ? null : JSON.stringify(read.settings);
  const asked = useSettled(wanted, PAUSE_MS);
  // Both at once, so that they cover the same seven days.
  const { data, problem, isLoading, reload } = useApiQuery({
    key: asked === null ? null : ['alert budget', name, version, asked],
    load: (signal) => Promise.all([fetchBudget(name, parsed(asked), signal), fetchBudget(name, settings, signal)]),
    keepsOld: true,
  });
  const isBusy = isLoading || wanted !== asked;
  const [then, now] = data ?? [null, null];
  return (
    <section className={styles.budget} aria-label="Alert budget" aria-busy={isBusy}>
      <p className={styles.sentence} role="status">
        {wanted === null
          ? 'Fix the fields first to see what the rule would have raised.'
          : sentenceOf(isBusy || problem !== null ? null : then, now, problem !== null)}
      </p>
      {problem === null ? null : (
        <p className={styles.fault} role="alert">
          {problem.title}. {problem.detail} <Button onClick={reload}>Try again</Button>
        </p>
      )}
      {then === null || wanted === null ? null : <Details name={name} budget={then} />}
    </section>
  );
}

/** The settings are stored as text, since they are compared as such. */
function parsed(text: string | null): object {
  const value: unknown = JSON.parse(text ?? '{}');
  return typeof value === 'object' && value !== null ? value : {};
}

function sentenceOf(then: AlarmBudget | null, now: AlarmBudget | null, hasFailed: boolean): string {
  if (hasFailed) return 'What this would have raised in the last 7 days could not be calculated.';
  const inForce = now === null ? '' : ` (now: ${about(now)}${formatCount(now.alarms)})`;
  if (then === null) return `Calculating what this would have raised in the last 7 days…${inForce}`;
  const alerts = then.alarms === 1 ? 'alert' : 'alerts';
  return `This would have raised ${about(then)}${formatCount(then.alarms)} ${alerts} in the last 7 days${inForce}`;
}

function about({ grain }: AlarmBudget): string {
  return grain === 'hour' ? 'about ' : '';
}

function Details({ name, budget }: { readonly name: AlertRuleName; readonly budget: AlarmBudget }) {
  const { subjects, worst, alarms, alarmsPerDay, mostInOneDay, raisedShare } = budget;
  const word = RULE_LABELS[name].subjects;
  return (
    <>
      {alarms === 0 ? null : (
        <p className={styles.soft}>
          {formatRate(alarmsPerDay)} per day, {formatCount(mostInOneDay)} on the worst day; at least one active for{' '}
          {formatShare(raisedShare, 1)} of the time. On {formatCount(subjects)}{' '}
          {subjects === 1 ? word.slice(0, -1) : word}
          {worst.length < subjects ? `, of which these ${worst.length} most often` : ''}:
        </p>
      )}
      {worst.length === 0 ? null : (
        <ol className={styles.worst} aria-label={`${word === 'tunnels' ? 'Tunnels' : 'Gateways'} with most alerts`}>
          {worst.map(({ subject, inventory, alarms: own, raisedMinutes }) => (
            <li key={JSON.stringify(subject)}>
              <SubjectName subject={subject} inventory={inventory} />
              <span>
                {formatCount(own)} × <span className={styles.soft}>for {formatSpan(raisedMinutes * MINUTE_MS)}</span>
              </span>
            </li>
          ))}
        </ol>
      )}
      <Limits name={name} budget={budget} />
    </>
  );
}

/** What the figure leaves out, and what cannot be known from the stored data. */
function Limits({ name, budget }: { readonly name: AlertRuleName; readonly budget: AlarmBudget }) {
  const { grain, countedFrom, from, subjectsAtMost } = budget;
  const isShort = countedFrom !== null && (countedFrom > from + WHOLE_WITHIN_MS || name === 'rise');
  const word = RULE_LABELS[name].subjects;
  return (
    <ul className={styles.limits}>
      {word === 'tunnels' ? (
        <li>Counted before grouping: tunnels of one gateway that start within a minute are shown as one alert.</li>
      ) : null}
      {grain === 'hour' ? (
        <li>An estimate: there are too many events to evaluate each minute, so each hour counts as one minute.</li>
      ) : null}
      {isShort ? (
        <li>
          The oldest events counted are from the hour of <Time at={countedFrom} full />: nothing is stored from before,
          or nothing arrived.
        </li>
      ) : null}
      {name === 'rise' ? (
        <li>
          The normal rate is learned from stored counts only, including those before the 7 days; removed data is not
          considered. At most {formatCount(subjectsAtMost)} {word} had enough events in an hour to be listed.
        </li>
      ) : null}
    </ul>
  );
}
