import { expect } from 'chai';
import { LedgerError } from '../../sdk/errors.js';
import type { LedgerReads, Snapshot } from '../../server/domain/reads.js';
import { shareReads } from '../../server/share-reads.js';

const AS_OF = { block: 1, blockHash: '0x01', blockTime: 1 };

function countingSnapshot(): { alone: Snapshot; opened: () => number } {
  let opened = 0;
  return {
    opened: () => opened,
    async alone(read) {
      opened++;
      return { asOf: AS_OF, value: await read({} as LedgerReads, AS_OF) };
    },
  };
}

describe('shareReads', () => {
  it('opens one transaction for all that come together', async () => {
    const { alone, opened } = countingSnapshot();
    const shared = shareReads(alone, 1);
    const found = await Promise.all([1, 2, 3].map((n) => shared(async () => n)));
    expect(found).to.deep.equal([1, 2, 3].map((value) => ({ asOf: AS_OF, value })));
    expect(opened()).to.equal(1);
  });

  it('lets nobody into a transaction that is open already', async () => {
    const { alone, opened } = countingSnapshot();
    const shared = shareReads(alone, 2);
    let late: ReturnType<typeof shared> | undefined;
    await shared(async () => {
      late = shared(async () => 'late');
    });
    expect((await late)?.value).to.equal('late');
    expect(opened()).to.equal(2);
  });

  it('refuses one and answers the others', async () => {
    const { alone } = countingSnapshot();
    const shared = shareReads(alone, 1);
    const refused = shared(async () => {
      throw new LedgerError('NOT_FOUND', { what: 'member', id: 7 });
    });
    const answered = shared(async () => 'found');
    expect(await refused.catch((error: LedgerError) => error.code)).to.equal('NOT_FOUND');
    expect((await answered).value).to.equal('found');
  });

  it('asks again by itself for who met a broken transaction', async () => {
    const { alone, opened } = countingSnapshot();
    const shared = shareReads(alone, 1);
    let tries = 0;
    const found = await shared(async () => {
      if (++tries === 1) throw new Error('current transaction is aborted');
      return tries;
    });
    expect([found.value, opened()]).to.deep.equal([2, 2]);
  });

  it('tells all when no transaction opens', async () => {
    const shared = shareReads(() => Promise.reject(new Error('away')), 1);
    const found = await Promise.allSettled([shared(async () => 1), shared(async () => 2)]);
    expect(found.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected']);
  });
});
