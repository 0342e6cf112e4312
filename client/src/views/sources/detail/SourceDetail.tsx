import { visibleText } from '@tunnelwatch/shared/visible-text';
import { isBriefSource, type SourceHealth, UNREADABLE_REASON_TEXT } from '@tunnelwatch/shared/source-health';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Panel } from '../../../components/layout/Panel.js';
import { RawLine } from '../../../components/event/RawLine.js';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { ListenerFacts } from './ListenerFacts.js';
import { LineCounts } from './LineCounts.js';
import { Samples } from './Samples.js';
import styles from './SourceDetail.module.css';
import { SourceFacts } from './SourceFacts.js';
import { byCount } from '../list/source-list.js';
import { SourceTroubles } from './SourceTroubles.js';
import { fetchSource } from '../../../http/api.js';
import { useApiQuery } from '../../../http/use-api-query.js';

const NONE_READ = 'No lines read yet.';

/** Everything that is known of one source. */
export function SourceDetail({ source: live }: { readonly source: SourceHealth }) {
  const source = useSourceDetails(live);
  const isUnread = source.counts.lines === 0;
  return (
    <Panel title={visibleText(source.name)} className={styles.detail}>
      <SourceTroubles source={source} />
      <div className={styles.sections}>
        <Section title="Line breakdown" className={styles.wide}>
          <LineCounts counts={source.counts} />
        </Section>
        <div className={styles.left}>
          <Section title="Reading">
            <SourceFacts source={source} />
          </Section>
          {source.kind === 'syslog' ? (
            <Section title="Listener">
              <ListenerFacts listener={source.listener} />
            </Section>
          ) : null}
          <Section title="Other categories">
            <Counts counts={source.otherByCategory} none={isUnread ? NONE_READ : 'No lines of other categories.'} />
          </Section>
        </div>
        <Section title="Newest line" className={styles.double}>
          <NewestLine line={source.lastLine} />
        </Section>
        <Section title="Unknown IDs">
          <Counts
            counts={source.unknownById}
            none={isUnread ? NONE_READ : 'All event IDs are in the catalogue.'}
            nameOf={idLink}
          />
          <Samples samples={source.unknownSamples} source={source.id} />
        </Section>
        {source.counts.timeUnknown + source.counts.gatewayUnknown === 0 ? null : (
          <Section title="Assumed times and gateways">
            <Counts counts={doubtsOf(source.counts)} none="" />
            <Samples samples={source.doubtSamples} source={source.id} />
          </Section>
        )}
        <Section title="Unreadable lines">
          <Counts
            counts={source.unreadableByReason}
            none={isUnread ? NONE_READ : 'All lines could be decoded.'}
            nameOf={reasonText}
          />
          <Samples samples={source.unreadableSamples} source={source.id} reasonText={reasonText} />
        </Section>
      </div>
    </Panel>
  );
}

function NewestLine({ line }: { readonly line: string | null }) {
  if (line === null) return <p className={styles.soft}>No lines received yet.</p>;
  return <RawLine text={line} what="newest line" />;
}

interface SectionProps {
  readonly title: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

function Section({ title, className, children }: SectionProps) {
  return (
    <section className={[styles.section, className].filter(Boolean).join(' ')}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

interface CountsProps {
  readonly counts: Readonly<Record<string, number>>;
  readonly none: string;
  readonly nameOf?: (name: string) => ReactNode;
}

function Counts({ counts, none, nameOf }: CountsProps) {
  const rows = byCount(counts);
  if (rows.length === 0) return <p className={styles.soft}>{none}</p>;
  return (
    <dl className={styles.counts}>
      {rows.map(([name, count]) => (
        <div key={name}>
          <dt>{nameOf === undefined ? name : nameOf(name)}</dt>
          <dd>{formatCount(count)}</dd>
        </div>
      ))}
    </dl>
  );
}

function doubtsOf({ timeUnknown, gatewayUnknown }: SourceHealth['counts']): Record<string, number> {
  const counts = { 'time unknown': timeUnknown, 'gateway from the file’s name': gatewayUnknown };
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

function reasonText(reason: string): string {
  const known = new Map<string, string>(Object.entries(UNREADABLE_REASON_TEXT));
  return known.get(reason) ?? reason;
}

function idLink(id: string): ReactNode {
  if (!/^\d+$/.test(id)) return 'without an ID';
  return <Link to={`/events?messageId=${id}`}>{id}</Link>;
}

/** Details of a busy source are fetched at most this often. */
const REFRESH_MS = 2000;

/** A source with all its details: from the live stream, or fetched if that leaves them out. */
function useSourceDetails(source: SourceHealth): SourceHealth {
  const isLeftOut = isBriefSource(source);
  const { data } = useApiQuery({
    key: isLeftOut ? ['source', source.id, Math.floor((source.lastArrival ?? 0) / REFRESH_MS)] : null,
    load: (signal) => fetchSource(source.id, signal),
    keepsOld: true,
  });
  if (!isLeftOut || data?.id !== source.id) return source;
  const { otherByCategory, unknownById, unreadableByReason, lastLine } = data;
  const { unreadableSamples, unknownSamples, doubtSamples } = data;
  return {
    ...source,
    otherByCategory,
    unknownById,
    unreadableByReason,
    unreadableSamples,
    unknownSamples,
    doubtSamples,
    lastLine,
  };
}
