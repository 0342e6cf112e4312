import { formatCount } from '@tunnelwatch/shared/format-number';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import type { ShownWall } from '@tunnelwatch/shared/wall';
import { SeverityShape } from '../../components/badge/SeverityShape.js';
import { FitText } from './FitText.js';
import { withoutCommonPrefix } from './wall-figures.js';
import { WallLink } from './WallLink.js';
import styles from './WallPage.module.css';

/**
 * Which gateways a wall shows, and how many Criticals wait at the others: a wall for some gateways must never hide one in
 * silence.
 */
export function WallScopeBar({ wall: { settings, scope } }: { readonly wall: ShownWall }) {
  if (scope === null) return null;
  const { names, shown, total, criticalsElsewhere } = scope;
  const more = shown - names.length;
  const list = withoutCommonPrefix(names).map(visibleText).join(', ');
  const text = `${visibleText(settings.name)} · ${formatCount(shown)} of ${formatCount(total)} gateways${list === '' ? '' : `: ${list}`}${more > 0 ? ` + ${formatCount(more)}` : ''}`;
  return (
    <div className={styles.scope}>
      {criticalsElsewhere === 0 ? null : (
        <WallLink to="/alerts?severity=critical" className={styles.elsewhere}>
          <SeverityShape shape="octagon" />
          {formatCount(criticalsElsewhere)} Critical elsewhere
        </WallLink>
      )}
      <FitText text={text} className={styles.scopeText} />
    </div>
  );
}
