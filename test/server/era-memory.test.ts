import { expect } from 'chai';
import { createEraMemory } from '../../server/era-memory.js';

describe('createEraMemory', () => {
  const asking = () => {
    const asked: number[] = [];
    const load = async (key: number) => {
      asked.push(key);
      return key === 2 ? undefined : `row ${key}`;
    };
    return { asked, load };
  };

  it('asks only for what it does not know, and again for what was not there', async () => {
    const memory = createEraMemory<number, string>(10);
    const { asked, load } = asking();
    const find = memory.during('a', load);
    const found = await find([1, 2, 1]);
    expect([found.get(1), found.get(2)]).to.deep.equal(['row 1', undefined]);
    await find([1, 2, 3]);
    await memory.during('a', load)([1, 3]);
    expect(asked).to.deep.equal([1, 2, 2, 3]);
  });

  it('forgets all when another era begins; who came before goes on with what was true then', async () => {
    const memory = createEraMemory<number, string>(10);
    const earlier = memory.during('a', async () => 'before');
    await earlier([1]);
    const later = memory.during('b', async () => 'after');
    expect((await later([1])).get(1)).to.equal('after');
    expect((await earlier([1, 2])).get(2)).to.equal('before');
    expect((await later([2])).get(2)).to.equal('after');
  });

  it('begins anew when it knows too much', async () => {
    const memory = createEraMemory<number, string>(2);
    const { asked, load } = asking();
    await memory.during('a', load)([1, 3, 4]);
    await memory.during('a', load)([1]);
    expect(asked).to.deep.equal([1, 3, 4, 1]);
  });
});
