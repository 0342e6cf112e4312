import { type ReactNode, use } from 'react';
import type { Status } from '@tunnelwatch/shared/protocol';
import { Link } from 'react-router';
import { isCatchingUp, LAG_TROUBLE_MS } from '@tunnelwatch/shared/source-trouble';
import { useIsNarrow, useIsStacked } from '../components/layout/use-narrow.js';
import { formatClock, formatDateTime, formatIso } from '../format/format-time.js';
import { formatLag, formatSpan } from '@tunnelwatch/shared/format-span';
import { inputTroubleTexts, inputTroubleWord } from '../format/input-trouble.js';
import type { Freshness } from '../live/freshness.js';
import { useLink, useStatus } from '../live/use-live.js';
import { useFreshness, useIsWithoutData } from '../live/use-outdated.js';
import { SoundSwitch } from './SoundSwitch.js';
import { LiveContext } from '../live/live-context.js';
import { TimeMachineLink } from '../history/TimeMachineLink.js';
import { PresentContext, useBeforeRecord } from '../history/history-context.js';
import { useTabAlerts } from '../browser/page-title.js';
import { LinkState } from './LinkState.js';
import { SignedIn } from './SignedIn.js';
import { PaletteButton } from './palette/PaletteButton.js';
import styles from './StatusStrip.module.css';
import { SeverityShape } from '../components/badge/SeverityShape.js';
import { formatBytes } from '@tunnelwatch/shared/format-number';

/** On every page: DEMO, the age of the data, whether the page is live, gaps, and unacknowledged alerts. */
export function StatusStrip() {
  const status = useStatus();
  const freshness = useFreshness();
  const isKnown = useBeforeRecord() === null;
  useTabAlerts(status?.unacknowledged ?? null);
  const { gaps } = useLink();
  return (
    <header className={styles.strip}>
      {/* The strip has one height: what has no room is left out whole, the last first. */}
      <div className={styles.left}>
        <Slot>
          {status?.isDemo === true ? (
            <span className={styles.demo} title="The data comes from a simulated gateway">
              DEMO
            </span>
          ) : null}
        </Slot>
        <Slot>
          <LinkState freshness={freshness} />
        </Slot>
        <Slot>
          <InputMark input={status?.input ?? null} />
        </Slot>
        <Slot>{isKnown ? <DataAge freshness={freshness} /> : null}</Slot>
        <Slot>{status === null || !isKnown ? null : <FloodMark flood={status.flood} />}</Slot>
        <Slot>{status === null || !isKnown ? null : <LagState status={status} />}</Slot>
        <Slot>
          {gaps > 0 ? (
            <span className={styles.gaps} title="Live updates were missed; the page reloaded the full state each time">
              {gaps === 1 ? '1 gap' : `${gaps} gaps`}
            </span>
          ) : null}
        </Slot>
      </div>
      <div className={styles.right}>
        <PaletteButton />
        <span className={styles.onWide}>
          <TimeMachineLink />
        </span>
        <span className={styles.onWide}>
          <PresentSound />
        </span>
        {status === null || !isKnown ? null : <AlertCount status={status} />}
        <span className={styles.onWide}>
          <SignedIn />
        </span>
      </div>
    </header>
  );
}

function Slot({ children }: { readonly children: ReactNode }) {
  return <div className={styles.slot}>{children}</div>;
}

/** Sound is always about the present, even while the page shows history. */
function PresentSound() {
  return (
    <LiveContext value={use(PresentContext)}>
      <SoundSwitch />
    </LiveContext>
  );
}

/** What is lost or not read, on every page; nothing while all of it is. */
function InputMark({ input }: { readonly input: Status['input'] }) {
  const isNarrow = useIsNarrow();
  const texts = inputTroubleTexts(input);
  if (texts.length === 0) return null;
  const isLosing = input?.lost != null;
  return (
    <span role="alert">
      <Link className={isLosing ? styles.losing : styles.notRead} to="/sources">
        <SeverityShape shape="diamond" />
        {isNarrow ? <span aria-hidden="true">{inputTroubleWord(input)}</span> : null}
        <span className={isNarrow ? 'visually-hidden' : undefined}>{texts.join(' · ')}</span>
      </Link>
    </span>
  );
}

