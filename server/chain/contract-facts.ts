import { type JsonRpcProvider, ZeroAddress } from 'ethers';
import type { Deployment } from '../../sdk/deployment.js';
import { unpackEntry, unpackVersion } from '../../sdk/entry.js';
import { NO_END } from '../../sdk/ids.js';
import { connectLedger } from '../../sdk/ledger.js';

type Facts = Record<string, string | undefined>;

const STATUS = ['none', 'active', 'suspended', 'voided'];

/**
 * Asks the contracts what they hold, at one block.
 *
 * @param provider - A node that still has the block's state.
 * @param deployment - Whose ledger.
 * @param block - At which block.
 */
export function createContractFacts(provider: JsonRpcProvider, deployment: Deployment, block: number) {
  const { datasets, grants, market, members, revenue, token } = connectLedger(deployment, provider);
  const at = { blockTag: block };
  const text = (values: Record<string, bigint | boolean | string | undefined>): Facts =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value === undefined ? undefined : String(value)]));
  return {
    async counts() {
      const [member, dataset, version, terms, offer, grant] = await Promise.all([
        members.memberCount(at),
        datasets.datasetCount(at),
        datasets.versionCount(at),
        grants.termsCount(at),
        market.offerCount(at),
        grants.grantCount(at),
      ]);
      return {
        member: Number(member),
        dataset: Number(dataset),
        version: Number(version),
        terms: Number(terms),
        offer: Number(offer),
        grant: Number(grant),
      };
    },
    async member(id: number): Promise<Facts> {
      const [member, credential, { account, minimum }, money] = await Promise.all([
        members.memberOf(id, at),
        members.credentialHashOf(id, at),
        members.payoutFor(id, ZeroAddress, at),
        revenue.accountOf(id, at),
      ]);
      return text({
        status: STATUS[Number(member.status)],
        validUntil: member.validUntil,
        frozenUntil: member.frozenUntil,
        notary: member.notary,
        admittedAt: member.admittedAt,
        credentialHash: credential,
        // While it can't be paid, the contract tells neither.
        payoutAccount: account === ZeroAddress ? undefined : account,
        payoutMinimum: minimum === 0n ? undefined : minimum,
        credited: money.total,
        paid: money.done,
      });
    },
    async key(address: string): Promise<Facts> {
      const key = await members.keyOf(address, at);
      return text({ member: key.memberId, roles: key.roles, revoked: key.revokedAt !== 0n });
    },
    async dataset(id: number): Promise<Facts> {
      const { count, current, frozenUntil, owner, retired } = await datasets.datasetOf(id, at);
      return text({ owner, current, versions: count, frozenUntil, retired });
    },
    /** A version, and of one that introduced a payee table also that and its totals. */
    async version(id: number): Promise<Facts> {
      const [word, contentRoot] = await Promise.all([datasets.versionOf(id, at), datasets.contentRootOf(id, at)]);
      const { datasetId, publishedAt, tableId } = unpackVersion(word);
      const own = text({
        dataset: BigInt(datasetId),
        table: BigInt(tableId),
        publishedAt: BigInt(publishedAt),
        withdrawn: ((word >> 96n) & 1n) === 1n,
        contentRoot,
      });
      if (tableId !== id) return own;
      const [entries, sales, royalties] = await Promise.all([
        datasets.payeesOf(id, at),
        revenue.salesOf(id, at),
        revenue.royaltiesOf(id, at),
      ]);
      const payees = entries.map(unpackEntry).map((one) => {
        const onward = one.kind === 'royalty' && one.onward;
        return `${one.kind} ${one.id} ${one.shareBps}${onward ? ' onward' : ''}`;
      });
      return {
        ...own,
        payees: payees.join('; '),
        ...text({
          salesAccrued: sales.total,
          salesSettled: sales.done,
          royaltiesAccrued: royalties.total,
          royaltiesSettled: royalties.done,
        }),
      };
    },
    async terms(id: number): Promise<Facts> {
      const [terms, hash] = await Promise.all([grants.termsOf(id, at), grants.termsHashOf(id, at)]);
      const { datasetId, owner, purposes, rights, royaltyBps, versionId } = terms;
      return text({ owner, dataset: datasetId, version: versionId, rights, royaltyBps, purposes, hash });
    },
    async offer(id: number): Promise<Facts> {
      const { buyer, closed, period, price, seats, taken, termsId, units } = await market.offerOf(id, at);
      return text({ price, period, terms: termsId, units, buyer, seats, closed, taken: seats === 0n ? undefined : taken });
    },
    async grant(id: number): Promise<Facts> {
      const [grant, frozenUntil] = await Promise.all([grants.grantOf(id, at), grants.frozenUntil(id, at)]);
      const { end, memberId, offerId, start, termsId, units, used, versionId } = grant;
      return text({
        member: memberId,
        terms: termsId,
        offer: offerId,
        version: versionId,
        units,
        used,
        start,
        end: end === BigInt(NO_END) ? 'none' : end,
        frozenUntil,
      });
    },
    async books(): Promise<Facts> {
      const [{ feeBps, fees, tracked }, { consortium }, held] = await Promise.all([
        revenue.books(at),
        revenue.governance(at),
        token.balanceOf(deployment.contracts.RevenueLedger, at),
      ]);
      return text({ tracked, fees, feeBps, consortium, covered: held >= tracked });
    },
  };
}
