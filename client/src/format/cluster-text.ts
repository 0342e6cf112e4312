import type { ClusterBrief } from '@tunnelwatch/shared/cluster-view';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import { capitalized } from './capitalized.js';
import { formatClock } from './format-time.js';

/** What pages and walls say of a cluster that is in trouble. */
interface ClusterTexts {
  /** For a node without a stream, without full stops. */
  readonly cutOff: { readonly title: string; readonly reason: string; readonly waiting: string };
  /** For stores that differ; null when none does. */
  readonly differs: { readonly isError: boolean; readonly title: string; readonly remedy: string } | null;
}

/** The words for the state of a cluster, whether it has lasted long enough to be said or not. */
export function clusterTexts({ state, since, reason, storeDiffers }: ClusterBrief): ClusterTexts {
  const from = since === null ? '' : ` since ${formatClock(since)}`;
  const why = reason === null ? 'The reason is not known' : withoutStop(capitalized(visibleText(reason)));
  const cutOff =
    state === 'no-quorum'
      ? { title: `The cluster has stored nothing${from}`, waiting: 'What collectors read waits there' }
      : {
          title: `This node has been cut off from its cluster${from}`,
          waiting: 'What collectors read waits there, or other nodes have it',
        };
  return { cutOff: { ...cutOff, reason: why }, differs: storeDiffers === null ? null : differsText(storeDiffers) };
}

function differsText({ nodes, isOutvoted }: NonNullable<ClusterBrief['storeDiffers']>): ClusterTexts['differs'] {
  const names = listed(nodes.map(visibleText));
  if (isOutvoted) {
    const title = `The store of this node differs from that of ${names}.`;
    return { isError: true, title, remedy: 'Do not rely on what is shown here: use another node.' };
  }
  const title = `The store of ${names} differs from the one of this node.`;
  return { isError: false, title, remedy: 'What the two show of the same time may not agree.' };
}

/** Names as in `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

function withoutStop(text: string): string {
  return text.replace(/\.$/, '');
}
