import path from 'node:path';
import { makeKey, openKey } from '../../cli/keys.js';
import { playStory } from '../../scripts/story.js';
import type { LiveLedger } from './live-ledger.js';

/** Plays the story of `npm start` on a live ledger, and pays what is due. */
export async function liveStory(live: LiveLedger): Promise<void> {
  await playStory({
    office: live.office,
    deployment: live.deployment,
    folder: path.join(live.folder, 'story'),
    async makeKey(name) {
      await makeKey(live.folder, name, undefined);
      return openKey(live.folder, name, undefined);
    },
    say: () => {},
  });
  await live.service.sync.reached(await live.provider.getBlockNumber());
  await live.service.runPayouts();
}
