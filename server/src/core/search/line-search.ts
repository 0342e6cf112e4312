import type { LineTemplate } from '../decode/template/template-tree.js';
import { isWordTest, lowerAscii, matchTemplate, passes, type SlotTest, type TemplateMatch } from './template-search.js';

/** Templates whose matches are remembered; a store of lines that all differ has any number. */
const MAX_REMEMBERED = 4000;

/** A text that is searched in lines: byte by byte, except for the case of ASCII letters [STORE-6]. */
export class LineSearch {
  /** Latin-1 with ASCII letters in lower case. */
  private readonly wanted: string;
  private readonly pattern: RegExp;
  private readonly matches = new Map<LineTemplate, TemplateMatch>();

  /** @param text not empty; its UTF-8 is searched */
  constructor(text: string) {
    this.wanted = lowerAscii(Buffer.from(text).toString('latin1'));
    this.pattern = new RegExp(Array.from(this.wanted, anyCase).join(''));
  }

  /** How lines of a template contain the text. */
  match(template: LineTemplate): TemplateMatch {
    let match = this.matches.get(template);
    if (match === undefined) {
      match = matchTemplate(template, this.wanted);
      if (this.matches.size >= MAX_REMEMBERED) this.matches.clear();
      this.matches.set(template, match);
    }
    return match;
  }

  /**
   * Whether any line may contain the text that is made of these templates and words.
   * @param words lower-case, as in the placeholders of kind `word` and `text`; undefined when they are not known
   */
  isPossible(templates: readonly LineTemplate[], words: readonly string[] | undefined): boolean {
    const known = new Map<string, boolean>();
    const isPassing = (test: SlotTest): boolean => {
      if (!isWordTest(test) || words === undefined) return true;
      const key = `${test.how} ${test.text}`;
      const isAny = known.get(key) ?? words.some((word) => passes(test, word));
      known.set(key, isAny);
      return isAny;
    };
    return templates.some((template) => {
      const match = this.match(template);
      if (match.kind !== 'ways') return match.kind !== 'never';
      return match.ways.some((way) => way.every(isPassing));
    });
  }

  /** Whether only the words of lines tell that none contains the text. */
  needsWords(templates: readonly LineTemplate[]): boolean {
    return templates.every((template) => {
      const match = this.match(template);
      return match.kind === 'never' || (match.kind === 'ways' && match.ways.every((way) => way.some(isWordTest)));
    });
  }

  /** Whether a line contains the text. */
  isIn(line: Uint8Array): boolean {
    return this.pattern.test(Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString('latin1'));
  }
}

function anyCase(char: string): string {
  if (/[a-z]/.test(char)) return `[${char}${char.toUpperCase()}]`;
  return `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

/** The search for the text of a filter; undefined when there is none. */
export function searchFor(q: string | undefined): LineSearch | undefined {
  return q === undefined || q === '' ? undefined : new LineSearch(q);
}
