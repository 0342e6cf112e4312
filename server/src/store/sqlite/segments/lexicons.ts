import type { LineSearch } from '../../../core/search/line-search.js';
import type { Lexicon } from '../../segment/content.js';

/** Memory limit of all lexicons: they refer to templates and words that segments share. */
const MAX_BYTES = 8 * 1024 * 1024;
const ENTRY_BYTES = 200;
const REFERENCE_BYTES = 8;

/** Templates of a lexicon that is kept: a segment with more of them has lines that all differ. */
const MAX_TEMPLATES = 512;

/** What segments are made of, remembered from search to search: most need not even be read to say that a text is not in them. */
export class Lexicons {
  private readonly known = new Map<number, Lexicon>();
  private bytes = 0;

  /**
   * Whether a line of a segment may contain a text.
   * @param read the lexicon of the segment, with or without its words; undefined when it cannot be read
   */
  mayContain(id: number, text: LineSearch, read: (hasWords: boolean) => Lexicon | undefined): boolean {
    const known = this.known.get(id);
    const lexicon = known ?? this.keep(id, read(false));
    if (lexicon === undefined) return false;
    const { templates, hasRaws, words } = lexicon;
    if (hasRaws) return true;
    if (words === 'unknown' && text.needsWords(templates)) {
      // Nothing but the words can tell: they are worth being read.
      if (!text.isPossible(templates, undefined)) return false;
      const whole = this.keep(id, read(true));
      return whole !== undefined && text.isPossible(templates, knownWords(whole));
    }
    return text.isPossible(templates, knownWords(lexicon));
  }

  /** Segments that are gone. */
  forget(id: number): void {
    const lexicon = this.known.get(id);
    if (lexicon === undefined) return;
    this.known.delete(id);
    this.bytes -= sizeOf(lexicon);
  }

  private keep(id: number, lexicon: Lexicon | undefined): Lexicon | undefined {
    this.forget(id);
    if (lexicon === undefined || lexicon.templates.length > MAX_TEMPLATES) return lexicon;
    this.known.set(id, lexicon);
    this.bytes += sizeOf(lexicon);
    for (const oldest of this.known.keys()) {
      if (this.bytes <= MAX_BYTES) break;
      this.forget(oldest);
    }
    return lexicon;
  }
}

function knownWords({ words }: Lexicon): readonly string[] | undefined {
  return typeof words === 'string' ? undefined : words;
}

function sizeOf({ templates, words }: Lexicon): number {
  return ENTRY_BYTES + REFERENCE_BYTES * (templates.length + (typeof words === 'string' ? 0 : words.length));
}
