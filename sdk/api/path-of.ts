/**
 * The path and query of a call.
 *
 * @param path - With `:name` for parameters.
 * @param input - Parameters of the path go into it, the others into the query.
 */
export function pathOf(path: string, input: Record<string, unknown>): string {
  const rest = new URLSearchParams();
  let filled = path;
  for (const [name, value] of Object.entries(input)) {
    if (value === undefined) continue;
    const text = String(value);
    if (path.includes(`:${name}`)) filled = filled.replace(`:${name}`, encodeURIComponent(text));
    else rest.set(name, text);
  }
  return rest.size === 0 ? filled : `${filled}?${rest}`;
}
