import type { ApiRoute, RouteFields } from '@tunnelwatch/shared/notification-settings';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import { useState } from 'react';
import { Button } from '../../../components/form/Button.js';
import { ConfirmButton } from '../../../components/form/ConfirmButton.js';
import { useChange } from '../../../components/form/use-change.js';
import { Panel } from '../../../components/layout/Panel.js';
import { Age } from '../../../components/time/Age.js';
import { fetchRoutes, saveRoutes } from '../../../http/notifications-api.js';
import { useApiQuery } from '../../../http/use-api-query.js';
import { type RecordColumn, RecordTable } from '../../../components/table/RecordTable.js';
import tables from '../AdminTable.module.css';
import { ChangeFault } from '../ChangeFault.js';
import { afterwardsTexts, conditionTexts, missingText } from './channel-labels.js';
import { sentRoute } from './route-draft.js';
import { RouteDialog } from './RouteDialog.js';

const NONE_TEXT = 'No routes: every channel is told of what its own filters let through.';

/** A change of the routes that were made in the browser; undefined when there is nothing left to change. */
type RouteChange = (routes: readonly RouteFields[]) => readonly RouteFields[] | undefined;

/** Who is told of which alerts: the routes of the configuration file, and those that admins make here. For admins. */
export function RoutesPanel({ channels }: { readonly channels: readonly string[] }) {
  const { data, problem, reload } = useApiQuery({ key: ['notification-routes'], load: fetchRoutes });
  const change = useChange(reload);
  const [opened, setOpened] = useState<{ readonly route: ApiRoute | null } | null>(null);
  const [isGone, setIsGone] = useState(false);
  const items = data?.items ?? [];
  async function save(make: RouteChange): Promise<boolean> {
    const routes = make(items.filter(({ origin }) => origin === 'browser').map(sentRoute));
    setIsGone(routes === undefined);
    if (routes === undefined || data === null) return false;
    const saved = await change.send(() => saveRoutes({ version: data.version, routes: [...routes] }));
    return saved !== undefined;
  }
  const ofFile = items.filter(({ origin }) => origin === 'file').length;
  const fault = isGone ? 'Somebody else has changed or deleted this route meanwhile.' : numbered(change.fault, ofFile);
  return (
    <Panel
      title="Notification routes"
      aside="An alert goes to the channels of the first route that matches, and to all channels if none does"
      isTimeless
      isLoading={data === null}
      problem={data === null ? problem : null}
      onRetry={reload}
    >
      {opened === null ? <ChangeFault fault={fault} /> : null}
      <RecordTable
        label="Notification routes"
        rows={items.map((route, at) => ({
          route,
          number: at + 1,
          isFirst: items[at - 1]?.origin !== 'browser',
          isLast: at === items.length - 1,
        }))}
        keyOf={({ number, route }) => `${String(number)} ${JSON.stringify(route)}`}
        empty={NONE_TEXT}
        columns={[
          ...ROUTE_COLUMNS,
          {
            title: 'Actions',
            cell: (row) =>
              row.route.origin === 'file' ? null : (
                <RouteActions
                  row={row}
                  isSending={change.isSending}
                  onEdit={() => setOpened({ route: row.route })}
                  onChange={(make) => void save(make)}
                />
              ),
          },
        ]}
      />
      <p className={tables.actions}>
        <Button onClick={() => setOpened({ route: null })} disabled={channels.length === 0}>
          Add route
        </Button>
        {data === null || data.updatedAt === null ? null : (
          <span className={tables.note}>
            changed <Age at={data.updatedAt} suffix="ago" /> by {visibleText(data.updatedBy ?? '')}
          </span>
        )}
      </p>
      {opened === null ? null : (
        <RouteDialog
          route={opened.route}
          channels={channels}
          change={{ isSending: change.isSending, fault }}
          onSave={(route) => save(opened.route === null ? added(route) : replaced(opened.route, route))}
          onClose={() => setOpened(null)}
        />
      )}
    </Panel>
  );
}

/** A route and its place. */
interface RouteRow {
  readonly number: number;
  readonly route: ApiRoute;
  /** Of those that were made in the browser. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** A route in words. */
const ROUTE_COLUMNS: readonly RecordColumn<RouteRow>[] = [
  {
    title: 'Route',
    cell: ({ number, route }) => {
      const missing = missingText(route);
      return (
        <>
          {number}
          {route.origin === 'file' ? <span className={tables.note}>from the configuration file</span> : null}
          {missing === null ? null : <span className={`${tables.line ?? ''} ${tables.fault ?? ''}`}>{missing}</span>}
        </>
      );
    },
  },
  {
    title: 'Alerts',
    cell: ({ route }) => {
      const conditions = conditionTexts(route);
      return conditions.length === 0 ? 'Every alert' : <Lines texts={conditions.map(visibleText)} />;
    },
  },
  { title: 'Channels', cell: ({ route }) => route.channels.join(', ') },
  {
    title: 'Then',
    cell: ({ route }) => {
      const texts = afterwardsTexts(route);
      return texts.length === 0 ? null : <Lines texts={texts} />;
    },
  },
];

function Lines({ texts }: { readonly texts: readonly string[] }) {
  return texts.map((text) => (
    <span key={text} className={tables.line}>
      {text}
    </span>
  ));
}

interface RouteActionsProps {
  readonly row: RouteRow;
  readonly isSending: boolean;
  readonly onEdit: () => void;
  readonly onChange: (make: RouteChange) => void;
}

function RouteActions({ row: { number, route, isFirst, isLast }, isSending, onEdit, onChange }: RouteActionsProps) {
  const name = `route ${String(number)}`;
  return (
    <div className={tables.buttons}>
      <Button aria-label={`Move ${name} up`} disabled={isSending || isFirst} onClick={() => onChange(moved(route, -1))}>
        ↑
      </Button>
      <Button aria-label={`Move ${name} down`} disabled={isSending || isLast} onClick={() => onChange(moved(route, 1))}>
        ↓
      </Button>
      <Button aria-label={`Edit ${name}`} onClick={onEdit}>
        Edit
      </Button>
      <ConfirmButton
        verb="Delete"
        what={name}
        isDisabled={isSending}
        onConfirm={() => onChange(replaced(route, null))}
      />
    </div>
  );
}

/** A refusal names a route by its place among those that are sent; the page has others before them. */
function numbered(fault: string | null, ofFile: number): string | null {
  return (
    fault?.replace(/^routes\[(\d+)\]\.?/i, (_, at: string) => `Route ${String(ofFile + Number(at) + 1)}: `) ?? null
  );
}

function added(route: RouteFields): RouteChange {
  return (routes) => [...routes, route];
}

/** Routes are told apart by what they say: two that are the same are interchangeable. */
function indexOf(routes: readonly RouteFields[], route: ApiRoute): number {
  const text = JSON.stringify(sentRoute(route));
  return routes.findIndex((each) => JSON.stringify(each) === text);
}

/** @param by null to delete it */
function replaced(route: ApiRoute, by: RouteFields | null): RouteChange {
  return (routes) => {
    const at = indexOf(routes, route);
    return at < 0 ? undefined : routes.toSpliced(at, 1, ...(by === null ? [] : [by]));
  };
}

function moved(route: ApiRoute, by: 1 | -1): RouteChange {
  return (routes) => {
    const at = indexOf(routes, route);
    if (at < 0) return undefined;
    return routes.toSpliced(at, 1).toSpliced(at + by, 0, sentRoute(route));
  };
}
