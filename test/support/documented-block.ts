import { readFileSync } from 'node:fs';

/** The first block of a document that is written in a language. */
export function documentedBlock(document: string, language: string): string {
  const [, block = ''] =
    new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'm').exec(readFileSync(document, 'utf8')) ?? [];
  return block;
}
