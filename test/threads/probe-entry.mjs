// Workers take JavaScript alone: from here on this thread reads TypeScript.
import '../../scripts/run-typescript.mjs';

await import('./probe-worker.ts');
