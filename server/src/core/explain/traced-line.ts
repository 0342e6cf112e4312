import type { Place } from '@tunnelwatch/shared/explanation';
import type { PieceKind, TraceStep } from '../decode/decode-trace.js';
import { bodyMap, controlMap, fieldsMap, literalMap, type PlaceMap, shifted } from './place-map.js';

/** A part of the line in front of the message. */
export interface TracedPiece {
  what: PieceKind;
  text: string;
  place: Place;
}

/** A pair of the message. */
export interface TracedField {
  name: string;
  value: string;
  place: Place;
}

const MAX_PIECE = 300;

/** A line with the places of what decoding found in it, whatever was taken off around: each text maps to the one before. */
export class TracedLine {
  private readonly found: TracedPiece[] = [];
  private readonly pairs: TracedField[] = [];
  /** From the line to the text at hand. */
  private readonly maps: PlaceMap[] = [];
  private isLost = false;
  private text: string;

  constructor(
    private readonly line: string,
    steps: readonly TraceStep[],
  ) {
    this.text = line;
    for (const step of steps) this.follow(step);
  }

  /** What stands in front of the message, in its order. */
  pieces(): readonly TracedPiece[] {
    return this.found;
  }

  /** All pairs in the order of the line. */
  fields(): readonly TracedField[] {
    return this.pairs;
  }

  private follow(step: TraceStep): void {
    switch (step.kind) {
      case 'format':
        this.become(step.match.message.text, shifted(step.match.message.start));
        for (const name of ['gateway', 'time'] as const) {
          const span = step.match[name];
          const place = span === undefined ? null : { start: span.start, end: span.end };
          if (span !== undefined) this.found.push({ what: name === 'time' ? 'stamp' : 'name', text: span.text, place });
        }
        return;
      case 'object':
        this.become(step.after, literalMap(step.before, step.from, step.after));
        return;
      case 'quoted':
        this.become(step.after, fieldsMap(step.before, step.after));
        return;
      case 'control':
        this.become(step.after, controlMap(step.before, step.after));
        return;
      case 'body':
        this.become(step.after, bodyMap(step.before, step.from, step.after));
        return;
      case 'piece': {
        const { what, start, end } = step;
        this.found.push({
          what,
          text: this.text.slice(start, Math.min(end, start + MAX_PIECE)),
          place: this.placeOf(start, end),
        });
        return;
      }
      case 'pairs':
        for (const [at, [name, value]] of step.pairs.entries()) {
          const [start = 0, , end = 0] = step.places[at] ?? [];
          this.takePair(name, value, this.placeOf(start, end));
        }
        return;
      default:
    }
  }

  private become(text: string, map: PlaceMap | undefined): void {
    this.text = text;
    if (map === undefined) this.isLost = true;
    else this.maps.push(map);
  }

  private takePair(name: string, value: string, place: Place): void {
    // Shown only where the name really stands: a place that misleads is worse than none.
    const isThere = place !== null && this.line.startsWith(name, place.start);
    this.pairs.push({ name, value, place: isThere ? place : null });
  }

  private placeOf(start: number, end: number): Place {
    const first = this.inLine(start);
    const last = this.inLine(end - 1);
    return first < 0 || last < first ? null : { start: first, end: last + 1 };
  }

  private inLine(at: number): number {
    if (this.isLost) return -1;
    let place = at;
    for (let index = this.maps.length - 1; index >= 0 && place >= 0; index--) place = this.maps[index]?.(place) ?? -1;
    return place;
  }
}
