import { expect } from 'chai';
import type { LedgerError } from '../../sdk/errors.js';
import { type AskedRoyalty, completeTable, owedRoyalties } from '../../sdk/payee-table.js';

const asked = (datasetId: number, id: number, shareBps: number, onward = true): AskedRoyalty => ({
  kind: 'royalty',
  datasetId,
  id,
  shareBps,
  onward,
});
const owed = (inputs: Partial<Parameters<typeof owedRoyalties>[0]>) =>
  owedRoyalties({ datasetId: 0, sources: [], previous: [], ...inputs }).map(({ datasetId, id, shareBps, onward }) => ({
    datasetId,
    id,
    shareBps,
    onward,
  }));
const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return (error as LedgerError).code;
  }
  return 'none';
};

describe('payee table', () => {
  it('owes nothing when it comes from nothing', () => {
    expect(owed({})).to.deep.equal([]);
  });

  it('owes per dataset the highest of terms, sources and the version before', () => {
    const table = owed({
      sources: [{ terms: asked(1, 1, 500), royalties: [asked(2, 2, 300)] }, { royalties: [asked(2, 4, 700)] }],
      previous: [asked(1, 1, 600)],
    });
    expect(table).to.deep.equal([
      { datasetId: 1, id: 1, shareBps: 600, onward: true },
      { datasetId: 2, id: 4, shareBps: 700, onward: true },
    ]);
  });

  it('owes royalties of 0 basis points too', () => {
    expect(owed({ sources: [{ terms: asked(1, 1, 0), royalties: [] }] })).to.have.length(1);
  });

  it('takes the newest table among equal shares, whatever the order', () => {
    for (const royalties of [
      [asked(1, 3, 500), asked(1, 9, 500)],
      [asked(1, 9, 500), asked(1, 3, 500)],
    ]) {
      expect(owed({ sources: [{ royalties }] })[0]).to.include({ id: 9, shareBps: 500 });
    }
  });

  it('keeps onward only if everything has it', () => {
    expect(owed({ sources: [{ royalties: [asked(1, 3, 500), asked(1, 9, 100, false)] }] })[0]).to.include({
      id: 3,
      onward: false,
    });
  });

  it('drops a royalty to the dataset itself', () => {
    expect(owed({ datasetId: 1, sources: [{ royalties: [asked(1, 3, 500), asked(2, 4, 100)] }] })).to.have.length(1);
  });

  it('gives the rest to the originators by weight, to the basis point', () => {
    const table = completeTable(
      [asked(1, 7, 2000)],
      [
        { memberId: 9, weight: 1 },
        { memberId: 4, weight: 2 },
      ],
    );
    expect(table).to.deep.equal([
      { kind: 'originator', id: 4, shareBps: 5333 },
      { kind: 'originator', id: 9, shareBps: 2667 },
      { kind: 'royalty', id: 7, shareBps: 2000, onward: true },
    ]);
  });

  it('sums to 10,000 and gives each originator at least 1, for any weights', () => {
    for (let seed = 1; seed < 200; seed++) {
      const originators = Array.from({ length: 1 + (seed % 40) }, (_, i) => ({
        memberId: i + 1,
        weight: 1 + ((seed * 7919 * (i + 1)) % 100_003),
      }));
      const table = completeTable([asked(1, 7, (seed * 37) % 9900)], originators);
      expect(table.reduce((sum, payee) => sum + payee.shareBps, 0)).to.equal(10_000);
      expect(table.every((payee) => payee.kind === 'royalty' || payee.shareBps >= 1)).to.equal(true);
    }
  });

  it('refuses when royalties leave an originator nothing', () => {
    expect(codeOf(() => completeTable([asked(1, 7, 9999)], [{ memberId: 1, weight: 1 }]))).to.equal('none');
    expect(codeOf(() => completeTable([asked(1, 7, 10_000)], [{ memberId: 1, weight: 1 }]))).to.equal('ROOM_LACKING');
    const many = Array.from({ length: 128 }, (_, i) => asked(i + 1, i + 1, 1));
    expect(codeOf(() => completeTable(many, [{ memberId: 1, weight: 1 }]))).to.equal('ROOM_LACKING');
  });
});
