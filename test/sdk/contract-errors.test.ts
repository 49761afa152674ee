import { expect } from 'chai';
import { AbiCoder } from 'ethers';
import { explainRevert, SENTENCES, withMoney } from '../../sdk/contract-errors.js';
import type { LedgerError } from '../../sdk/errors.js';
import { factories } from '../../types/index.js';

const { contracts, openzeppelin } = factories;
const INTERFACES = [
  contracts.MemberRegistry__factory,
  contracts.DatasetRegistry__factory,
  contracts.AccessGrants__factory,
  contracts.AccessMarket__factory,
  contracts.RevenueLedger__factory,
  contracts.SettlementToken__factory,
  openzeppelin.contracts.access.manager.AccessManager__factory,
].map((factory) => factory.createInterface());

describe('refusals of the contracts', () => {
  const errors = new Map<string, string[]>();
  for (const contract of INTERFACES) {
    contract.forEachError(({ inputs, name }) =>
      errors.set(
        name,
        inputs.map((input) => input.name),
      ),
    );
  }

  it('each have a sentence, with no value that the error does not carry', () => {
    for (const [name, inputs] of errors) {
      const sentence = SENTENCES[name] ?? '';
      expect(sentence, name).to.match(/[.:]$/);
      for (const [, value] of sentence.matchAll(/\{(\w+)\}/g)) expect(inputs, `${name}: ${value}`).to.include(value);
    }
    expect(errors.size).to.be.greaterThan(100);
  });

  it('have no sentence for an error that is gone', () => {
    expect(Object.keys(SENTENCES).filter((name) => !errors.has(name))).to.deep.equal([]);
  });

  it('speak of base units, and of money where the token is known', () => {
    const market = contracts.AccessMarket__factory.createInterface();
    const data = market.encodeErrorResult('AccessMarket_PriceAboveMaximum', [1250, 1000]);
    const refusal = explainRevert({ data }) as LedgerError;
    expect(refusal.message).to.equal('The offer costs 1250 base units, above your maximum of 1000 base units.');
    const said = withMoney(refusal, (amount) => `${amount} KRW`);
    expect(said.message).to.equal('The offer costs 1250 KRW, above your maximum of 1000 KRW.');
    expect(said).to.deep.include({ code: refusal.code, details: refusal.details, status: refusal.status });
  });

  it('are told apart from a revert that is none of ours', () => {
    const data = `0x12345678${AbiCoder.defaultAbiCoder().encode(['uint256'], [1]).slice(2)}`;
    expect(explainRevert({ data })).to.include({ code: 'CHAIN_REFUSED' });
  });
});
