import { z } from 'zod';

// Checks that compile themselves would be refused by the pages' content policy. This stands before the first schema is made.
z.config({ jitless: true });
