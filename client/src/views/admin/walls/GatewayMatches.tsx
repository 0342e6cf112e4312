import { formatCount } from '@tunnelwatch/shared/format-number';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import { matchesWildcard } from '@tunnelwatch/shared/wildcard';
import { Button } from '../../../components/form/Button.js';
import { fetchGateways } from '../../../http/api.js';
import { useApiQuery } from '../../../http/use-api-query.js';
import { patternsOf, type WallDraft } from './wall-draft.js';
import styles from './WallsPage.module.css';

/** More gateways than that are shown by pattern, and counted on the wall itself. */
const MAX_GATEWAYS = 1000;

interface GatewayMatchesProps {
  readonly draft: Pick<WallDraft, 'gateways'>;
  readonly onAdd: (gateway: string) => void;
}

/** Which of the known gateways a choice shows, and the others to add with a click. */
export function GatewayMatches({ draft, onAdd }: GatewayMatchesProps) {
  const { data } = useApiQuery({
    key: ['gateway-names'],
    load: (signal) => fetchGateways({ limit: MAX_GATEWAYS }, signal),
  });
  const names = (data?.items ?? []).map(({ gateway }) => gateway);
  const patterns = patternsOf(draft);
  const isShown = (name: string): boolean =>
    patterns.length === 0 || patterns.some((pattern) => matchesWildcard(pattern, name));
  const shown = names.filter(isShown);
  if (names.length === 0) return null;
  return (
    <div className={styles.matches}>
      <p aria-live="polite">
        Shows {formatCount(shown.length)} of {formatCount(names.length)} known gateways
        {patterns.length === 0 || shown.length === 0 ? '' : `: ${shown.map(visibleText).join(', ')}`}. The wall says how
        many unacknowledged Criticals the others have.
      </p>
      {patterns.length === 0 && names.length > 12 ? null : (
        <span className={styles.adds}>
          {names
            .filter((name) => patterns.length === 0 || !isShown(name))
            .slice(0, 24)
            .map((name) => (
              <Button key={name} aria-label={`Show gateway ${visibleText(name)}`} onClick={() => onAdd(name)}>
                + {visibleText(name)}
              </Button>
            ))}
        </span>
      )}
    </div>
  );
}
