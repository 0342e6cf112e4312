import type { BenchContext } from '../../context.js';
import type { Row, Table } from '../../report.js';
import type { Panel, Plot } from '../../support/plot.js';
import type { Unit } from '../../support/format-value.js';
import { medianOf } from '../../support/median.js';

/** What something cost: processor time of all threads, and time on the clock where that may differ. */
export interface Cost {
  cpu: number;
  wall?: number;
}

/** What a quantity cost at one place of the curve. */
export interface CurvePoint {
  x: number;
  /** One for each round. */
  costs: readonly Cost[];
  note?: string;
}

/** One quantity that is followed. */
export interface Curve {
  /** What costs something, as in `a line`. */
  of: string;
  unit: Unit;
  points: readonly CurvePoint[];
}

interface CurveTable {
  name: string;
  title: string;
  x: Plot['x'];
  /** What stands in front of a row's number, and behind it, as in `100 tunnels`. */
  whatOf: (x: number) => string;
  curves: readonly Curve[];
  notes: readonly string[];
}

const BUSY_NOTE =
  'Other programs were active on the machine, so this shows processor time only, which depends on them much less than elapsed time.';

/** The figures of some curves, and their drawing. Elapsed time is only shown of an idle machine. */
export function curveTable(
  { isCalm }: Pick<BenchContext, 'isCalm'>,
  { name, title, x, whatOf, curves, notes }: CurveTable,
): Table {
  const shown = curves.map((curve) => (isCalm ? curve : withoutWall(curve)));
  const plot: Plot = { description: title, x, panels: shown.map(panelOf) };
  return {
    title,
    rows: shown.flatMap((curve) => curve.points.map((point) => rowOf(curve, point, whatOf))),
    notes: [...notes, ...(isCalm ? [] : [BUSY_NOTE])],
    section: { name: `growth-${name}`, plot },
  };
}

function withoutWall(curve: Curve): Curve {
  const points = curve.points.map((point) => ({ ...point, costs: point.costs.map(({ cpu }) => ({ cpu })) }));
  return { ...curve, points };
}

function rowOf({ of, unit }: Curve, { x, costs, note }: CurvePoint, whatOf: (x: number) => string): Row {
  const cpus = costs.map(({ cpu }) => cpu);
  const walls = wallsOf(costs);
  const notes = [
    ...(cpus.length < 2
      ? []
      : [
          `${Math.min(...cpus).toPrecision(3)} to ${Math.max(...cpus).toPrecision(3)} in ${String(cpus.length)} rounds`,
        ]),
    ...(walls.length === 0 ? [] : [`${medianOf(walls).toPrecision(3)} elapsed`]),
    ...(note === undefined ? [] : [note]),
  ];
  return {
    what: `${whatOf(x)}: processor time of ${of}`,
    value: medianOf(cpus),
    unit,
    ...(notes.length === 0 ? {} : { note: notes.join('; ') }),
  };
}

function panelOf({ of, unit, points }: Curve): Panel {
  const processor = points.map(({ x, costs }) => ({ x, y: medianOf(costs.map(({ cpu }) => cpu)) }));
  const wall = points.flatMap(({ x, costs }) => {
    const walls = wallsOf(costs);
    return walls.length === 0 ? [] : [{ x, y: medianOf(walls) }];
  });
  return {
    title: wall.length === 0 ? `processor time of ${of}, ${unit}` : `time of ${of}, ${unit}`,
    lines: [
      { kind: 'processor', points: processor },
      ...(wall.length === 0 ? [] : [{ kind: 'wall' as const, points: wall }]),
    ],
  };
}

function wallsOf(costs: readonly Cost[]): number[] {
  return costs.flatMap(({ wall }) => (wall === undefined ? [] : [wall]));
}

/** Those of the usual steps that are below what was asked for, and that itself; the steps without such a wish. */
export function stepsUpTo(steps: readonly number[], most: number | undefined): number[] {
  return most === undefined ? [...steps] : [...steps.filter((step) => step < most), most];
}
