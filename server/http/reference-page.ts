import { type ApiDescription, type Operation, operationsOf } from './openapi.js';

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}code{font-size:.95em}' +
  'table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;border-bottom:1px solid #8884}' +
  'h2{margin-top:2.5rem}h3{margin-bottom:.25rem}@media(prefers-color-scheme:dark){body{background:#111;color:#ddd}a{color:#8bf}}';

/**
 * The description of the API as a page to read: no script, nothing from elsewhere.
 *
 * @param description - As `/openapi.json` has it.
 */
export function referencePage(description: ApiDescription): string {
  const byTag = Map.groupBy(operationsOf(description), ({ operation }) => operation.tags[0] ?? '');
  const sections = [...byTag].map(
    ([tag, list]) => `<h2>${escapeHtml(tag)}</h2>${list.map((one) => show(`${one.method} ${one.path}`, one.operation)).join('')}`,
  );
  const { description: intro, title, version } = description.info;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)} API</title><style>${STYLE}</style>
<h1>${escapeHtml(title)} API <small>${escapeHtml(version)}</small></h1><p>${escapeHtml(intro)}</p>
<p>For programs: <a href="/openapi.json">/openapi.json</a> (OpenAPI 3.1).</p>${sections.join('')}</html>`;
}

function show(heading: string, { parameters, summary }: Operation): string {
  const rows = parameters.map(
    (one) =>
      `<tr><td><code>${escapeHtml(one.name)}</code></td><td>${one.in}${one.required ? ', required' : ''}</td><td>${escapeHtml(one.description ?? '')}${limits(one.schema)}</td></tr>`,
  );
  return `<h3><code>${escapeHtml(heading)}</code></h3><p>${escapeHtml(summary)}</p>${rows.length === 0 ? '' : `<table>${rows.join('')}</table>`}`;
}

/** What values a parameter takes, in words. */
function limits(schema: Record<string, unknown>): string {
  const { default: preset, enum: values, type } = schema;
  const parts = [
    Array.isArray(values) ? values.join(' | ') : String(type ?? ''),
    ...(preset === undefined ? [] : [`default ${JSON.stringify(preset)}`]),
  ];
  return ` <small>${escapeHtml(parts.join(', '))}</small>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
