import { AbiCoder, keccak256, Signature, type Signer } from 'ethers';
import { LedgerError } from './errors.js';
import { type Ledger, type Mined, mine } from './ledger.js';

/** What a buyer accepts. */
export interface Order {
  /** The grant to renew; 0 to buy a new one. */
  grantId: number;
  offerId: number;
  /** The version that the buyer saw. */
  versionId: number;
  /** Uses to pay for; 0 when they are not counted. */
  units: number;
}

/** An ERC-2612 permit as the market takes it. */
export interface SignedPermit {
  /** In settlement-token base units. */
  value: bigint;
  /** Unix seconds. */
  deadline: bigint;
  v: number;
  r: string;
  s: string;
}

/** An ERC-3009 authorization as the market takes it. */
export interface SignedAuthorization {
  from: string;
  /** Unix seconds. */
  validAfter: bigint;
  /** Unix seconds. */
  validBefore: bigint;
  salt: string;
  v: number;
  r: string;
  s: string;
}

/**
 * What an offer costs.
 *
 * @param offer - Its price in base units, and the uses that one price pays for; 0 when they are not counted.
 * @param units - Uses to pay for.
 * @returns In settlement-token base units: `price · units / offer units`, or the price.
 * @throws `BAD_UNITS` when the units are no multiple of the offer's, or some are bought where none are counted.
 */
export function priceOf(offer: { price: bigint; units: bigint }, units: number): bigint {
  if (units === 0 && offer.units === 0n) return offer.price;
  if (offer.units === 0n || units === 0 || BigInt(units) % offer.units !== 0n) {
    throw new LedgerError('BAD_UNITS', { units, offered: offer.units.toString() });
  }
  return (offer.price * BigInt(units)) / offer.units;
}

/**
 * Signs a permit for the market (ERC-2612), instead of an approval in a transaction of its own.
 *
 * @param ledger - Any connection.
 * @param payer - The key that buys.
 * @param value - The most that the market may take, in settlement-token base units.
 * @param deadline - Unix seconds.
 */
export async function signPermit(ledger: Ledger, payer: Signer, value: bigint, deadline: bigint): Promise<SignedPermit> {
  const owner = await payer.getAddress();
  const types = {
    Permit: [
      { name: 'owner', type: 'address' },
      { name: 'spender', type: 'address' },
      { name: 'value', type: 'uint256' },
      { name: 'nonce', type: 'uint256' },
      { name: 'deadline', type: 'uint256' },
    ],
  };
  const spender = await ledger.market.getAddress();
  const nonce = await ledger.token.nonces(owner);
  const message = { owner, spender, value, nonce, deadline };
  const { v, r, s } = Signature.from(await payer.signTypedData(await tokenDomain(ledger), types, message));
  return { value, deadline, v, r, s };
}

/**
 * The nonce that binds an ERC-3009 authorization to an order. Computed here, not asked for: what a node made up must not be signed.
 *
 * @param at - The chain's id and the market's address.
 * @returns As `AccessMarket.orderNonce` computes it.
 */
export function orderNonce(at: { chainId: bigint; market: string }, order: Order, memberId: number, salt: string): string {
  const { grantId, offerId, versionId, units } = order;
  const types = ['uint256', 'address', 'uint32', 'uint32', 'uint32', 'uint24', 'uint32', 'bytes32'];
  const values = [at.chainId, at.market, offerId, versionId, grantId, units, memberId, salt];
  return keccak256(AbiCoder.defaultAbiCoder().encode(types, values));
}

/**
 * Signs a payment for one order and nothing else (ERC-3009): whoever sends it, it buys this.
 *
 * @param ledger - Any connection.
 * @param payer - The key that buys.
 * @param terms - The order, its price in base units, the payer's member, a salt of its own, and when the signature is good, in Unix seconds.
 */
export async function signAuthorization(
  ledger: Ledger,
  payer: Signer,
  terms: { order: Order; price: bigint; memberId: number; salt: string; validAfter: bigint; validBefore: bigint },
): Promise<SignedAuthorization> {
  const from = await payer.getAddress();
  const types = {
    ReceiveWithAuthorization: [
      { name: 'from', type: 'address' },
      { name: 'to', type: 'address' },
      { name: 'value', type: 'uint256' },
      { name: 'validAfter', type: 'uint256' },
      { name: 'validBefore', type: 'uint256' },
      { name: 'nonce', type: 'bytes32' },
    ],
  };
  const { order, price, memberId, salt, validAfter, validBefore } = terms;
  const to = await ledger.market.getAddress();
  const domain = await tokenDomain(ledger);
  const nonce = orderNonce({ chainId: domain.chainId, market: to }, order, memberId, salt);
  const message = { from, to, value: price, validAfter, validBefore, nonce };
  const { v, r, s } = Signature.from(await payer.signTypedData(domain, types, message));
  return { from, validAfter, validBefore, salt, v, r, s };
}

/** A permit is good for an hour. */
const PERMIT_SECONDS = 3600;

/**
 * Buys or renews in one transaction: by allowance when there is enough, else by permit; by an approval first where the token knows no permit.
 *
 * @param ledger - Bound to the payer.
 * @param payer - A key with the buy role.
 * @param order - What is accepted.
 * @param price - What it costs now, in settlement-token base units.
 * @param maximum - The most that the payer agrees to; a higher price is left to the contract to refuse.
 */
export async function acceptOrder(
  ledger: Ledger,
  payer: Signer,
  order: Order,
  price: bigint,
  maximum: bigint,
  overrides: { gasPrice?: bigint },
): Promise<Mined> {
  const { grantId, offerId, versionId, units } = order;
  const byAllowance = () =>
    grantId === 0
      ? mine(ledger.market.purchase(offerId, versionId, units, maximum, overrides))
      : mine(ledger.market.renew(grantId, offerId, versionId, units, maximum, overrides));
  const market = await ledger.market.getAddress();
  const allowed = await ledger.token.allowance(await payer.getAddress(), market);
  if (price > maximum || allowed >= price) return byAllowance();
  if (!(await knowsPermit(ledger))) {
    await mine(ledger.token.approve(market, price, overrides));
    return byAllowance();
  }
  // The head of an idle chain may be hours old, and the next block comes by our clock.
  const head = (await payer.provider?.getBlock('latest'))?.timestamp ?? 0;
  const now = Math.max(head, Math.floor(Date.now() / 1000));
  const permit = await signPermit(ledger, payer, price, BigInt(now + PERMIT_SECONDS));
  return mine(ledger.market.acceptWithPermit(order, permit, overrides));
}

async function knowsPermit(ledger: Ledger): Promise<boolean> {
  try {
    await Promise.all([tokenDomain(ledger), ledger.token.DOMAIN_SEPARATOR()]);
    return true;
  } catch {
    return false;
  }
}

/** The token's name and version are its own word (ERC-5267); chain and address are ours, so that a node can't have another one signed for. */
async function tokenDomain(ledger: Ledger) {
  const { name, version } = await ledger.token.eip712Domain();
  const network = await ledger.token.runner?.provider?.getNetwork();
  if (network === undefined) throw new Error('the ledger has no provider');
  return { name, version, chainId: network.chainId, verifyingContract: await ledger.token.getAddress() };
}
