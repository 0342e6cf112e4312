import { useState } from 'react';
import { basePath } from '../../browser/base-path.js';
import { Age } from '../../components/time/Age.js';
import { Panel } from '../../components/layout/Panel.js';
import { Time } from '../../components/time/Time.js';
import { useApiQuery } from '../../http/use-api-query.js';
import { addToken, fetchTokens, revokeToken } from '../../http/people-api.js';
import { AddTokenForm } from './AddTokenForm.js';
import { RecordTable } from '../../components/table/RecordTable.js';
import styles from './AdminTable.module.css';
import { ChangeFault } from './ChangeFault.js';
import { ConfirmButton } from '../../components/form/ConfirmButton.js';
import { type Secret, SecretNote } from './SecretNote.js';
import { useChange } from '../../components/form/use-change.js';

/** The tokens of programs and walls: each is shown once, when it is created, and can be revoked. For admins. */
export function TokensPanel() {
  const { data, problem, reload } = useApiQuery({ key: ['tokens'], load: fetchTokens });
  const { isSending, fault, send } = useChange(reload);
  const [secret, setSecret] = useState<Secret | null>(null);
  return (
    <Panel
      title="Tokens"
      aside="For programs and wall displays"
      isTimeless
      isLoading={data === null}
      problem={data === null ? problem : null}
      onRetry={reload}
    >
      <SecretNote secret={secret} onDone={() => setSecret(null)} />
      <ChangeFault fault={fault} />
      <RecordTable
        label="Tokens"
        rows={data?.items ?? []}
        keyOf={({ id }) => id}
        empty="No tokens yet."
        columns={[
          { title: 'Name', cell: ({ name }) => name },
          { title: 'Role', cell: ({ role }) => role },
          {
            title: 'Created',
            cell: ({ createdAt, createdBy }) => (
              <>
                <Age at={createdAt} suffix="ago" /> by {createdBy}
              </>
            ),
          },
          {
            title: 'Last used',
            cell: ({ usedAt }) => (usedAt === null ? 'never' : <Age at={usedAt} suffix="ago" />),
          },
          {
            title: 'Expires',
            cell: ({ expiresAt, hasExpired }) => (
              <>
                {expiresAt === null ? 'never' : <Time at={expiresAt} full />}
                {hasExpired ? <span className={styles.note}>expired: requests are refused</span> : null}
              </>
            ),
          },
          {
            title: 'Actions',
            cell: ({ id, name }) => (
              <ConfirmButton
                verb="Revoke"
                what={name}
                isDisabled={isSending}
                onConfirm={() => void send(() => revokeToken(id))}
              />
            ),
          },
        ]}
      />
      <AddTokenForm
        isSending={isSending}
        onAdd={async (token) => {
          const made = await send(() => addToken(token));
          if (made !== undefined) setSecret(secretOf(made));
          return made !== undefined;
        }}
      />
    </Panel>
  );
}

/** A wall is opened by a URL with its token; a program sends the token itself. */
function secretOf({ name, role, token }: { name: string; role: string; token: string }): Secret {
  if (role !== 'wall') return { what: `Token ${name}`, text: token };
  return { what: `Wall address for ${name}`, text: `${location.origin}${basePath}wall#token=${token}` };
}
