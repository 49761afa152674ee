import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SENTENCES } from '../sdk/contract-errors.js';
import { PROBLEMS } from '../sdk/errors.js';
import { SETTINGS } from '../server/config.js';
import { type ApiDescription, describeApi, type Operation, operationsOf } from '../server/http/openapi.js';
import { VERSION } from '../server/version.js';

const ROOT = path.resolve(import.meta.dirname, '..');
const MADE = '<!-- Made from the code by `npm run docs`; edit the code. -->';

const USAGE = `usage: npm run docs [-- --check]
Writes docs/api.md, docs/config.md and docs/errors.md from the code; with --check only says whether they are up to date.`;

type Schema = Record<string, unknown>;

/** Every route, its parameters and what it answers. */
function apiPage(description: ApiDescription): string {
  const byTag = Map.groupBy(operationsOf(description), ({ operation }) => operation.tags[0] ?? '');
  const sections = [...byTag].flatMap(([tag, list]) => [
    '',
    `## ${tag}`,
    ...list.flatMap((one) => operationLines(`${one.method} ${one.path}`, one.operation)),
  ]);
  return [
    '# API',
    MADE,
    '',
    `${description.info.description} A refusal is \`{ code, message, details, requestId }\`; [errors](errors.md) lists the codes. A list answers`,
    '`{ asOf, data, next }`: `next` is the `after` of the following page, null at the end; there is no other cap. What follows from the block alone',
    'carries an `ETag`. Unknown parameters are refused. A service shows the same at `/docs`, and for programs at `/openapi.json`.',
    '',
    ...sections,
    '',
  ].join('\n');
}

function operationLines(heading: string, { parameters, responses, summary }: Operation): string[] {
  const given = parameters.filter((one) => one.in !== 'header');
  const table = given.map((one) => `| \`${one.name}\` | ${valueText(one.schema)} | ${one.description ?? ''} |`);
  return [
    '',
    `### ${heading}`,
    `${summary}. ${answerOf(responses)}`,
    ...(table.length === 0 ? [] : ['', '| parameter | value | meaning |', '|---|---|---|', ...table]),
  ];
}

/** What values a parameter takes. */
function valueText({ default: preset, enum: values, maximum, minimum, type }: Schema): string {
  const range = type === 'integer' && typeof maximum === 'number' && maximum < 2 ** 32 ? ` ${minimum} to ${maximum}` : '';
  const kind = Array.isArray(values) ? values.map((one) => `\`${one}\``).join(', ') : `${type}${range}`;
  return preset === undefined ? kind : `${kind}; default \`${preset}\``;
}

/** The names in an answer's `data`. */
function answerOf(responses: Record<string, unknown>): string {
  const ok = responses['200'] as { content?: Record<string, { schema: Schema }> };
  const schema = ok.content?.['application/json']?.schema as { properties?: { data?: Schema } } | undefined;
  const data = schema?.properties?.data;
  if (data === undefined) return '';
  const row = (data.type === 'array' ? data.items : data) as { properties?: Schema; $ref?: string };
  const names =
    row.properties === undefined ? String(row.$ref ?? '').replace(/.*\//, '') : Object.keys(row.properties).join('`, `');
  return `${data.type === 'array' ? 'Each: ' : 'Answers '}\`${names}\`.`;
}

/** Every setting of the service. */
function configPage(): string {
  const rows = Object.entries(SETTINGS.shape).map(([name, schema]) => {
    const preset = schema.safeParse(undefined).data;
    const shown = preset === undefined ? '' : `\`${String(preset).replace(`${ROOT}${path.sep}`, '')}\``;
    return `| \`${name}\` | ${schema.description} | ${shown} |`;
  });
  return [
    '# Settings',
    MADE,
    '',
    'Of the service (`npm start`, `npm run serve`, `genba db`), as environment variables. One that is not usable is refused with its name.',
    '',
    '| setting | meaning | default |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

/** Every code that our programs and contracts refuse with. */
function errorsPage(): string {
  const own = Object.entries(PROBLEMS).map(
    ([code, { sentence, status }]) => `| \`${code}\` | ${status} | ${escapeCell(sentence)} |`,
  );
  const contracts = Object.entries(SENTENCES).map(([code, sentence]) => `| \`${code}\` | ${escapeCell(sentence)} |`);
  return [
    '# Errors',
    MADE,
    '',
    'The command line ends with exit code 1 and prints the code; the API answers with the status. `{name}` stands for a value, which `details` has too.',
    '',
    '| code | status | sentence |',
    '|---|---|---|',
    ...own,
    '',
    '## Refusals of the contracts',
    'By the name of the Solidity error; one that is not here is shown by its name and values.',
    '',
    '| code | sentence |',
    '|---|---|',
    ...contracts,
    '',
  ].join('\n');
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

if (process.argv.includes('--help')) {
  console.log(USAGE);
} else {
  const pages = { api: apiPage(describeApi(VERSION)), config: configPage(), errors: errorsPage() };
  const stale: string[] = [];
  for (const [name, text] of Object.entries(pages)) {
    const file = path.join(ROOT, 'docs', `${name}.md`);
    if (!process.argv.includes('--check')) writeFileSync(file, text);
    else if (readFileSync(file, 'utf8') !== text) stale.push(`docs/${name}.md`);
  }
  if (stale.length > 0) {
    console.error(`${stale.join(', ')}: not what the code says; run npm run docs`);
    process.exitCode = 1;
  }
}
