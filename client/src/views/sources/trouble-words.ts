import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import type { TROUBLE_LEVEL } from '@tunnelwatch/shared/source-trouble';
import { type SourceTrouble } from '@tunnelwatch/shared/source-trouble';
import { formatBytes, formatCount, formatRate, formatShare } from '../../format/format-number.js';
import { formatLag, formatSkew } from '../../format/format-time.js';
import type { Shape } from '../../theme/severity-theme.js';

/** A trouble in a word or two, for lists. */
export const TROUBLE_LABEL: Readonly<Record<SourceTrouble, string>> = {
  degraded: 'Not readable',
  kernelDrops: 'Kernel drops',
  lostBytes: 'Bytes lost',
  lag: 'Behind',
  silent: 'Silent',
  missing: 'Missing',
  unreadable: 'Unreadable',
  skew: 'Clock off',
  waitingConnections: 'Too many connections',
  refusedSenders: 'Refused sender',
  refusedConnections: 'Refused',
  badFrames: 'Bad frames',
};

/** How a trouble looks; colour, shape and word say the same. */
export const LEVEL_LOOK: Readonly<
  Record<(typeof TROUBLE_LEVEL)[SourceTrouble], { readonly shape: Shape; readonly color: string }>
> = {
  loss: { shape: 'octagon', color: 'var(--critical)' },
  error: { shape: 'triangle', color: 'var(--error)' },
  warning: { shape: 'diamond', color: 'var(--warning)' },
};

/** What is wrong, with its figures and units, and what to do about it. */
export interface TroubleWords {
  readonly what: string;
  readonly remedy: string;
}

/** A trouble of a source in words. */
export function wordsOfTrouble(trouble: SourceTrouble, source: SourceHealth): TroubleWords {
  return WORDS[trouble](source);
}

const WORDS: Readonly<Record<SourceTrouble, (source: SourceHealth) => TroubleWords>> = {
  // An error of a source names its remedy itself.
  degraded: ({ lastError }) => ({
    what: lastError ?? 'It cannot be read.',
    remedy: 'It is tried again by itself; the other sources go on.',
  }),
  missing: ({ lastError }) => ({
    what: lastError ?? 'It does not exist now.',
    remedy: 'Nothing, if it is to appear later. Else correct the path where the sources are named.',
  }),
  lag: ({ lagMs, lagBytes }) => ({
    what: `${formatBytes(lagBytes)} are not read yet; the oldest have waited for up to ${formatLag(lagMs)}.`,
    remedy:
      'It catches up by itself after a burst, and nothing is lost meanwhile. If the lag keeps growing, more comes than this machine takes: look at its processor and disk, and at the share of lines that are decoded in full.',
  }),
  silent: ({ silence }) => ({
    what: `Nothing comes, although usually ${formatRate(silence?.usualLinesPerMinute ?? 0)} lines a minute do.`,
    remedy:
      'Look whether the gateway is up and still names this receiver as its log server, and whether the receiver still writes here.',
  }),
  kernelDrops: ({ listener }) => ({
    what: `The kernel has dropped ${formatCount(listener?.kernelDrops ?? 0)} datagrams, since its receive buffer of ${bufferText(listener?.receiveBufferBytes ?? null)} was full. Their lines are gone for good: counts are too low.`,
    remedy:
      'Allow a larger buffer, as in “sysctl -w net.core.rmem_max=33554432” (and in /etc/sysctl.d to keep it), and restart the server; or let the gateways send over TCP.',
  }),
  lostBytes: ({ lostBytes }) => ({
    what: `${formatBytes(lostBytes)} of rotated files were gone before they could be read: counts are too low.`,
    remedy:
      'Keep more rotated generations (“rotate” in logrotate’s configuration), or rotate by size less often, so that they outlast a stop of the server.',
  }),
  unreadable: ({ counts }) => ({
    what: `${formatShare(counts.unreadable, counts.lines)} of its lines could not be read (${formatCount(counts.unreadable)} of ${formatCount(counts.lines)}).`,
    remedy:
      'Look at the reasons and samples below, and at what the receiver writes before the message. Report a format that should be read, with a sample.',
  }),
  skew: ({ skewMs }) => ({
    what: `The gateway’s clock and the receiver’s differ by ${formatSkew(skewMs ?? 0)}.`,
    remedy: 'Set NTP on the gateway and on the receiver; times are shown as the gateway wrote them.',
  }),
  refusedSenders: ({ listener }) => ({
    what: `${formatCount(listener?.refusedSenders ?? 0)} messages or connections came from senders that are not allowed${listener?.lastRefusedSender == null ? '' : `, the newest from ${listener.lastRefusedSender}`}.`,
    remedy: 'If it is a gateway of yours, add its address to the allowed senders of this listener. Else ask who it is.',
  }),
  waitingConnections: ({ listener }) => ({
    what: `${formatCount(listener?.connections ?? 0)} connections are open, the most that are allowed, and ${formatCount(listener?.waitingConnections ?? 0)} more wait. Their senders keep their lines, and may run out of room for them.`,
    remedy: CONNECTION_REMEDY,
  }),
  refusedConnections: ({ listener }) => ({
    what: refusedText(listener?.refusedConnections ?? 0, listener?.overLimitConnections ?? 0),
    remedy:
      (listener?.overLimitConnections ?? 0) > 0
        ? CONNECTION_REMEDY
        : 'Look for a sender that stops in the middle of a line, or that is quiet for very long: syslog.lineSeconds and syslog.idleSeconds are the limits.',
  }),
  badFrames: ({ listener }) => ({
    what: `${formatCount(listener?.badFrames ?? 0)} frames could not be cut into lines.`,
    remedy:
      'Look at the sender’s framing: octet counting with right counts, or a newline behind each message (RFC 6587).',
  }),
};

const CONNECTION_REMEDY =
  'Raise syslog.maxConnections, and syslog.maxConnectionsPerSender if one address has most of them. If they should not be so many, look for a sender that opens connections without closing them.';

function refusedText(refused: number, overLimit: number): string {
  const late = refused - overLimit;
  const texts = [
    ...(overLimit > 0
      ? [
          `${formatCount(overLimit)} connections were ended or refused because too many were open: lines may be missing.`,
        ]
      : []),
    ...(late > 0 ? [`${formatCount(late)} connections were ended because no whole line came in time.`] : []),
  ];
  return texts.join(' ');
}

function bufferText(bytes: number | null): string {
  return bytes === null ? 'unknown size' : formatBytes(bytes);
}
