import { formatCount } from '@tunnelwatch/shared/format-number';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import type { ApiWall } from '@tunnelwatch/shared/wall';
import { useState } from 'react';
import { Link } from 'react-router';
import { Button } from '../../../components/form/Button.js';
import { ConfirmButton } from '../../../components/form/ConfirmButton.js';
import { useChange } from '../../../components/form/use-change.js';
import { PageHead } from '../../../components/layout/PageHead.js';
import { Panel } from '../../../components/layout/Panel.js';
import { Age } from '../../../components/time/Age.js';
import { fetchTokens, revokeToken } from '../../../http/people-api.js';
import { useApiQuery } from '../../../http/use-api-query.js';
import { fetchWalls, removeWall } from '../../../http/walls-api.js';
import { useMay } from '../../../session/who-context.js';
import { ChangeFault } from '../ChangeFault.js';
import { type RecordColumn, RecordTable } from '../../../components/table/RecordTable.js';
import tables from '../AdminTable.module.css';
import { LinkDialog } from './LinkDialog.js';
import { PAGE_LABEL } from './wall-draft.js';
import { WallDialog } from './WallDialog.js';

/** What is open on the page: the form of a wall, or a new link of one. */
type Opened =
  { readonly kind: 'form'; readonly wall: ApiWall | null } | { readonly kind: 'link'; readonly wall: ApiWall };

/** The walls that admins made: everybody may open them, admins change them and make the links of their screens. */
export function WallsPage() {
  const isAdmin = useMay('admin');
  const walls = useApiQuery({ key: ['walls'], load: fetchWalls });
  const links = useApiQuery({ key: isAdmin ? ['tokens'] : null, load: fetchTokens });
  const reload = (): void => {
    walls.reload();
    if (isAdmin) links.reload();
  };
  const { isSending, fault, send } = useChange(reload);
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = (): void => setOpened(null);
  const tokens = links.data?.items ?? [];
  return (
    <>
      <PageHead
        title="Walls"
        note="For screens in the control room: each shows chosen gateways, and says what the others have."
      >
        {isAdmin ? (
          <Button variant="strong" onClick={() => setOpened({ kind: 'form', wall: null })}>
            New wall
          </Button>
        ) : null}
      </PageHead>
      <Panel
        title="Walls"
        isTimeless
        isLoading={walls.data === null}
        problem={walls.data === null ? walls.problem : null}
        onRetry={walls.reload}
      >
        <ChangeFault fault={fault} />
        <RecordTable
          label="Walls"
          rows={[null, ...(walls.data?.items ?? [])]}
          keyOf={(wall) => wall?.id ?? 'all'}
          columns={[
            ...WALL_COLUMNS,
            ...(isAdmin
              ? [
                  {
                    title: 'Links of screens',
                    cell: (wall: ApiWall | null) =>
                      wall === null ? null : (
                        <WallLinks
                          tokens={tokens.filter((token) => token.wall === wall.id)}
                          isSending={isSending}
                          onRevoke={(id) => void send(() => revokeToken(id))}
                        />
                      ),
                  },
                  {
                    title: 'Actions',
                    cell: (wall: ApiWall | null) =>
                      wall === null ? null : (
                        <div className={tables.buttons}>
                          <Button
                            aria-label={`New link for ${wall.name}`}
                            onClick={() => setOpened({ kind: 'link', wall })}
                          >
                            New link
                          </Button>
                          <Button aria-label={`Edit ${wall.name}`} onClick={() => setOpened({ kind: 'form', wall })}>
                            Edit
                          </Button>
                          <ConfirmButton
                            verb="Delete"
                            what={wall.name}
                            isDisabled={isSending}
                            onConfirm={() => void send(() => removeWall(wall.id))}
                          />
                        </div>
                      ),
                  },
                ]
              : []),
          ]}
        />
      </Panel>
      {opened?.kind === 'form' ? <WallDialog wall={opened.wall} onClose={close} onChanged={reload} /> : null}
      {opened?.kind === 'link' ? (
        <LinkDialog wall={opened.wall} taken={tokens.map(({ name }) => name)} onClose={close} onChanged={reload} />
      ) : null}
    </>
  );
}

/** What a wall is; null is the one of all gateways, which nobody made. */
const WALL_COLUMNS: readonly RecordColumn<ApiWall | null>[] = [
  {
    title: 'Name',
    cell: (wall) =>
      wall === null ? (
        <>
          <Link to="/wall">All gateways</Link>
          <span className={tables.note}>always there</span>
        </>
      ) : (
        <>
          <Link to={`/wall/${String(wall.id)}`}>{visibleText(wall.name)}</Link>
          <span className={tables.note}>
            changed <Age at={wall.updatedAt} suffix="ago" /> by {visibleText(wall.updatedBy)}
          </span>
        </>
      ),
  },
  {
    title: 'Gateways',
    cell: (wall) => (wall === null || wall.gateways.length === 0 ? 'All' : wall.gateways.map(visibleText).join(', ')),
  },
  {
    title: 'Pages',
    cell: (wall) =>
      wall === null ? (
        PAGE_LABEL.overview
      ) : (
        <>
          {wall.pages.map((page) => PAGE_LABEL[page].replace(/:.*/, '')).join(', ')}
          {wall.pages.length < 2 ? null : (
            <span className={tables.note}>{formatCount(wall.secondsPerPage)} s each</span>
          )}
        </>
      ),
  },
  {
    title: 'Screen',
    cell: (wall) =>
      wall === null ? (
        'As its address says'
      ) : (
        <>
          {formatCount(wall.diagonalIn)}″ from {formatCount(wall.distanceM)} m
          <span className={tables.note}>
            {wall.theme}, sound {wall.sound ? 'on' : 'off'}
          </span>
        </>
      ),
  },
];

interface WallLinksProps {
  readonly tokens: Awaited<ReturnType<typeof fetchTokens>>['items'];
  readonly isSending: boolean;
  readonly onRevoke: (id: number) => void;
}

function WallLinks({ tokens, isSending, onRevoke }: WallLinksProps) {
  if (tokens.length === 0) return <span className={tables.note}>none</span>;
  return (
    <ul className={tables.list}>
      {tokens.map(({ id, name, usedAt, hasExpired }) => (
        <li key={id}>
          <span>
            {visibleText(name)}
            <span className={tables.note}>
              {hasExpired ? (
                'expired'
              ) : usedAt === null ? (
                'never used'
              ) : (
                <>
                  used <Age at={usedAt} suffix="ago" />
                </>
              )}
            </span>
          </span>
          <ConfirmButton
            verb="Revoke"
            what={`the link ${name}`}
            isDisabled={isSending}
            onConfirm={() => onRevoke(id)}
          />
        </li>
      ))}
    </ul>
  );
}
