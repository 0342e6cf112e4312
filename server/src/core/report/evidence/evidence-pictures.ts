import { chartSvg } from './evidence-chart.js';
import type { Evidence } from './evidence.js';
import { html, type Html } from './html.js';
import { lifeSvg } from './life-svg.js';
import { neededSvg } from './needed-svg.js';
import { lagSvg, numbersSvg } from './scatter-svg.js';

/** A picture of a pack: a separate file, and part of the report. */
export interface Picture {
  /** Its file. */
  name: string;
  svg: Html;
  /** Its caption and its limits, in a sentence or two. */
  caption: string;
}

/** The chart of counts by class over time. */
export function countsPicture({ chart }: Pick<Evidence, 'chart'>): Picture {
  return { name: 'chart.svg', svg: chartSvg(chart), caption: 'Logged events by class over time.' };
}

/** The pictures of a diagnosis for which its drops have data. */
export function diagnosisPictures({ diagnosis }: Pick<Evidence, 'diagnosis'>): Picture[] {
  if (diagnosis === undefined) return [];
  const { window } = diagnosis;
  const pictures: [name: string, svg: Html | undefined, caption: string][] = [
    ['numbers.svg', numbersSvg(diagnosis), NUMBERS],
    ['lag.svg', lagSvg(diagnosis), LAG],
    ['needed-windows.svg', neededSvg(window), NEEDED],
    ['sa-peer.svg', lifeSvg(window, 'peer'), PEER],
    ['sa-own.svg', lifeSvg(window, 'own'), OWN],
  ];
  return pictures.flatMap(([name, svg, caption]) => (svg === undefined ? [] : [{ name, svg, caption }]));
}

/** A picture with its caption, as part of the report. */
export function figureOf({ svg, caption }: Picture): Html {
  return html`<figure>
    ${svg}
    <figcaption class="soft">${caption}</figcaption>
  </figure>`;
}

const NUMBERS =
  'Dropped packets by sequence number, with the window as a band: its right edge rises with the peer’s packets and ' +
  'drops at a new SA (dashed vertical lines). The numbers of dropped packets are not authenticated; packets that ' +
  'passed are not logged. At most 300 packets of a kind are drawn.';
const LAG =
  'The same packets by their lag behind the right edge. Those above the line are late, those below it duplicates.';
const NEEDED =
  'Late packets by required replay window, with the current and the recommended window. Packets that ' +
  'were so late that they may be replayed are drawn, but do not count for the recommendation.';
const PEER =
  'The peer’s counter, from the window in message 278. The forecast assumes that the rate stays constant, no new ' +
  'SA is negotiated first and extended sequence numbers are not in use.';
const OWN = 'Our own counter, from messages about packets that could not be sent: 572, 1057 and 339.';
