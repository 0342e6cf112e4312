import { alertRuleOf } from '../alert/message-rule.js';
import type { Classified } from '../classify/classify-line.js';
import { learnTimes, type RecipeTimes, type TimeRecipe } from '../classify/line-recipe.js';
import type { ZoneReader } from '../decode/clock-zone.js';
import type { DecodedLine } from '../decode/decoded-line.js';
import { KnownShapes } from '../decode/shape/known-shapes.js';
import type { Shape } from '../decode/shape/shape-tree.js';
import { type Slot, valuesOf } from '../decode/shape/slot.js';
import { TextPool } from '../store/text-pool.js';

/** Subjects remembered by one recipe. */
const MOST_SUBJECTS = 200_000;

/** What is known of all lines of one shape in one source. */
export type LineRecipe = OtherRecipe | EventRecipe;

interface OtherRecipe {
  kind: 'other';
  category: string;
}

export interface EventRecipe {
  kind: 'event';
  gateway: string;
  member: string | undefined;
  kindId: number;
  times: TimeRecipe;
  /** Where the value stands that names the subject; undefined when all lines of the shape have the same one. */
  subjectValue: { at: number; isText: boolean } | undefined;
  /** Numbers of subjects by that value; of the one subject under the empty text. */
  subjects: Map<number | string, number>;
}

/** A line that needed no decoding. */
export type FastLine =
  { kind: 'other'; category: string } | { kind: 'event'; recipe: EventRecipe; subjectId: number; times: RecipeTimes };

/** Recipes of one source, by shape; null for shapes whose lines are always decoded in full. */
export type Recipes = (LineRecipe | null | undefined)[];

/** What full decoding found out about a line, for its shape to learn from. */
export interface Lesson {
  decoded: DecodedLine;
  became: Classified;
  /** Numbers of the event's subject and kind. */
  ids: { subjectId: number; kindId: number } | undefined;
  near: number;
  arrivedAt: number;
  zone: ZoneReader;
}

/**
 * The short way for lines like those seen before: their shape says what they are, and only numbers are read. Whatever is
 * rare or matters at once (alerts, unknown ids, unreadable lines) always takes the long way, which also teaches this one.
 */
export class FastLines {
  private readonly pool = new TextPool();
  private readonly shapes = new KnownShapes(this.pool.intern);

  /** @param storesOther true when messages of other categories are stored, so that each must be decoded */
  constructor(private readonly storesOther: boolean) {}

  /** Forgets the texts of lines; call it at each commit. */
  reset(): void {
    this.pool.clear();
  }

  /** Takes a line; undefined when it must be decoded in full. */
  take(line: Buffer, recipes: Recipes, near: number, arrivedAt: number): FastLine | undefined {
    const shape = this.shapes.match(line);
    const recipe = shape === undefined ? undefined : recipes[shape.index];
    if (recipe === undefined || recipe === null) return undefined;
    if (recipe.kind === 'other') return recipe;
    const key = this.subjectKey(recipe);
    const subjectId = key === undefined ? undefined : recipe.subjects.get(key);
    if (subjectId === undefined) return undefined;
    const times = recipe.times(this.shapes.values, near, arrivedAt);
    return times === undefined ? undefined : { kind: 'event', recipe, subjectId, times };
  }

  /** Learns from a line that was decoded in full. */
  learn(line: Buffer, recipes: Recipes, lesson: Lesson): void {
    // A line outside ASCII is UTF-8 to decoding and bytes to shapes: not worth a rule of its own.
    if (line.some((byte) => byte > 0x7f)) return;
    const shape = this.shapes.learn(line);
    if (shape === undefined) return;
    const known = recipes[shape.index];
    if (known === undefined) recipes[shape.index] = this.makeRecipe(shape, lesson) ?? null;
    const recipe = recipes[shape.index];
    const key = recipe?.kind === 'event' ? this.subjectKey(recipe) : undefined;
    if (recipe?.kind !== 'event' || key === undefined || lesson.ids === undefined) return;
    if (recipe.subjects.size >= MOST_SUBJECTS) recipe.subjects.clear();
    recipe.subjects.set(key, lesson.ids.subjectId);
  }

  private makeRecipe(shape: Shape, { decoded, became, ids, ...rest }: Lesson): LineRecipe | undefined {
    if (became.kind === 'other') return this.storesOther ? undefined : { kind: 'other', category: became.category };
    if (became.kind !== 'event' || decoded.kind !== 'message' || ids === undefined) return undefined;
    const { event } = became;
    if (event.entry === undefined || alertRuleOf(event) !== undefined) return undefined;
    const times = learnTimes(shape, { ...rest, decoded, values: this.shapes.values }, rest.zone);
    const subjectValue = findSubject(shape, decoded.parameters);
    if (times === undefined || subjectValue === null) return undefined;
    const { gateway, member } = decoded;
    return { kind: 'event', gateway, member, kindId: ids.kindId, times, subjectValue, subjects: new Map() };
  }

  /** The value that names the subject; undefined for a quoted one that goes on behind its first word. */
  private subjectKey({ subjectValue }: EventRecipe): number | string | undefined {
    if (subjectValue === undefined) return '';
    const value = this.shapes.values[subjectValue.at] ?? 0;
    if (!subjectValue.isText) return value;
    const text = this.pool.text(value);
    return text.startsWith('"') && !WHOLLY_QUOTED.test(text) ? undefined : text;
  }
}

const WHOLLY_QUOTED = /^"[^"\\]*"$/;

/** What ends a value in every line of a shape: the next name, or the end of the line. */
const NEXT_NAME = /^(?:$| [\w.-]+=)/;

/** The first slot that holds the matchkey, else the interface; undefined without both, null when that is not certain. */
function findSubject(
  { slots, texts }: Shape,
  parameters: ReadonlyMap<string, string>,
): { at: number; isText: boolean } | undefined | null {
  const name = parameters.has('matchkey') ? 'matchkey' : 'iface';
  if (!parameters.has(name)) return slots.some((slot) => slot.names !== undefined) ? null : undefined;
  let at = 0;
  let found: { at: number; slot: Slot } | undefined;
  for (const [index, slot] of slots.entries()) {
    if (slot.names === name) {
      const behind = texts[index + 1] ?? '';
      if (!NEXT_NAME.test(behind) || (behind === '' && index + 1 < slots.length)) return null;
      // Twice in a line: the first one counts, but a name inside a quoted text would come first too.
      if (found !== undefined) return null;
      found = { at, slot };
    }
    at += valuesOf(slot);
  }
  return found === undefined ? null : { at: found.at, isText: found.slot.kind === 'text' };
}
