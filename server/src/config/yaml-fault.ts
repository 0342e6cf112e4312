import type { ErrorCode } from 'yaml';

/** The library's words are about its own parts; these are about what stands in the file. */
const WORDS: Readonly<Record<ErrorCode, string>> = {
  ALIAS_PROPS: 'an alias (*name) has an anchor or a tag of its own',
  BAD_ALIAS: 'an alias (*name) has no such anchor (&name), or a value begins with * and needs quotes',
  BAD_COLLECTION_TYPE: 'a tag (!!map, !!seq) does not fit what follows it',
  BAD_DIRECTIVE: 'a line that begins with % is not valid here',
  BAD_DQ_ESCAPE: 'a backslash within "…" begins nothing that is known: double it, or use single quotes',
  BAD_INDENT: 'this line is not indented like those that belong to it',
  BAD_PROP_ORDER: 'an anchor or a tag stands in the wrong place',
  BAD_SCALAR_START: 'a value begins with a character that needs quotes around it, such as @ or `',
  BLOCK_AS_IMPLICIT_KEY: 'a second colon makes a key within a value: quote the value, or put it on a line of its own',
  BLOCK_IN_FLOW: 'within […] or {…} stands something that needs lines of its own',
  DUPLICATE_KEY: 'a key appears twice',
  IMPOSSIBLE: 'it cannot be understood',
  KEY_OVER_1024_CHARS: 'a key is longer than 1024 characters',
  MISSING_CHAR: 'a character is missing: a colon, a comma, a space, a quote or a closing bracket',
  MULTILINE_IMPLICIT_KEY: 'a line has no colon, or a quote is not closed',
  MULTIPLE_ANCHORS: 'a value has two anchors',
  MULTIPLE_DOCS: 'a line of --- begins a second document, and only one is read',
  MULTIPLE_TAGS: 'a value has two tags',
  NON_STRING_KEY: 'a key is not text',
  RESOURCE_EXHAUSTION: 'it is nested too deeply',
  TAB_AS_INDENT: 'a tab indents this line: use spaces',
  TAG_RESOLVE_FAILED: 'a tag (!name) is not known here, or a value begins with ! and needs quotes',
  UNEXPECTED_TOKEN: 'something stands here that does not belong here, such as a bracket, a quote or a comma',
};

/** What is wrong with YAML, in words. */
export function yamlFault(code: ErrorCode): string {
  return WORDS[code];
}
