import { z } from 'zod';
/** The notes of each setting. */
export const settingNotes = z.registry();
//# sourceMappingURL=setting-notes.js.map