import type { HandOverNote } from '@tunnelwatch/shared/hand-over';
import { iso } from '@tunnelwatch/shared/iso-time';
import { PRIORITIES } from '@tunnelwatch/shared/priority';
import type { Report, ReportAlert } from '@tunnelwatch/shared/report';
import { subjectLabel } from '@tunnelwatch/shared/subject-labels';
import { visibleLines, visibleText } from '@tunnelwatch/shared/visible-text';

/** Alerts that a mail names; the report has them all. */
const MAX_ALERTS = 10;

/**
 * A hand-over as the text of a mail: the notes first, then figures and what is open. Log text and notes cannot add lines of
 * their own.
 * @param url of the report, null when it is not known
 */
export function handOverText(report: Report, sender: string, url: string | null): { subject: string; text: string } {
  const { from, to, alerts, failures, notes } = report;
  const period = `${minute(from)} to ${minute(to)} UTC`;
  const open = openText(report);
  const written = [...notes.received.items.filter(({ read }) => read === null), ...notes.written.items];
  const lines = [
    `Hand-over for ${period}, sent by ${visibleText(sender)}.`,
    '',
    written.length === 0 ? 'No notes for the next shift.' : 'Notes for the next shift:',
    ...written.flatMap(noteLines),
    '',
    `Alerts: ${String(alerts.opened)} opened, ${String(alerts.ended.over + alerts.ended.closed)} resolved. At the end: ${open}.`,
    ...alerts.openAtEndList.items.slice(0, MAX_ALERTS).map(alertLine),
    ...moreLines(alerts.openAtEnd),
    '',
    `Failures logged: ${String(failures.total.count)}.`,
    ...(url === null ? [] : ['', `Report: ${url}`]),
  ];
  return { subject: `Hand-over ${period}: ${open}`, text: `${lines.join('\n')}\n` };
}

function openText({ alerts }: Report): string {
  if (alerts.openAtEnd === 0) return 'no open alerts';
  const counts = PRIORITIES.map((priority) => {
    const of = alerts.atEnd.filter(
      (each) => each.priority === priority && each.state !== 'normal' && each.state !== 'closed',
    );
    return { priority, count: of.reduce((sum, { count }) => sum + count, 0) };
  });
  const parts = counts.filter(({ count }) => count > 0).map(({ priority, count }) => `${String(count)} ${priority}`);
  return `${String(alerts.openAtEnd)} open ${alerts.openAtEnd === 1 ? 'alert' : 'alerts'}${parts.length === 0 ? '' : ` (${parts.join(', ')})`}`;
}

/** The lines of a note are indented, so that none looks like one of ours. */
function noteLines({ at, author, text }: HandOverNote): string[] {
  return [
    `- ${visibleText(author)}, ${minute(at)} UTC:`,
    ...visibleLines(text)
      .split('\n')
      .map((line) => `    ${line}`),
  ];
}

function alertLine({ id, priority, message, subject, inventory }: ReportAlert): string {
  const what = visibleText(message.replace(/\p{Cc}+/gu, ' '));
  return `- ${priority.toUpperCase()} #${String(id)} ${what}: ${subjectLabel(subject, inventory).replace(/\p{Cc}+/gu, ' ')}`;
}

function moreLines(open: number): string[] {
  return open <= MAX_ALERTS ? [] : [`- and ${String(open - MAX_ALERTS)} more`];
}

function minute(at: number): string {
  return iso(at).slice(0, 16).replace('T', ' ');
}
