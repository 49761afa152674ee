import { createHmac, timingSafeEqual } from 'node:crypto';
import { LedgerError } from '../../sdk/errors.js';
import type { SignIn } from '../../sdk/sign-in.js';
import type { MemberReads } from './reads.js';

/** How far the clocks of a key and of the service may be apart, in seconds. */
const CLOCK_SECONDS = 60;
/** How long a token lets read, in seconds. */
const TOKEN_SECONDS = 600;

/** Port: what letting in needs. */
export interface ReaderPorts {
  /** `open`: everybody reads; `members`: keys of members, and of those who hold a role of the consortium. */
  policy: 'open' | 'members';
  /** What tokens are sealed with: shared by all processes that answer for the same ledger. */
  secret: Buffer;
  /** Hosts, with port, by which readers know this service. What a request says of its host is not believed: a relay says what it likes. */
  hosts(): readonly string[];
  /** Unix seconds. */
  now(): number;
  /** Whether the key has signed it. */
  hasSigned(said: SignIn): Promise<boolean>;
  /** Uses a nonce up; false when it was used before. Kept until the time given, in Unix seconds. */
  spendNonce(nonce: string, until: number): Promise<boolean>;
}

/** Lets readers in. */
export interface Readers {
  /**
   * Exchanges a signature for a token.
   *
   * @throws `SIGN_IN_REFUSED`.
   */
  letIn(said: SignIn): Promise<{ token: string; expiresAt: number }>;
  /**
   * Looks at a token, and whether its key may read still.
   *
   * @returns The key; undefined where everybody reads.
   * @throws `SIGN_IN_NEEDED`, `READ_FORBIDDEN`.
   */
  require(token: string | undefined, reads: MemberReads): Promise<string | undefined>;
  /**
   * Looks again whether a key may read still, for what takes longer than a token lasts.
   *
   * @param key - As `require` gave it.
   * @throws `READ_FORBIDDEN`.
   */
  requireStanding(key: string, reads: MemberReads): Promise<void>;
  /**
   * For which member a token's key acts, also where everybody reads.
   *
   * @returns Its id.
   * @throws `MEMBER_SIGN_IN_NEEDED`, `MEMBER_KEY_NEEDED`.
   */
  requireMember(token: string | undefined, reads: MemberReads): Promise<number>;
}

/**
 * Makes the gate of the API. A token names its key and ends by itself after ten minutes; the key's standing is looked up at every request,
 * so a key that is revoked reads no longer.
 *
 * @param ports - What it needs.
 */
export function createReaders(ports: ReaderPorts): Readers {
  const seal = (body: string) => createHmac('sha256', ports.secret).update(body).digest('base64url');
  const requireStanding = async (key: string, reads: MemberReads): Promise<void> => {
    const standing = await reads.findReader(key);
    if (standing === undefined) throw new LedgerError('READ_FORBIDDEN', { key, problem: 'it is no key of a member' });
    if (standing === 'revoked') throw new LedgerError('READ_FORBIDDEN', { key, problem: 'it was revoked' });
    if (standing !== 'consortium' && (standing.status !== 'active' || standing.validUntil <= ports.now())) {
      throw new LedgerError('READ_FORBIDDEN', { key, problem: 'its member is not active' });
    }
  };
  return {
    async letIn(said) {
      const refuse = (problem: string) => new LedgerError('SIGN_IN_REFUSED', { problem });
      const hosts = ports.hosts();
      if (!hosts.includes(hostOf(said.audience) ?? '')) throw refuse(`it is for ${said.audience}, this is ${hosts.join(' or ')}`);
      const now = ports.now();
      if (Math.abs(now - said.issuedAt) > CLOCK_SECONDS)
        throw refuse(`it was signed at ${said.issuedAt}, it is ${now} (Unix seconds)`);
      if (!(await ports.hasSigned(said))) throw refuse(`the signature is not by ${said.key}`);
      if (!(await ports.spendNonce(said.nonce, now + 2 * CLOCK_SECONDS))) throw refuse('its nonce was used before');
      const expiresAt = now + TOKEN_SECONDS;
      const body = Buffer.from(JSON.stringify({ key: said.key, expiresAt })).toString('base64url');
      return { token: `${body}.${seal(body)}`, expiresAt };
    },
    async require(token, reads) {
      if (ports.policy === 'open') return undefined;
      const key = readToken(token, seal, ports.now());
      if (key === undefined) throw new LedgerError('SIGN_IN_NEEDED');
      await requireStanding(key, reads);
      return key;
    },
    requireStanding,
    async requireMember(token, reads) {
      const key = readToken(token, seal, ports.now());
      if (key === undefined) throw new LedgerError('MEMBER_SIGN_IN_NEEDED');
      const found = await reads.findKey(key);
      const refuse = (problem: string) => new LedgerError('MEMBER_KEY_NEEDED', { key, problem });
      if (found === undefined) throw refuse('it is no key of a member');
      if (found.revoked) throw refuse('it was revoked');
      if (found.status !== 'active' || found.validUntil <= ports.now()) throw refuse('its member is not active');
      return found.memberId;
    },
  };
}

function hostOf(audience: string): string | undefined {
  return URL.canParse(audience) ? new URL(audience).host : undefined;
}

/** The key of a token that is ours and not over; undefined otherwise. */
function readToken(token: string | undefined, seal: (body: string) => string, now: number): string | undefined {
  const [body, sealed] = token?.split('.') ?? [];
  if (body === undefined || sealed === undefined) return undefined;
  const [mine, theirs] = [Buffer.from(seal(body)), Buffer.from(sealed)];
  if (mine.length !== theirs.length || !timingSafeEqual(mine, theirs)) return undefined;
  const { expiresAt, key } = JSON.parse(Buffer.from(body, 'base64url').toString()) as { key: string; expiresAt: number };
  return expiresAt > now ? key : undefined;
}
