import type { CutLine } from './cutter.js';

/** Templates that one source may have had admitted and not lost since. */
const MAX_ADMITTED = 1000;
/** Of a source that has used up its share, as many of its templates are kept: those in use most. */
export const KEPT_OF_CROWDED = MAX_ADMITTED / 4;
const USUAL_SIGHTS = 2;
const SIGHTS_OF_MANY = 8;
/** Templates that were seen and not admitted yet; the oldest are forgotten. */
const MAX_SEEN = 1024;
/** After so many lines in a row that are all strange, one in so many is looked at: cutting costs as much as decoding. */
const MANY_STRANGERS = 512;
const ONE_IN = 16;

/**
 * Which templates of one source are worth keeping: those that are seen again. Lines that all differ are thus no templates,
 * and one source never takes the room of all others [TAIL-55].
 */
export class TemplateAdmission {
  private admitted = 0;
  /** Lines in a row of which none looked like one before. */
  private strangers = 0;
  /** By their hashes, how often. */
  private readonly seen = new Map<number, number>();

  /** @param most templates that may be admitted; from half of it on, only what is seen often */
  constructor(private readonly most = MAX_ADMITTED) {}

  /** No further template of this source is admitted until some of its own are let go. */
  get isCrowded(): boolean {
    return this.admitted >= this.most;
  }

  /** Whether to look at a line that has no known template: where none in a row is like another, at a few of them. */
  isWorthCutting(): boolean {
    if (this.isCrowded) return false;
    this.strangers += 1;
    return this.strangers <= MANY_STRANGERS || this.strangers % ONE_IN === 0;
  }

  /** Notes that a template was seen; true when it is to be kept. */
  admits(cut: CutLine): boolean {
    const hash = hashOf(cut);
    const sights = (this.seen.get(hash) ?? 0) + 1;
    if (sights > 1) this.strangers = 0;
    if (sights >= (this.admitted < this.most / 2 ? USUAL_SIGHTS : SIGHTS_OF_MANY)) {
      this.seen.delete(hash);
      this.admitted += 1;
      return true;
    }
    this.seen.set(hash, sights);
    if (this.seen.size > MAX_SEEN) this.forgetOldest();
    return false;
  }

  private forgetOldest(): void {
    for (const hash of this.seen.keys()) {
      this.seen.delete(hash);
      return;
    }
  }

  /** Says how many of its templates are still kept. */
  keep(count: number): void {
    this.admitted = count;
  }
}

/** A hash of the text that lines of a template have in common, and of the kinds of what differs (FNV-1a). */
function hashOf({ texts, slots }: CutLine): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < texts.length; index++) {
    const text = texts[index] ?? '';
    for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    const slot = slots[index];
    if (slot === undefined) continue;
    hash = Math.imul(hash ^ (0x100 + slot.width * 64 + slot.separator + slot.kind.length), 0x01000193);
    hash = Math.imul(hash ^ slot.kind.charCodeAt(0), 0x01000193);
  }
  return hash;
}
