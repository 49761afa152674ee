/** Where a service that listens on a host and port is reached. */
export function urlAt(host: string, port: number): string {
  return new URL(`http://${host.includes(':') ? `[${host}]` : host}:${port}`).origin;
}

/**
 * By which hosts readers know a service, as URLs write them: the one that is configured, or else where it listens.
 *
 * @param config - Its settings.
 * @param port - Where it really listens.
 */
export function hostsOf({ host, publicUrl }: { host: string; publicUrl: string | undefined }, port: number): string[] {
  if (publicUrl !== undefined) return [new URL(publicUrl).host];
  return [...new Set([host, '127.0.0.1', 'localhost'].map((name) => new URL(urlAt(name, port)).host))];
}
