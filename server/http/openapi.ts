import { z } from 'zod';
import type { Endpoint } from '../../sdk/api/endpoint.js';
import { ENDPOINTS } from '../../sdk/api/endpoints.js';
import { AS_OF_HEADERS, format, MEDIA_TYPES } from '../../sdk/api/formats.js';
import { asOf, problem, time } from '../../sdk/api/values.js';
import { WEBHOOK_CALLS } from '../../sdk/api/webhooks.js';
import { signInSchema } from '../../sdk/sign-in.js';
import { liveInput } from './live-events.js';

type Json = Record<string, unknown>;

/** Where READ_POLICY is `members`, a token; elsewhere none. */
const MAYBE_TOKEN: Record<string, string[]>[] = [{}, { token: [] }];

/** A list as a file, and what its headers say. */
const FILES = Object.fromEntries(
  Object.values(MEDIA_TYPES).map((type) => [type.replace(/;.*/, ''), { schema: { type: 'string' } }]),
);
const FILE_HEADERS = Object.fromEntries(Object.values(AS_OF_HEADERS).map((name) => [name, { schema: { type: 'string' } }]));

/** An operation of the description. */
export interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  parameters: { name: string; in: string; required: boolean; description?: string; schema: Json }[];
  requestBody?: unknown;
  security?: Record<string, string[]>[];
  responses: Record<string, unknown>;
}

const METHODS = ['get', 'post', 'delete'] as const;
type Method = (typeof METHODS)[number];

/** An OpenAPI 3.1 document, as far as it is read here. */
export interface ApiDescription {
  openapi: '3.1.0';
  info: { title: string; version: string; description: string; license: { name: string; identifier: string } };
  paths: Record<string, Partial<Record<Method, Operation>>>;
  components: { schemas: Json; securitySchemes: Json };
}

/**
 * Describes the API by OpenAPI 3.1, from the same data that the routes are made of.
 *
 * @param version - Of the service.
 */
