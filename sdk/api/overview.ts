import { z } from 'zod';
import { one } from './endpoint.js';

const count = z.int().min(0);

export const overview = one({
  path: '/overview',
  tag: 'overview',
  summary: 'How much of everything there is',
  input: z.strictObject({}),
  answer: z.object({
    members: count.meta({ description: 'Active ones' }),
    datasets: count,
    versions: count,
    derivations: count.meta({ description: 'Versions named as sources of others, counted by naming' }),
    offers: count.meta({ description: 'Open ones' }),
    grants: count.meta({ description: 'Neither ended nor frozen' }),
    purchases: count.meta({ description: 'Purchases and renewals, free ones too' }),
    payouts: count.meta({ description: 'Payouts of credit that went through' }),
  }),
});
