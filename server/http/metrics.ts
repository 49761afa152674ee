import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

const SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What Prometheus reads. */
export interface Metrics {
  contentType: string;
  text(): Promise<string>;
  /** Times each request by its route. */
  measure: RequestHandler;
}

/**
 * Makes the metrics of a service.
 *
 * @param gauges - Read at each scrape, by name: what it means, and its value now.
 */
export function createMetrics(gauges: Record<string, { help: string; value: () => number | Promise<number> }>): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const [name, { help, value }] of Object.entries(gauges)) {
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        this.set(await value());
      },
    });
  }
  const requests = new Histogram({
    name: 'genba_http_request_seconds',
    help: 'Time to answer, by route and status',
    labelNames: ['route', 'status'],
    buckets: SECONDS,
    registers: [registry],
  });
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    measure(request, response, next) {
      const end = requests.startTimer();
      response.once('close', () => {
        const route = (request.route as { path?: string } | undefined)?.path ?? 'none';
        end({ route, status: response.statusCode });
      });
      next();
    },
  };
}
