import { expect } from 'chai';
import { createRecent } from '../../../server/store/recent.js';

describe('recent entries', () => {
  it('of this turn and the two before are remembered, however many', () => {
    const recent = createRecent<string, number>(10);
    for (let turn = 0; turn < 20; turn++) {
      recent.turn();
      for (let i = 0; i < 1_000; i++) recent.set(`${turn} ${i}`, i);
      for (const before of [turn, turn - 1, turn - 2].filter((one) => one >= 0))
        for (let i = 0; i < 1_000; i++) expect(recent.get(`${before} ${i}`)).equal(i);
      expect(recent.get(`${turn - 3} 7`)).equal(undefined);
    }
  });

  it('are remembered longer when there are few', () => {
    const recent = createRecent<number, number>(100);
    for (let turn = 0; turn < 1_000; turn++) {
      recent.turn();
      recent.set(turn, turn);
      for (let back = 0; back <= Math.min(turn, 100); back++) expect(recent.get(turn - back)).equal(turn - back);
    }
    expect(Array.from({ length: 1_000 }, (_, i) => recent.get(i)).filter((value) => value !== undefined).length).below(301);
  });
});
