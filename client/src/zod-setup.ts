import { z } from 'zod';

// A strict content security policy forbids `new Function`, and zod's mere try is reported by the browser.
z.config({ jitless: true });
