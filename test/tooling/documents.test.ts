import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, it } from 'vitest';
import site from '../../docs/.vitepress/config.mjs';

const ROOT = join(import.meta.dirname, '../..');

const DOCUMENTS = [
  ...readdirSync(ROOT),
  ...readdirSync(join(ROOT, 'docs')).map((name) => join('docs', name)),
  ...readdirSync(join(ROOT, 'docs/messages')).map((name) => join('docs/messages', name)),
  ...readdirSync(join(ROOT, 'docs/spec')).map((name) => join('docs/spec', name)),
].filter((name) => name.endsWith('.md'));

/** What GitHub and VitePress make of a heading. */
function anchorOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}

function withoutCode(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '');
}

function anchorsIn(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8').replaceAll(/^```[\s\S]*?^```/gm, '');
  return [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
}

it('[LIVE-95] every link of a document leads to a file, and to a heading that is there', () => {
  const broken: string[] = [];
  for (const document of DOCUMENTS) {
    const text = withoutCode(readFileSync(join(ROOT, document), 'utf8'));
    for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? document : relative(ROOT, join(ROOT, dirname(document), path));
      const isThere = existsSync(join(ROOT, file));
      const isHeading = anchor === undefined || !isThere || anchorsIn(file).includes(anchor);
      if (!isThere || !isHeading) broken.push(`${document}: ${target}`);
    }
  }
  expect(broken).toEqual([]);
  expect(DOCUMENTS.length).toBeGreaterThan(20);
});

it('[LIVE-110] the sidebar of the site has each document once, in the order in which somebody new needs them', () => {
  const links = site.themeConfig.sidebar.flatMap(({ items }) => items.map(({ link }) => `docs${link}.md`));
  const pages = DOCUMENTS.filter((name) => name.startsWith('docs/') && name !== 'docs/index.md');
  expect(links.toSorted()).toEqual(pages.toSorted());
  const usual = ['first-hour', 'install', 'gateways', 'wall', 'on-call', 'messages/README', 'tuning', 'sizing'];
  const later = ['backup', 'upgrading', 'troubleshooting', 'glossary', 'faq', 'api', 'security'];
  const places = [...usual, ...later].map((page) => links.indexOf(`docs/${page}.md`));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

it('[LIVE-110] no document of the site links to a page that is not of the site', () => {
  const outside = DOCUMENTS.filter((name) => name.startsWith('docs/')).flatMap((document) => {
    const text = withoutCode(readFileSync(join(ROOT, document), 'utf8'));
    const targets = [...text.matchAll(/\]\(([^)\s#]+)/g)].map(([, target = '']) => target);
    return targets
      .filter((target) => !/^[a-z]+:/.test(target) && !join(dirname(document), target).startsWith('docs/'))
      .map((target) => `${document}: ${target}`);
  });
  expect(outside).toEqual([]);
});
