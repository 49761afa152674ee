import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { networkHelpers } from '../../support/contracts-fixture.js';
import { ACTS, type Act } from './acts.js';
import { stageFixture } from './stage.js';
import { STATES, type State } from './states.js';

const PAGE = path.resolve(import.meta.dirname, '..', '..', '..', 'docs', 'contracts.md');
const NOTHING = 'nothing happens';

function outcomeOf(state: State, act: Act): string {
  return state.refuses[act.name] || 'goes on';
}

describe('state × act', () => {
  for (const state of STATES) {
    describe(`given ${state.name}`, () => {
      for (const act of ACTS) {
        const outcome = outcomeOf(state, act);
        it(`${act.name}: ${outcome}`, async () => {
          const stage = await networkHelpers.loadFixture(stageFixture);
          const prepared = await act.prepare?.(stage);
          await state.enter(stage);
          const doing = act.run(stage, prepared);
          if (outcome === 'goes on') {
            const receipt = await (await doing).wait();
            expect(receipt?.logs.length).to.be.greaterThan(0);
          } else if (outcome === NOTHING) {
            const receipt = await (await doing).wait();
            expect(receipt?.logs).to.deep.equal([]);
          } else {
            const { members, datasets, grants, market, token } = stage.ledger;
            const places = [members, datasets, grants, market, token];
            const contract = places.find((one) => one.interface.getError(outcome) !== null);
            await expect(doing).to.be.revertedWithCustomError(contract ?? members, outcome);
          }
        });
      }
    });
  }

  it('names only acts that there are', () => {
    const known = new Set(ACTS.map((act) => act.name));
    for (const state of STATES) expect(Object.keys(state.refuses).filter((name) => !known.has(name))).to.deep.equal([]);
  });

  it('is what docs/contracts.md says', () => {
    expect(readFileSync(PAGE, 'utf8')).to.include(renderStates());
  });
});

/** The matrix as the page has it: one line an act, one column a state. */
function renderStates(): string {
  const codes = [...new Set(STATES.flatMap((state) => Object.values(state.refuses)))].filter((error) => error !== '').sort();
  const cell = (outcome: string) => (outcome === 'goes on' ? '·' : String(codes.indexOf(outcome) + 1));
  const head = `| act | ${STATES.map((state) => state.name).join(' | ')} |\n|---|${STATES.map(() => '---').join('|')}|`;
  const lines = ACTS.map((act) => `| ${act.name} | ${STATES.map((state) => cell(outcomeOf(state, act))).join(' | ')} |`);
  const legend = codes.map((code, i) => `${i + 1} ${code === NOTHING ? code : `\`${code}\``}`).join(' · ');
  return `${head}\n${lines.join('\n')}\n\n· goes on · ${legend}`;
}
