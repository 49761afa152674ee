import type { Route } from './route.js';
import { accessRoutes } from './routes/access.js';
import { datasetRoutes } from './routes/datasets.js';
import { memberRoutes } from './routes/members.js';
import { moneyRoutes } from './routes/money.js';
import { trailRoutes } from './routes/trail.js';

/** All that is answered as of a block; a fixed path stands before one with a parameter in its place. */
export const ROUTES: readonly Route[] = [...memberRoutes, ...datasetRoutes, ...accessRoutes, ...moneyRoutes, ...trailRoutes];
