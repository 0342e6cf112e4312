import type { ClusterNode, ClusterStatus } from '@tunnelwatch/shared/cluster';
import { type ClusterTrouble, isSilent } from '@tunnelwatch/shared/cluster-trouble';
import { formatBytes, formatCount, formatShare } from '@tunnelwatch/shared/format-number';
import { formatLag, formatSpan } from '@tunnelwatch/shared/format-span';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import { listed } from '../../format/cluster-text.js';

type State = ClusterStatus['state'];

/** The state of the stream in a word or two. */
export const STATE_LABEL: Readonly<Record<State, string>> = {
  connected: 'Connected',
  disconnected: 'Disconnected',
  'no-quorum': 'No quorum',
};

/** What a state means and what to do about it. */
export const STATE_REMEDY: Readonly<Record<State, string>> = {
  connected: '',
  disconnected:
    'This node shows what it had applied until then, and refuses changes. Unless the reason says what to do, check the NATS servers and the network between them and this node.',
  'no-quorum':
    'The cluster stores nothing, and no node can change anything; what collectors read waits there. Start the NATS servers that are down, and check the network between them.',
};

/** How the store of a node compares with that of the one that is asked. */
export const STORE_LABEL: Readonly<Record<ClusterNode['store'], string>> = {
  same: 'Same',
  differs: 'Differs',
  unknown: 'Unknown',
};

/** What a comparison of stores means. */
export const STORE_MEANING: Readonly<Record<ClusterNode['store'], string>> = {
  same: 'Has stored the same as this node',
  differs: 'Has stored something else than this node from the same inputs',
  unknown: 'Not compared yet, or of another version',
};

/** Nodes report once a second, and the stream is asked as often: what is behind by less may not be behind at all. */
const MEASURED_FROM_MS = 3000;

/** How far a node is behind the stream; nothing is known of a node that is not heard, or without a connection. */
export function behindText(node: ClusterNode, state: State): string {
  const { lagMessages, lagMs } = node;
  if (state === 'disconnected' || isSilent(node)) return 'Unknown';
  if (lagMessages === 0 || lagMs < MEASURED_FROM_MS) return 'Up to date';
  return `${formatCount(lagMessages)} ${lagMessages === 1 ? 'message' : 'messages'}, ${formatLag(lagMs)}`;
}

/** What is wrong, and what to do about it. */
export interface TroubleText {
  readonly level: 'error' | 'warning';
  readonly title: string;
  readonly remedy: string;
}

/** A trouble in words. */
export function troubleText(trouble: ClusterTrouble): TroubleText {
  switch (trouble.kind) {
    case 'store-differs':
      return storeText(trouble);
    case 'nobody-acts':
      return error('No node notifies.', 'Alerts are raised and shown, but nobody is told until a node takes over.');
    case 'collector-silent':
      return error(
        `Collector ${visibleText(trouble.collector.name)} has been silent for ${formatSpan(trouble.collector.heardMs)}.`,
        'What its sources say is not known here until it is back. Check whether it runs and reaches the NATS servers.',
      );
    case 'spool-filling': {
      const { name, waitingBytes, limitBytes } = trouble.collector;
      return error(
        `Collector ${visibleText(name)} has used ${formatShare(waitingBytes, limitBytes)} of its spool.`,
        'When it is full, files wait, connections are paused and datagrams are dropped. Bring the cluster back, or raise cluster.spoolBytes.',
      );
    }
    case 'node-silent':
      return warning(
        `Node ${visibleText(trouble.node.name)} has been silent for ${formatSpan(trouble.node.heardMs)}.`,
        'It is down, or does not reach the NATS servers.',
      );
    case 'node-behind':
      return warning(
        `Node ${visibleText(trouble.node.name)} is ${formatSpan(trouble.node.lagMs)} behind.`,
        'Until it has caught up, its pages show the past, and a load balancer should leave it out.',
      );
    case 'settings-differ':
      return warning(
        `The configuration of ${visibleText(trouble.node.name)} differs from what is in force: ${settingsText(trouble.node)}.`,
        'It uses what is in force in the cluster. Correct its file, or run "tunnelwatch cluster apply-config" there.',
      );
    case 'stream-filling':
      return warning(
        `The stream is ${formatShare(trouble.stream.bytes, trouble.stream.maxBytes)} full (${formatBytes(trouble.stream.bytes)}).`,
        'When it is full, it takes nothing more, and collectors wait. Raise its size, or keep messages for less time.',
      );
    case 'versions':
      return warning(
        `${trouble.versions.length === 2 ? 'Two' : formatCount(trouble.versions.length)} versions are running: ${trouble.versions
          .map(({ version, members }) => `${visibleText(version)} on ${listed(members.map(visibleText))}`)
          .join('; ')}.`,
        'Stores are compared within a version only: finish the upgrade.',
      );
  }
}

/** The page has room for some; the API has all of them. */
const MAX_SETTINGS = 6;

function settingsText({ differingSettings }: ClusterNode): string {
  const named = differingSettings.slice(0, MAX_SETTINGS).map(visibleText);
  const rest = differingSettings.length - named.length;
  return rest === 0 ? listed(named) : `${named.join(', ')} and ${formatCount(rest)} more`;
}

function storeText({ nodes, isOutvoted }: Extract<ClusterTrouble, { kind: 'store-differs' }>): TroubleText {
  const names = listed(nodes.map(visibleText));
  if (isOutvoted) {
    return error(
      `The store of this node differs from that of ${names}.`,
      'It is not ready for a load balancer. Do not rely on what it shows: use another node, and report the difference.',
    );
  }
  return error(
    `The store of ${names} differs from the one of this node.`,
    'Both have applied the same inputs, so one of them is wrong. Compare their pages, keep the one that is right, and report the difference.',
  );
}

function error(title: string, remedy: string): TroubleText {
  return { level: 'error', title, remedy };
}

function warning(title: string, remedy: string): TroubleText {
  return { level: 'warning', title, remedy };
}

/** When a member was last heard of. */
export function heardText(ms: number): string {
  return ms < 2000 ? 'now' : `${formatSpan(ms)} ago`;
}
