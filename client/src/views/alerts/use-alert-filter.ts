import { ALERT_CLASSES, ALERT_STATES } from '@tunnelwatch/shared/alert';
import { PRIORITIES } from '@tunnelwatch/shared/priority';
import { useUrlChoice, useUrlText } from '../../url-state/use-url-param.js';
import { PAST_CHOICES, type AlertFilter } from './alert-filter.js';

/** The filters of the alert list, from the URL. */
export function useAlertFilter(): AlertFilter {
  const [state] = useUrlChoice('state', ALERT_STATES);
  const [priority] = useUrlChoice('priority', PRIORITIES);
  const [failureClass] = useUrlChoice('class', ALERT_CLASSES);
  const [gateway] = useUrlText('gateway');
  const [past] = useUrlChoice('past', PAST_CHOICES);
  return { state, priority, gateway, failureClass, past };
}
