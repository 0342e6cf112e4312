import { SHOWN_ZONES, type ShownZone } from '@tunnelwatch/shared/personal-settings';
import { shownZoneName } from '../../format/shown-zone.js';
import { usePersonalSettings } from '../../settings/use-personal-settings.js';
import { useServerNow } from '../../time/use-server-now.js';
import form from '../form/form.module.css';
import styles from './TimeBar.module.css';

const ZONE_LABEL: Readonly<Record<ShownZone, string>> = { browser: 'This device', site: 'Site', utc: 'UTC' };
const ID = 'time-bar-zone';

/** The zone of all times, as the person wants it on all of their devices. */
export function ZoneSelect() {
  const { settings, change } = usePersonalSettings();
  const { timeZone } = settings;
  // Zones differ from UTC by the season, so the one of now is meant.
  const offset = shownZoneName(useServerNow());
  return (
    <label className={styles.zone} htmlFor={ID}>
      <span className="visually-hidden">Time zone</span>
      <select
        id={ID}
        className={form.input}
        title="Time zone of all times"
        value={timeZone}
        onChange={({ target }) => {
          const zone = SHOWN_ZONES.find((name) => name === target.value);
          if (zone !== undefined) void change({ timeZone: zone });
        }}
      >
        {SHOWN_ZONES.map((zone) => (
          <option key={zone} value={zone}>
            {zone === timeZone && offset !== ZONE_LABEL[zone] ? `${ZONE_LABEL[zone]}, ${offset}` : ZONE_LABEL[zone]}
          </option>
        ))}
      </select>
    </label>
  );
}
