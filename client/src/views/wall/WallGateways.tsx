import { isOver, type ShownAlert } from '@tunnelwatch/shared/alert';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { SECOND_MS } from '@tunnelwatch/shared/time-units';
import type { Gateway } from '@tunnelwatch/shared/tunnel';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import { gatewayPath } from '../../components/tunnel/paths.js';
import { SEVERITY_STYLE } from '../../theme/severity-style.js';
import { useTick } from '../../time/ticker.js';
import { FitText } from './FitText.js';
import { type GatewayTile, gatewayTiles } from './gateway-tiles.js';
import { type ElementSize, useElementSize } from './use-element-size.js';
import { WallLink } from './WallLink.js';
import styles from './WallPage.module.css';

/** Sizes in em, as in the style sheet. */
const TILE_EM = { width: 8.2, height: 2.6, gap: 0.3 };
const PAGE_MS = 12 * SECOND_MS;

interface WallGatewaysProps {
  readonly gateways: readonly Gateway[];
  /** How many gateways were not sent. */
  readonly notShown: number;
  readonly alerts: readonly ShownAlert[];
  /** True where it is the whole page of the wall: the tiles are as large as all of them have room. */
  readonly isWhole: boolean;
}

/** How much larger tiles may be than they must. */
const SCALES = [2.5, 2, 1.75, 1.5, 1.25, 1] as const;

/** A tile for each gateway, the worst first; where not all have room, the pages change by themselves. */
export function WallGateways({ gateways, notShown, alerts, isWhole }: WallGatewaysProps) {
  const [ref, size] = useElementSize<HTMLElement>();
  const tick = useTick();
  const em = size.fontPx === 0 ? 1 : size.fontPx;
  const tiles = gatewayTiles(
    gateways,
    alerts.filter((alert) => !alert.isPast && !isOver(alert)),
  );
  const scale = isWhole ? (SCALES.find((each) => fitting(size, em * each).room >= tiles.length) ?? 1) : 1;
  const { across, room } = size.fontPx === 0 ? { across: 1, room: tiles.length } : fitting(size, em * scale);
  // While some ask for somebody, those that do not wait.
  const asking = tiles.filter(({ alerting, isSilent }) => alerting > 0 || isSilent).length;
  const pages = Math.max(1, Math.ceil((asking === 0 ? tiles.length : asking) / room));
  const page = Math.floor(tick / PAGE_MS) % pages;
  const shown = tiles.slice(page * room, (page + 1) * room);
  const left = notShown + (asking === 0 ? 0 : Math.max(0, tiles.length - pages * room));
  const rest = left === 0 ? '' : ` + ${formatCount(left)} more`;
  return (
    <section ref={ref} className={styles.gateways} aria-label={`Gateways${rest}`}>
      <ul
        className={styles.tiles}
        style={{
          fontSize: `${String(scale)}em`,
          gridTemplateColumns: `repeat(${String(Math.min(across, Math.max(1, shown.length)))}, minmax(0, 1fr))`,
        }}
      >
        {shown.map((tile) => (
          <Tile key={tile.gateway} tile={tile} />
        ))}
      </ul>
      {pages === 1 && rest === '' ? null : (
        <span className={styles.page} aria-hidden="true">
          {pages === 1 ? null : `${String(page + 1)}/${String(pages)}`}
          {rest}
        </span>
      )}
    </section>
  );
}

/** Alerts can be about more than tunnels: then they are no part of these. */
function alertingText(alerting: number, tunnels: number): string {
  return alerting > tunnels
    ? `${formatCount(alerting)} alerting`
    : `${formatCount(alerting)}/${formatCount(tunnels)} alerting`;
}

/** How many tiles fit side by side, and in all. @param em CSS pixels */
function fitting(size: ElementSize, em: number): { readonly across: number; readonly room: number } {
  const across = Math.max(1, Math.floor((size.width / em + TILE_EM.gap) / (TILE_EM.width + TILE_EM.gap)));
  const down = Math.max(1, Math.floor((size.height / em + TILE_EM.gap) / (TILE_EM.height + TILE_EM.gap)));
  return { across, room: across * down };
}

function Tile({ tile }: { readonly tile: GatewayTile }) {
  const { gateway, shortName, alerting, tunnels, failing, severity, isSilent } = tile;
  const color = severity === null ? 'var(--line-strong)' : SEVERITY_STYLE[severity].color;
  const words = isSilent
    ? 'silent'
    : alerting === 0
      ? `${formatCount(tunnels)} tunnels`
      : alertingText(alerting, tunnels);
  return (
    <li className={styles.tile} style={{ borderColor: color }}>
      <WallLink to={gatewayPath(gateway)} className={styles.tileName}>
        <FitText text={visibleText(shortName)} className={styles.line} />
      </WallLink>
      <FitText text={words} className={alerting > 0 || isSilent ? styles.tileAlerting : styles.tileQuiet} />
      <span
        className={styles.tileBar}
        role="img"
        aria-label={`${formatCount(failing)} failures in the last 60 minutes`}
        style={{ background: `linear-gradient(to right, ${color} ${String(tile.share * 100)}%, var(--line) 0)` }}
      />
    </li>
  );
}
