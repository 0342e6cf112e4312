import { z } from 'zod';

// A strict content security policy forbids `new Function`, and browsers report even zod's attempt.
z.config({ jitless: true });