function DataAge({ freshness }: { readonly freshness: Freshness | null }) {
  if (freshness === null) return null;
  if (freshness.state === 'none') return <span className={styles.soft}>No data received yet</span>;
  if (freshness.state === 'past') {
    return (
      <span className={styles.past} title={formatIso(freshness.newest)}>
        <strong>OLD DATA</strong> ends at {formatDateTime(freshness.newest)}, {formatSpan(freshness.ageMs)} ago
      </span>
    );
  }
  return (
    <span className={styles.age} title={`Newest data: ${formatIso(freshness.newest)}`}>
      <span className={styles.soft}>Data age</span> <strong>{formatSpan(freshness.ageMs)}</strong>
    </span>
  );
}

/** That alerts arrive faster than anybody can read: in the strip, where it is never in the way. */
function FloodMark({ flood }: { readonly flood: Status['flood'] }) {
  const isStacked = useIsStacked();
  if (flood === null || isStacked) return null;
  const { since, firstOut } = flood;
  return (
    <span
      className={styles.flood}
      title="10 or more new alerts within 10 minutes. Alerts are grouped by cause and gateway, and only urgent ones sound."
    >
      <strong>ALERT FLOOD</strong> since {formatClock(since)} <Link to={`/alerts/${firstOut}`}>View first alert</Link>
    </span>
  );
}

/** Number of unacknowledged alerts, most urgent first; it links to them. */
function AlertCount({ status }: { readonly status: Status }) {
  const { urgent, high, medium, low } = status.unacknowledged;
  const rest = medium + low;
  const others = [high > 0 ? `${high} high` : '', rest > 0 ? `${rest} lower` : ''].filter(Boolean).join(', ');
  const isWithoutData = useIsWithoutData();
  if (urgent + high + rest === 0) {
    // Nothing was heard of that could be acknowledged: that is no calm. Nothing moves when the first comes.
    return (
      <Link className={styles.calm} to="/alerts">
        {isWithoutData ? 'No alerts yet' : 'No unacknowledged alerts'}
      </Link>
    );
  }
  return (
    <Link className={styles.alerts} to="/alerts?state=unacknowledged">
      <span className={styles.soft}>Unacknowledged:</span>
      {urgent > 0 ? (
        <strong className={styles.urgent}>
          <SeverityShape shape="octagon" />
          {urgent} urgent
        </strong>
      ) : null}
      {others === '' ? null : (
        <span className={urgent > 0 ? styles.lessUrgent : undefined}>
          {urgent > 0 ? <span className="visually-hidden">, </span> : null}
          {others}
        </span>
      )}
    </Link>
  );
}

/** The reading lag, in time and bytes; marked when it is more than a moment, and with what it means while much is left to read. */
function LagState({ status }: { readonly status: Status }) {
  const { lagMs, lagBytes, isFollowing } = status;
  const { link } = useLink();
  const isFarBehind = lagMs > LAG_TROUBLE_MS;
  const isStacked = useIsStacked();
  // The last figure of a server that does not answer says nothing, and neither does one of no source.
  if (link.state !== 'live' || !isFollowing) return null;
  return (
    <Link
      to="/sources?sort=lag"
      className={isFarBehind ? styles.farBehind : styles.lag}
      title="How far reading is behind: the longest wait of unread data in any source, and the bytes waiting in total. Counts are incomplete until they are read."
    >
      {isFarBehind ? <SeverityShape shape="diamond" /> : null}
      <span>Lag</span> <strong>{formatLag(lagMs)}</strong>
      {lagMs === 0 || lagBytes === 0 ? null : (
        <span>
          {formatBytes(lagBytes)}
          {isCatchingUp(status) && !isStacked ? ', counts incomplete' : ''}
        </span>
      )}
    </Link>
  );
}
