import uPlot from 'uplot';
import { PacedDrawing } from './paced-drawing.js';
import type { PlotTheme } from './plot-theme.js';

/** Ends of an axis. */
export type Ends = readonly [number, number];

/** What a plot shows now. */
export interface Picture {
  /** Horizontal positions, ascending, and the values of each series. */
  readonly data: uPlot.AlignedData;
  readonly x: Ends;
  readonly y: Ends;
  /** Draws what is no series, over them. */
  readonly over?: ((plot: uPlot, theme: PlotTheme) => void) | undefined;
  /** Draws what is no series, below them. */
  readonly under?: ((plot: uPlot, theme: PlotTheme) => void) | undefined;
}

/** How a plot is built: it is built anew when this changes. */
export interface PlotForm {
  readonly series: (theme: PlotTheme) => uPlot.Series[];
  readonly bands?: uPlot.Band[];
  readonly axes: (theme: PlotTheme) => [uPlot.Axis, uPlot.Axis];
  /** The horizontal axis is time: its cursor is that of all such plots of the page, and dragging selects a range. */
  readonly isTime: boolean;
  readonly isLogX?: boolean;
  readonly isLogY?: boolean;
}

/** Where the pointer is over a plot: CSS pixels within its area, and the place of the data that it is on. */
export interface Hover {
  readonly left: number;
  readonly top: number;
  readonly index: number | null;
  /** The value of the horizontal axis. */
  readonly at: number;
  readonly plot: uPlot;
}

export interface PlotCalls {
  readonly onHover: (hover: Hover | null) => void;
  /** Called with both ends of what was dragged over; null where that does nothing. */
  readonly onSelect: ((from: number, to: number) => void) | null;
}

const LOGARITHMIC = 3;
/** Less than this is a click, CSS pixels. */
const MIN_DRAG_PX = 5;

/** A plot in an element: built once, and drawn again when its picture changes. */
export class PlotHost {
  readonly #plot: uPlot;
  readonly #paced: PacedDrawing;
  readonly #seen: IntersectionObserver;
  readonly #sized: ResizeObserver;
  #picture: Picture;
  #isHovered = false;

  constructor(
    element: HTMLElement,
    form: PlotForm,
    theme: PlotTheme,
    picture: Picture,
    /** Read whenever something happens, so that it may change. */
    private readonly calls: () => PlotCalls,
  ) {
    this.#picture = picture;
    this.#plot = new uPlot(this.#options(element, form, theme), copied(picture.data), element);
    this.#paced = new PacedDrawing(() => this.#plot.setData(copied(this.#picture.data)));
    this.#seen = new IntersectionObserver((entries) => {
      this.#paced.setInView(entries.some(({ isIntersecting }) => isIntersecting));
    });
    this.#seen.observe(element);
    this.#sized = new ResizeObserver(() => this.#fit(element));
    this.#sized.observe(element);
  }

  show(picture: Picture): void {
    const before = this.#picture;
    this.#picture = picture;
    // Live data shifts the axis by its step; any other range was asked for.
    const isUrgent = spanOf(before.x) !== spanOf(picture.x) || before.over !== picture.over;
    this.#paced.request(isUrgent);
  }

  close(): void {
    this.#paced.close();
    this.#seen.disconnect();
    this.#sized.disconnect();
    this.#plot.destroy();
  }

  #fit({ clientWidth, clientHeight }: HTMLElement): void {
    const { width, height } = this.#plot;
    if (clientWidth < 1 || clientHeight < 1 || (width === clientWidth && height === clientHeight)) return;
    this.#plot.setSize({ width: clientWidth, height: clientHeight });
  }

  #options(element: HTMLElement, form: PlotForm, theme: PlotTheme): uPlot.Options {
    const { isTime, bands = [], isLogX = false, isLogY = false } = form;
    return {
      width: Math.max(1, element.clientWidth),
      height: Math.max(1, element.clientHeight),
      padding: [theme.rem * 1.6, theme.rem * 1.25, 0, 0],
      legend: { show: false },
      scales: {
        x: { time: false, range: () => [...this.#picture.x], ...(isLogX ? { distr: LOGARITHMIC } : {}) },
        y: { range: () => [...this.#picture.y], ...(isLogY ? { distr: LOGARITHMIC } : {}) },
      },
      cursor: {
        y: false,
        points: { show: false },
        drag: { x: isTime, y: false, setScale: false, dist: MIN_DRAG_PX },
        ...(isTime ? { sync: SHARED } : {}),
      },
      series: [{}, ...form.series(theme)],
      bands,
      axes: form.axes(theme),
      hooks: {
        drawClear: [(plot) => clipped(plot, () => this.#picture.under?.(plot, theme))],
        draw: [(plot) => clipped(plot, () => this.#picture.over?.(plot, theme))],
        setSelect: [(plot) => this.#select(plot)],
        setCursor: [(plot) => this.#hover(plot)],
        ready: [(plot) => this.#listen(plot)],
      },
    };
  }

  #listen(plot: uPlot): void {
    plot.over.addEventListener('pointerenter', () => {
      this.#isHovered = true;
    });
    plot.over.addEventListener('pointerleave', () => {
      this.#isHovered = false;
      this.calls().onHover(null);
    });
  }

  #hover(plot: uPlot): void {
    if (!this.#isHovered) return;
    const { left = -1, top = -1, idx } = plot.cursor;
    if (left < 0) return this.calls().onHover(null);
    this.calls().onHover({ left, top, index: idx ?? null, at: plot.posToVal(left, 'x'), plot });
  }

  #select(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width < MIN_DRAG_PX) return;
    const [from, to] = [plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x')];
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.calls().onSelect?.(from, to);
  }
}

/** One cursor for all plots over time of the page; what is dragged over is of one plot alone. */
const SHARED: uPlot.Cursor.Sync = {
  key: 'page',
  setSeries: false,
  scales: ['x', null],
  filters: { pub: (type) => type === 'mousemove' || type === 'mouseleave' },
};

function spanOf([from, to]: Ends): number {
  return to - from;
}

/** The library keeps the list that it is given. */
function copied(data: uPlot.AlignedData): uPlot.AlignedData {
  const [x, ...values] = data;
  return [x, ...values];
}

function clipped(plot: uPlot, draw: () => void): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  draw();
  ctx.restore();
}
