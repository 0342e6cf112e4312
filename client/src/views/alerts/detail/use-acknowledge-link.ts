import type { AcknowledgeLinkState } from '@tunnelwatch/shared/notification';
import { checkAcknowledgeLink } from '../../../http/api.js';
import { useApiQuery } from '../../../http/use-api-query.js';
import { useUrlText } from '../../../url-state/use-url-param.js';

/** A page that was opened by the link in a message. */
export interface AcknowledgeLink {
  /** Null until it was checked, and without a link. */
  readonly state: AcknowledgeLinkState | null;
  /** Removes the link from the address. */
  readonly drop: () => void;
}

/** The link to acknowledge an alert that the address of this page has. */
export function useAcknowledgeLink(alertId: number): AcknowledgeLink {
  const [token, setToken] = useUrlText('acknowledge');
  const isThere = token !== null && token !== '';
  const { data } = useApiQuery({
    key: isThere ? ['acknowledge-link', alertId, token] : null,
    load: (signal) => checkAcknowledgeLink(alertId, token ?? '', signal),
  });
  return { state: isThere ? data : null, drop: () => setToken('') };
}
