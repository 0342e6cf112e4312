import { register } from 'node:module';

// For `node --import`: from here on this process, and the processes that it forks, run TypeScript.
register('./typescript-hook.mjs', import.meta.url);
