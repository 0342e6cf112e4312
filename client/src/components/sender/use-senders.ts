import type { ApiSender } from '@tunnelwatch/shared/sender';
import type { Problem } from '@tunnelwatch/shared/error-code';
import { fetchSenders } from '../../http/api.js';
import { useApiQuery } from '../../http/use-api-query.js';

const REFRESH_MS = 5000;

/** Senders that named more than their limit of new names, and blocked ones; null until they were fetched. */
export function useSenders(): {
  readonly senders: readonly ApiSender[] | null;
  readonly problem: Problem | null;
  readonly reload: () => void;
} {
  const { data, problem, reload } = useApiQuery({ key: ['senders'], load: fetchSenders, refreshMs: REFRESH_MS });
  return { senders: data, problem, reload };
}
