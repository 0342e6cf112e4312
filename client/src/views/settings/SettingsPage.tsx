import {
  DENSITIES,
  type PersonalSettings,
  SHOWN_ZONES,
  THEMES,
  type Density,
  type ShownZone,
} from '@tunnelwatch/shared/personal-settings';
import { PageHead } from '../../components/layout/PageHead.js';
import { Panel } from '../../components/layout/Panel.js';
import { formatIso } from '../../format/format-time.js';
import { useWho } from '../../session/who-context.js';
import { usePersonalSettings } from '../../settings/use-personal-settings.js';
import { useServerNow } from '../../time/use-server-now.js';
import { THEME_LABEL } from '../../theme/theme-labels.js';
import { RadioGroup } from './RadioGroup.js';
import styles from './SettingsPage.module.css';

const ZONE_LABEL: Readonly<Record<ShownZone, string>> = { browser: 'This device', site: 'Site', utc: 'UTC' };
const DENSITY_LABEL: Readonly<Record<Density, string>> = { comfortable: 'Comfortable', compact: 'Compact' };

/** How the person at this page wants the pages: theme, time zone, density, sound. */
export function SettingsPage() {
  const { settings, keptOn, fault, change } = usePersonalSettings();
  const who = useWho();
  const where =
    keptOn === 'server' && who !== null
      ? `Kept for ${who.name}: they apply on every device.`
      : 'Kept in this browser, since there is no signed-in person to keep them for.';
  return (
    <>
      <PageHead title="Settings" note={where} />
      {fault === null ? null : (
        <p className={styles.fault} role="alert">
          Not saved on the server: {fault} The change applies in this browser only; make it again to retry.
        </p>
      )}
      <Panel title="Display" isTimeless>
        <div className={styles.groups}>
          <RadioGroup
            name="theme"
            legend="Theme"
            choices={THEMES}
            labelOf={(choice) => THEME_LABEL[choice]}
            value={settings.theme}
            onChange={(theme) => void change({ theme })}
          />
          <RadioGroup
            name="density"
            legend="Density"
            choices={DENSITIES}
            labelOf={(choice) => DENSITY_LABEL[choice]}
            value={settings.density}
            onChange={(density) => void change({ density })}
          />
          <ZoneGroup value={settings.timeZone} onChange={(timeZone) => void change({ timeZone })} />
          <RadioGroup
            name="sound"
            legend="Alert sound"
            choices={['on', 'off']}
            labelOf={(choice) => (choice === 'on' ? 'On' : 'Off')}
            value={settings.sound ? 'on' : 'off'}
            onChange={(choice) => void change({ sound: choice === 'on' })}
          />
        </div>
      </Panel>
    </>
  );
}

interface ZoneGroupProps {
  readonly value: PersonalSettings['timeZone'];
  readonly onChange: (zone: ShownZone) => void;
}

function ZoneGroup({ value, onChange }: ZoneGroupProps) {
  const now = useServerNow();
  return (
    <RadioGroup
      name="zone"
      legend="Time zone"
      note={`The time now: ${formatIso(now).slice(0, -10).replace('T', ' ')} (UTC${formatIso(now).slice(-6)})`}
      choices={SHOWN_ZONES}
      labelOf={(choice) => ZONE_LABEL[choice]}
      value={value}
      onChange={onChange}
    />
  );
}
