import { expect } from 'chai';
import type { Cursor } from '../../server/store/move-head.js';
import { takeBack } from '../../server/store/undo.js';
import { addMembers, type StoreService, serveStore, setHead } from '../support/store-service.js';

describe('legal names in answers', () => {
  let served: StoreService;

  beforeEach(async () => {
    served = await serveStore();
    await setHead(served.store, 5);
    await addMembers(served.store, [1], () => 'Before GmbH');
  });
  afterEach(() => served.close());

  const head = (block: number): Cursor => ({ block, block_hash: '', block_time: 0 });
  const rename = (name: string) => served.store.exec(`update members set legal_name = '${name}'`);
  const names = async (...ids: number[]) => {
    const { value } = await served.snapshot(async (reads) => {
      const found = await reads.legalNames(ids);
      return ids.map((id) => found.get(id));
    });
    return value;
  };

  it('are asked for once while blocks are only added', async () => {
    expect(await names(1, 2)).to.deep.equal(['Before GmbH', undefined]);
    // Nothing that the chain can say renames a member: so it shows who is asked.
    await rename('After GmbH');
    await addMembers(served.store, [2], () => 'New KK');
    await setHead(served.store, 6);
    expect(await names(1, 2)).to.deep.equal(['Before GmbH', 'New KK']);
  });

  it('are asked for anew when blocks were taken back', async () => {
    expect(await names(1)).to.deep.equal(['Before GmbH']);
    await served.store.write(async (writing) => {
      await takeBack(writing, head(5), head(4));
      await writing.touch('update members set legal_name = $1', ['After GmbH']);
    });
    expect(await names(1)).to.deep.equal(['After GmbH']);
  });

  it('are asked for anew when another index has taken the place of this one', async () => {
    expect(await names(1)).to.deep.equal(['Before GmbH']);
    await rename('After GmbH');
    await served.store.exec(`alter table cursors rename to replaced; create table cursors (like replaced including all);
      insert into cursors select * from replaced`);
    expect(await names(1)).to.deep.equal(['After GmbH']);
  });
});
