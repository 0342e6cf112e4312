import { formatBytes, formatCount, formatRate, formatShare } from './format-number.js';
import { formatLag, formatSkew } from './format-span.js';
import type { SourceHealth } from './source-health.js';
import type { SourceTrouble } from './source-trouble.js';

/** Short labels of the problems of a source, for lists. */
export const TROUBLE_LABEL: Readonly<Record<SourceTrouble, string>> = {
  degraded: 'Not readable',
  kernelDrops: 'Kernel drops',
  queueDrops: 'Queue drops',
  lostBytes: 'Bytes lost',
  lag: 'Lagging',
  silent: 'Silent',
  missing: 'Missing',
  unreadable: 'Unreadable',
  timeUnknown: 'Time unknown',
  gatewayUnknown: 'Gateway from file name',
  skew: 'Clock skew',
  refusedSenders: 'Refused sender',
  waitingConnections: 'Too many connections',
  refusedConnections: 'Refused',
  badFrames: 'Bad frames',
};

/** The problem, with its figures and units, and the remedy. */
export interface TroubleText {
  readonly what: string;
  readonly remedy: string;
}

/** A problem of a source and its remedy. */
export function troubleText(trouble: SourceTrouble, source: SourceHealth): TroubleText {
  return TEXT_OF[trouble](source);
}

const TEXT_OF: Readonly<Record<SourceTrouble, (source: SourceHealth) => TroubleText>> = {
  // The error of a source contains its remedy.
  degraded: ({ lastError }) => ({
    what: lastError ?? 'It cannot be read.',
    remedy: 'Tunnelwatch retries automatically; other sources continue.',
  }),
  missing: ({ lastError }) => ({
    what: lastError ?? 'It does not exist.',
    remedy: 'None if it appears later. Otherwise correct the path in the configuration.',
  }),
  lag: ({ lagMs, lagBytes }) => ({
    what: `${formatBytes(lagBytes)} not read yet; the oldest have waited for up to ${formatLag(lagMs)}.`,
    remedy:
      'After a burst it catches up by itself, and nothing is lost. If the lag keeps growing, this machine cannot keep up: check CPU and disk, and the share of slow lines.',
  }),
  silent: ({ silence }) => ({
    what: `No lines arrive; normally ${formatRate(silence?.usualLinesPerMinute ?? 0)} lines per minute do.`,
    remedy:
      'Check that the gateway is up and still sends to this log receiver, and that the receiver still writes here.',
  }),
  kernelDrops: ({ listener }) => ({
    what: `The kernel dropped ${formatCount(listener?.kernelDrops ?? 0)} datagrams because its receive buffer (${bufferText(listener?.receiveBufferBytes ?? null)}) was full. Their lines are lost: counts are too low.`,
    remedy:
      'Allow a larger buffer with “sysctl -w net.core.rmem_max=33554432” (and in /etc/sysctl.d to persist it) and restart the server, or send over TCP.',
  }),
  queueDrops: ({ listener }) => ({
    what: `${formatCount(listener?.queueDrops ?? 0)} datagrams were dropped because the queue of the listener was full: the store was too slow, or refused them. Their lines are lost: counts are too low.`,
    remedy: 'Check the disk of the store and its free space, or send over TCP, which waits.',
  }),
  lostBytes: ({ lostBytes }) => ({
    what: `${formatBytes(lostBytes)} of rotated files were gone before they could be read: counts are too low.`,
    remedy:
      'Keep more rotated files (“rotate” in logrotate), or rotate less often, so that they outlast a downtime of the server.',
  }),
  unreadable: ({ counts }) => ({
    what: `${formatShare(counts.unreadable, counts.lines)} of lines could not be decoded (${formatCount(counts.unreadable)} of ${formatCount(counts.lines)}).`,
    remedy:
      'See the reasons and samples below, each with an explanation, and check what the receiver writes before the message. Where no rule fits it, set format: for this source.',
  }),
  timeUnknown: ({ counts }) => ({
    what: `${formatShare(counts.timeUnknown, counts.lines)} of lines have no time that can be read (${formatCount(counts.timeUnknown)} of ${formatCount(counts.lines)}): they are shown at the time at which they were read.`,
    remedy: 'Have the receiver write a time stamp in front of each line; a sample is below.',
  }),
  gatewayUnknown: ({ counts }) => ({
    what: `${formatShare(counts.gatewayUnknown, counts.lines)} of lines name no gateway (${formatCount(counts.gatewayUnknown)} of ${formatCount(counts.lines)}): they are shown under the name of the file.`,
    remedy:
      'Have the receiver write the host name in front of each line, or set “gateway” for this source if all of its lines are of one gateway.',
  }),
  skew: ({ skewMs }) => ({
    what: `The clocks of the gateway and of the receiver differ by ${formatSkew(skewMs ?? 0)}.`,
    remedy: 'Configure NTP on the gateway and on the receiver; times are shown as the gateway wrote them.',
  }),
  refusedSenders: ({ listener }) => ({
    what: `${formatCount(listener?.refusedSenders ?? 0)} messages or connections came from senders that are not allowed${listener?.lastRefusedSender == null ? '' : `, the newest from ${listener.lastRefusedSender}`}.`,
    remedy:
      'If it is one of your gateways, add its address to the allowed senders of this listener. Otherwise find out who is sending.',
  }),
  waitingConnections: ({ listener }) => ({
    what: `${formatCount(listener?.connections ?? 0)} connections are open, the most that are allowed, and ${formatCount(listener?.waitingConnections ?? 0)} more are waiting. Their senders keep their lines, and may run out of room for them.`,
    remedy: CONNECTION_REMEDY,
  }),
  refusedConnections: ({ listener }) => ({
    what: refusedText(listener?.refusedConnections ?? 0, listener?.overLimitConnections ?? 0),
    remedy:
      (listener?.overLimitConnections ?? 0) > 0
        ? CONNECTION_REMEDY
        : 'Look for a sender that stops in the middle of a line, or that is idle for very long: syslog.lineSeconds and syslog.idleSeconds are the limits.',
  }),
  badFrames: ({ listener }) => ({
    what: `${formatCount(listener?.badFrames ?? 0)} frames could not be cut into lines.`,
    remedy:
      'Check the framing of the sender: octet counting with correct counts, or a newline after each message (RFC 6587).',
  }),
};

const CONNECTION_REMEDY =
  'Raise syslog.maxConnections, and syslog.maxConnectionsPerSender if one address has most of them. If there should not be so many, look for a sender that opens connections without closing them.';

function refusedText(refused: number, overLimit: number): string {
  const late = refused - overLimit;
  const texts: string[] = [];
  if (overLimit > 0) {
    texts.push(
      `${formatCount(overLimit)} connections were closed or refused because too many were open: lines may be missing.`,
    );
  }
  if (late > 0) texts.push(`${formatCount(late)} connections were closed because no complete line arrived in time.`);
  return texts.join(' ');
}

function bufferText(bytes: number | null): string {
  return bytes === null ? 'unknown size' : formatBytes(bytes);
}
