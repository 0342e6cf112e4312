import { defineConfig, type Plugin } from 'vite';

/** Where the program and each of its threads begin; the folder of the bundle is flat, so that they find each other. */
const ENTRIES = [
  'main',
  'serve/export/export-worker',
  'serve/past/past-worker',
  'ingest/collector/collector-worker',
  'ingest/ingest-worker',
  'store/backup/backup-worker',
  'store/outbox/outbox-worker',
  'store/reader/reader-worker',
  'store/writer/writer-worker',
];

/** Native modules, which find their binaries beside themselves. */
const NATIVE = ['@node-rs/argon2', '@photostructure/sqlite'];

/** Says what the files of the bundle are: those of the folder above are ES modules. */
const commonJs: Plugin = {
  name: 'tunnelwatch-commonjs',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'package.json', source: '{ "type": "commonjs" }\n' });
  },
};

/** One character beyond Latin-1 has V8 keep the text of the whole file with two bytes a character, in each thread. */
const ascii: Plugin = {
  name: 'tunnelwatch-ascii',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type === 'chunk') file.code = file.code.replace(/[\u0080-\uffff]/g, escaped);
    }
  },
};

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/**
 * The server and its libraries as a few files: loading 600 modules in four threads takes longer than all else that a start
 * does. CommonJS, since a start costs a sixth less than with ES modules. Not minified, so that stack traces keep their names.
 */
export default defineConfig({
  plugins: [commonJs, ascii],
  ssr: { noExternal: true, external: NATIVE },
  build: {
    ssr: true,
    outDir: 'bundle',
    emptyOutDir: true,
    sourcemap: true,
    // Their licences ask for their text wherever they are passed on.
    license: { fileName: 'licences.md' },
    minify: false,
    target: 'node20',
    rollupOptions: {
      input: Object.fromEntries(
        ENTRIES.map((path) => [path.slice(path.lastIndexOf('/') + 1), `server/src/${path}.ts`]),
      ),
      output: {
        format: 'cjs',
        comments: false,
        entryFileNames: '[name].js',
        chunkFileNames: '[name].js',
      },
    },
  },
});
