import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * Assets are named relative to index.html, whose <base> the server sets: one build works under any sub-path.
 * Pages are lazy chunks, and so is what only some of them need; scripts/page-bytes.mjs keeps each below its limit.
 */
export default defineConfig({
  base: './',
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    sourcemap: true,
    license: { fileName: 'licences.md' },
    target: 'es2022',
    // Browsers that know light-dark(), so that it stays as it is written.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
});
