import { z } from 'zod';
import type { LineTemplate } from '../../core/decode/template/template-tree.js';
import { type Placeholder, valuesOf } from '../../core/decode/template/placeholder.js';
import { NO_TEMPLATE } from '../../core/events/event-columns.js';
import type { ColumnPlan } from './column-plan.js';

/** One value of a line, and its kind of placeholder. */
export interface Column {
  slot: Placeholder;
  /** Which value of a line it is. */
  offset: number;
}

/**
 * What lines of several templates have in common: the same placeholders with the same parameter names. Gateways differ only
 * in the text at the head of a line; their values share columns, or there would be hundreds of short ones.
 */
export interface Layout {
  columns: readonly Column[];
  /** The last encoding of each column; the encoder's memory. */
  plans: (ColumnPlan | undefined)[];
}

/** A template as a segment stores it. */
export interface KeptShape {
  shape: LineTemplate;
  layout: Layout;
  /** The template as JSON, Latin-1. */
  json: Buffer;
}

/** Layouts that are remembered, some KB each: a network has a few dozen, and only a hostile sender has as many. */
const MAX_KEPT = 1000;

/** Templates and their layouts, remembered from segment to segment. */
export class LayoutBook {
  private readonly layouts = new Map<string, Layout>();
  private kept = new WeakMap<LineTemplate, KeptShape>();

  of(shape: LineTemplate): KeptShape {
    let known = this.kept.get(shape);
    if (known === undefined) {
      const json = Buffer.from(JSON.stringify({ texts: shape.texts, slots: shape.slots }), 'latin1');
      known = { shape, layout: this.layoutOf(shape), json };
      this.kept.set(shape, known);
    }
    return known;
  }

  private layoutOf(shape: LineTemplate): Layout {
    const signature = signatureOf(shape);
    let layout = this.layouts.get(signature);
    if (layout === undefined) {
      if (this.layouts.size >= MAX_KEPT) {
        this.layouts.clear();
        this.kept = new WeakMap();
      }
      layout = newLayout(shape.slots);
      this.layouts.set(signature, layout);
    }
    return layout;
  }
}

/** What must be equal for lines to share columns: the placeholders, and the texts after the one that identifies the line. */
export function signatureOf({ texts, slots }: Pick<LineTemplate, 'texts' | 'slots'>): string {
  const head = texts.findIndex((text) => text.includes('='));
  return JSON.stringify([slots, texts.slice(head + 1)]);
}

function newLayout(slots: readonly Placeholder[]): Layout {
  const columns: Column[] = [];
  for (const slot of slots)
    for (let part = 0; part < valuesOf(slot); part++) columns.push({ slot, offset: columns.length });
  return { columns, plans: columns.map(() => undefined) };
}

const slotSchema = z.object({
  kind: z.enum(['decimal', 'padded', 'long', 'hex', 'paddedHex', 'stamp', 'fineStamp', 'clock', 'word', 'text']),
  width: z.number(),
  separator: z.number(),
  names: z.enum(['matchkey', 'iface']).optional(),
});
const shapeSchema = z.object({ texts: z.array(z.string()), slots: z.array(slotSchema) });

/** Parses a template from its JSON. */
export function parseShape(json: string): LineTemplate {
  const parsed = shapeSchema.parse(JSON.parse(json));
  // Written out, so that all have one hidden class: there may be a hundred thousand, and copies have one each.
  const slots = parsed.slots.map(({ kind, width, separator, names }): Placeholder => ({
    kind,
    width,
    separator,
    names,
  }));
  const valueCount = slots.reduce((sum, slot) => sum + valuesOf(slot), 0);
  return { index: NO_TEMPLATE, texts: parsed.texts, slots, valueCount };
}

/** The columns of a parsed template. */
export function columnsOf(shape: LineTemplate): readonly Column[] {
  return newLayout(shape.slots).columns;
}