export function describeApi(version: string): ApiDescription {
  const schemas: Json = {};
  const json = (schema: z.ZodType): Json => {
    const text = JSON.stringify(z.toJSONSchema(schema, { io: 'output' }));
    const { $defs, $schema: _, ...rest } = JSON.parse(text.replaceAll('#/$defs/', '#/components/schemas/'));
    Object.assign(schemas, $defs);
    return rest;
  };
  const refusal = (description: string) => ({ description, content: { 'application/json': { schema: json(problem) } } });
  const shared = {
    '400': refusal('A parameter is not understood'),
    '429': refusal('Too many requests from this address'),
    '503': refusal('The store does not answer; ask again later'),
  };
  const guarded = {
    '401': refusal('Only members read here: sign in at /tokens'),
    '403': refusal('This key may not read'),
  };
  const answers = (name: string, endpoint: Endpoint): Operation => ({
    operationId: name,
    tags: [endpoint.tag],
    summary: endpoint.summary,
    parameters: [
      ...parametersOf(endpoint.list ? endpoint.input.extend({ format }) : endpoint.input, endpoint.path, json),
      ...(endpoint.volatile
        ? []
        : [
            {
              name: 'If-None-Match',
              in: 'header',
              required: false,
              description: 'The ETag of an earlier answer',
              schema: { type: 'string' },
            },
          ]),
    ],
    security: MAYBE_TOKEN,
    responses: {
      '200': {
        description: endpoint.list ? 'A page; `next` is the `after` of the following one, null at the end' : 'The answer',
        headers: {
          'x-request-id': { schema: { type: 'string' } },
          ...(endpoint.volatile ? {} : { etag: { schema: { type: 'string' } } }),
          ...(endpoint.list ? FILE_HEADERS : {}),
        },
        content: { 'application/json': { schema: json(envelope(endpoint)) }, ...(endpoint.list ? FILES : {}) },
      },
      ...(endpoint.volatile ? {} : { '304': { description: 'Nothing has changed since the answer with that ETag' } }),
      ...shared,
      ...guarded,
      ...(endpoint.path.includes(':') ? { '404': refusal('There is no such thing') } : {}),
      ...conflictsOf(endpoint, refusal),
    },
  });
  const paths = Object.fromEntries(
    Object.entries(ENDPOINTS).map(([name, endpoint]) => [
      endpoint.path.replaceAll(/:(\w+)/g, '{$1}'),
      { get: answers(name, endpoint as unknown as Endpoint) },
    ]),
  );
  const webhookPaths: ApiDescription['paths'] = {};
  for (const [name, { answer, body, input, list, method, path, summary }] of Object.entries(WEBHOOK_CALLS)) {
    const said = z.object({ asOf, data: list ? z.array(answer) : answer, ...(list ? { next: z.string().nullable() } : {}) });
    const place = path.replaceAll(/:(\w+)/g, '{$1}');
    webhookPaths[place] = {
      ...webhookPaths[place],
      [method]: {
        operationId: name,
        tags: ['webhooks'],
        summary,
        parameters: parametersOf(input, path, json),
        ...(body === undefined
          ? {}
          : { requestBody: { required: true, content: { 'application/json': { schema: json(body) } } } }),
        security: [{ token: [] }],
        responses: {
          '200': { description: 'Done, or the answer', content: { 'application/json': { schema: json(said) } } },
          ...shared,
          '401': refusal('Sign in at /tokens with a key of a member'),
          '403': refusal('This key acts for no active member, or the service sends no webhooks'),
          ...(path.includes(':') ? { '404': refusal('The member has no such webhook') } : {}),
          ...(name === 'addWebhook' ? { '409': refusal('The member has as many as it may') } : {}),
          ...(body === undefined ? {} : { '422': refusal('The operator has not named this receiver') }),
        },
      },
    };
  }
  const plain = (operationId: string, summary: string, responses: Json, parameters: Operation['parameters'] = []) => ({
    get: { operationId, tags: ['service'], summary, parameters, responses: { ...responses, '429': shared['429'] } },
  });
  const text = (type: string, description: string, schema: Json = { type: 'string' }) => ({
    description,
    content: { [type]: { schema } },
  });
  const anything = { type: 'object' };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Genba Ledger',
      version,
      description:
        'Reads a ledger of production data. Every answer says as of which block it is true. Amounts are decimal strings in base units of the settlement token, times are Unix seconds. Members write with their own keys, straight to the chain.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths: {
      ...paths,
      ...webhookPaths,
      '/events/live': plain(
        'liveEvents',
        'New events as they are indexed (Server-Sent Events); `Last-Event-ID` goes on after an event. An event of the kind `rewind` says after which block the chain has taken back what was told',
        {
          '200': text('text/event-stream', 'A stream; the data of each message is an Event'),
          '400': shared['400'],
          '503': shared['503'],
        },
        [
          ...parametersOf(liveInput, '/events/live', json),
          {
            name: 'Last-Event-ID',
            in: 'header',
            required: false,
            description: 'The id of the last event that was read',
            schema: { type: 'string' },
          },
        ],
      ),
      '/tokens': {
        post: {
          operationId: 'signIn',
          tags: ['service'],
          summary: 'Exchanges a signature (EIP-712) for a token that lets read for ten minutes, where only members read',
          parameters: [],
          requestBody: { required: true, content: { 'application/json': { schema: json(signInSchema) } } },
          responses: {
            '200': text('application/json', 'The token', json(z.object({ token: z.string(), expiresAt: time }))),
            ...shared,
            '401': refusal('The sign-in does not count'),
          },
        },
      },
      '/health': plain('health', 'How chain, index and payouts are', {
        '200': text('application/json', 'All is well', anything),
        '503': text('application/json', 'Something needs a person; it says what', anything),
      }),
      '/ready': plain('ready', 'Whether answers can be given now', {
        '200': text('application/json', 'Yes', anything),
        '503': text('application/json', 'Not now; it says why', anything),
      }),
      '/metrics': plain('metrics', 'Figures for Prometheus', { '200': text('text/plain', 'In the text format of Prometheus') }),
      '/network': plain('network', 'Which contracts on which chain', {
        '200': text('application/json', 'The deployment', anything),
      }),
      '/openapi.json': plain('openapi', 'This description', { '200': text('application/json', 'OpenAPI 3.1', anything) }),
      '/docs': plain('docs', 'This description to read', { '200': text('text/html', 'A page') }),
      '/': plain('index', 'What there is', { '200': text('application/json', 'Names and paths', anything) }),
    },
    components: { schemas, securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  };
}

function envelope(endpoint: Endpoint): z.ZodType {
  if (!endpoint.list) return z.object({ asOf, data: endpoint.answer });
  return z.object({ asOf, data: z.array(endpoint.answer), next: z.string().nullable() });
}

function parametersOf(input: z.ZodObject, path: string, json: (schema: z.ZodType) => Json): Operation['parameters'] {
  return Object.entries(input.shape as Record<string, z.ZodType>).map(([name, schema]) => {
    const { description, ...rest } = json(schema);
    const inPath = path.includes(`:${name}`);
    return {
      name,
      in: inPath ? 'path' : 'query',
      required: !schema.safeParse(undefined).success,
      ...(description === undefined ? {} : { description: String(description) }),
      // Some values at once are written with commas between.
      ...(rest.type === 'array' ? { explode: false } : {}),
      schema: rest,
    };
  });
}

/** All operations, in order. */
export function operationsOf({ paths }: ApiDescription): { method: Uppercase<Method>; path: string; operation: Operation }[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    METHODS.flatMap((method) => {
      const operation = operations[method];
      return operation === undefined ? [] : [{ method: method.toUpperCase() as Uppercase<Method>, path, operation }];
    }),
  );
}

/** What is refused because of how the index or the list is. */
function conflictsOf({ input, list }: Endpoint, refusal: (text: string) => Json): Json {
  const reasons = [
    ...(list ? ['A file holds the whole list, not a page of it'] : []),
    ...('asOf' in input.shape ? ['The index does not have that block yet'] : []),
  ];
  return reasons.length === 0 ? {} : { '409': refusal(reasons.join('; ')) };
}
