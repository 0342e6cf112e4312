import type { RoomState } from '../../live/room-state.js';
import { HeatGrid } from './HeatGrid.js';
import { layoutHeat } from './heat-layout.js';
import { useElementSize } from './use-element-size.js';
import { WallGateways } from './WallGateways.js';
import styles from './WallPage.module.css';

/** A cell that is smaller than this says nothing from five metres away, em. */
const MIN_CELL_EM = 0.3;
/** More names than this have no room above their cells. */
const MAX_NAMED = 6;

interface WallBottomProps {
  readonly room: RoomState<'wall'>;
  /** True where it is the whole page of the wall, and not its bottom only. */
  readonly isWhole?: boolean;
}

/** At the bottom: every tunnel as a cell where cells are large enough to be seen, otherwise a tile for each gateway. */
export function WallBottom({ room, isWhole = false }: WallBottomProps) {
  const { heat, gateways, alerts } = room;
  const [ref, size] = useElementSize<HTMLDivElement>();
  const area = {
    width: size.width,
    height: size.height - size.fontPx * 1.15,
    gap: size.fontPx * 0.35,
    maxPitch: size.fontPx,
  };
  const hasCells =
    heat !== null &&
    heat.length > 0 &&
    heat.length <= MAX_NAMED &&
    size.fontPx > 0 &&
    layoutHeat(heat, area).pitch >= size.fontPx * MIN_CELL_EM;
  return (
    <div ref={ref} className={isWhole ? styles.whole : styles.bottom}>
      {hasCells ? (
        <HeatGrid heat={heat} maxPitchEm={isWhole ? 2.5 : 0.92} />
      ) : gateways === null ? null : (
        <WallGateways
          gateways={gateways.gateways}
          notShown={gateways.notShown}
          alerts={alerts?.alerts ?? []}
          isWhole={isWhole}
        />
      )}
    </div>
  );
}
