import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const DOCS = join(import.meta.dirname, '..');

/**
 * The pages in the order in which somebody new needs them.
 *
 * @type {readonly { text: string, pages: readonly string[], collapsed?: boolean }[]}
 */
const GROUPS = [
  { text: 'Start', pages: ['first-hour', 'install', 'gateways', 'receivers', 'reverse-proxies', 'wall'] },
  { text: 'On call', pages: ['on-call', 'diagnosis'] },
  { text: 'Messages', pages: ['messages/README', ...namesIn('messages', byNumber)], collapsed: true },
  { text: 'Tune', pages: ['tuning', 'alert-rules', 'notifications', 'inventory', 'people'] },
  { text: 'Run', pages: ['sizing', 'cluster', 'backup', 'upgrading', 'troubleshooting', 'operating', 'metrics'] },
  { text: 'Look up', pages: ['glossary', 'faq', 'api', 'security', 'configuration', 'formats', 'delivery'] },
  { text: 'Behind it', pages: ['performance', 'asvs', 'dependencies', 'gallery'], collapsed: true },
  { text: 'Rules', pages: namesIn('spec'), collapsed: true },
];

/**
 * @param {string} folder
 * @param {(a: string, b: string) => number} [order]
 * @returns {string[]} pages of a folder but for its list of contents
 */
function namesIn(folder, order) {
  const names = readdirSync(join(DOCS, folder)).filter((name) => name.endsWith('.md') && name !== 'README.md');
  return names
    .map((name) => name.slice(0, -'.md'.length))
    .sort(order)
    .map((name) => `${folder}/${name}`);
}

/**
 * @param {string} a
 * @param {string} b
 */
function byNumber(a, b) {
  return Number(a) - Number(b);
}

/**
 * @param {string} page
 * @returns {{ text: string, link: string }} under the title that it has itself
 */
function entry(page) {
  const [, title = page] = /^# (.+)$/m.exec(readFileSync(join(DOCS, `${page}.md`), 'utf8')) ?? [];
  return { text: title, link: `/${page}` };
}

/**
 * Vue would take two braces in a row for the beginning of an expression.
 *
 * @param {{ renderer: { rules: Record<string, ((...words: unknown[]) => string) | undefined> } }} markdown
 */
function escapeTemplates({ renderer: { rules } }) {
  for (const name of ['text', 'code_inline']) {
    const usual = rules[name];
    rules[name] = (...words) => usual?.(...words).replaceAll('{{', '&#123;&#123;') ?? '';
  }
}

export default {
  title: 'Tunnelwatch',
  description: 'Monitor for IPsec tunnels behind Clavister cOS Stream security gateways',
  lang: 'en',
  cleanUrls: false,
  lastUpdated: false,
  // Other dead links fail the build; a server that runs on the reader's machine cannot be looked up.
  ignoreDeadLinks: 'localhostLinks',
  markdown: {
    // Documents are text: nothing in them is HTML, an attribute or a template of Vue.
    html: false,
    attrs: { disable: true },
    languageAlias: { caddy: 'nginx', haproxy: 'ini' },
    config: escapeTemplates,
  },
  vite: { publicDir: false },
  /**
   * Rules and dashboard, which pages link to as files.
   *
   * @param {{ outDir: string }} site
   */
  buildEnd({ outDir }) {
    const files = readdirSync(DOCS).filter((name) => /[.](ya?ml|json)$/.test(name));
    for (const name of files) copyFileSync(join(DOCS, name), join(outDir, name));
  },
  themeConfig: {
    // All words have to be found: one-time password is no page about time.
    search: { provider: 'local', options: { miniSearch: { searchOptions: { combineWith: 'AND', prefix: true } } } },
    outline: [2, 3],
    sidebar: GROUPS.map(({ text, pages, collapsed = false }) => ({ text, collapsed, items: pages.map(entry) })),
  },
};
