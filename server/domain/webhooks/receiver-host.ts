import type { Trust } from './webhook-ports.js';

/**
 * How far the operator trusts a host: one that is named itself may be in a private network and without TLS; one that only a pattern meets must be
 * public.
 *
 * @param rules - Names, `*.example.com` for all below one, `*` for any.
 * @param url - Of the receiver.
 * @returns The trust, or why nothing is sent there.
 */
export function trustOf(rules: readonly string[], url: string): Trust | { problem: string } {
  const { hostname, password, protocol, username } = new URL(url);
  if (username !== '' || password !== '') return { problem: 'an address holds no password; check the signature instead' };
  if (!hostname.includes('*') && rules.includes(hostname)) return 'named';
  if (!rules.some((rule) => rule === '*' || (rule.startsWith('*.') && hostname.endsWith(rule.slice(1))))) {
    return { problem: `its operator has not named the host ${hostname}` };
  }
  return protocol === 'https:' ? 'public' : { problem: 'it must begin with https' };
}
