import { subjectKey } from '@tunnelwatch/shared/subject';
import { SubjectName } from '../tunnel/TunnelName.js';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { fetchMatches } from '../../http/inventory-api.js';
import { useApiQuery } from '../../http/use-api-query.js';
import { useSettled } from '../form/use-settled.js';
import type { EntryDraft } from './entry-draft.js';
import styles from './EntryDialog.module.css';

/** The server is queried after typing has paused for this long. */
const PAUSE_MS = 300;

/** The known tunnels or interfaces that an entry would match, while it is typed. */
export function MatchPreview({ draft }: { readonly draft: EntryDraft }) {
  const { kind, gateway, pattern } = draft;
  const query = useSettled(JSON.stringify({ kind, gateway, pattern }), PAUSE_MS);
  const isAsked = gateway !== '' && pattern !== '';
  const asked = { kind, gateway, pattern };
  const isSettled = query === JSON.stringify(asked);
  const { data, problem } = useApiQuery({
    key: isAsked && isSettled ? ['inventory matches', asked] : null,
    load: (signal) => fetchMatches(asked, signal),
  });
  const what = kind === 'matchkey' ? 'tunnel' : 'interface';
  if (!isAsked) return <p className={styles.preview}>Enter a pattern to see what it matches.</p>;
  if (problem !== null) return <p className={styles.preview}>{problem.detail}</p>;
  if (data === null) return <p className={styles.preview}>Finding matches…</p>;
  const { total, items } = data;
  return (
    <div className={styles.preview} role="status">
      {total === 0
        ? `Matches no known ${what} yet; it applies when one appears.`
        : `Matches ${formatCount(total)} known ${what}${total === 1 ? '' : 's'}${items.length < total ? `, including these ${items.length}` : ''}:`}
      <ul>
        {items.map(({ subject, inventory }) => (
          <li key={subjectKey(subject)}>
            <SubjectName subject={subject} inventory={inventory} linked={false} />
          </li>
        ))}
      </ul>
    </div>
  );
}
