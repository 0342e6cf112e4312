import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * Assets are named relative to index.html, whose <base> the server sets: one build works under any sub-path.
 * Pages are lazy chunks; the charting library is a chunk of its own, which the wall never asks for.
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
