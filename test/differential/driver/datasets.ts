import type { Act } from '../acts.js';
import { bindersOf, royaltiesOf } from '../model/lineage.js';
import { consentedTo, currentOf, type Dataset, isActive, must } from '../model/state.js';
import { cheat } from './cheats.js';
import { boughtSources, honestDraft } from './drafts.js';
import { type Maker, oneOf, type Scene } from './makers.js';

const ENOUGH = 5;
const MOST_DATASETS = 12;
const MOST_VERSIONS = 40;

/** Begins a dataset from nothing, or from one's own. */
export const register: Maker = ({ random, state, by, friends, colludes }) => {
  if (state.versions.size >= MOST_VERSIONS || (state.datasets.size > ENOUGH && random.chance(0.85))) return undefined;
  const honest = honestDraft(random, state, by, 0, friends, []);
  return { type: 'register', by, ...(colludes && random.chance(0.25) ? cheat(random, state, by, honest) : honest) };
};

/** Goes on with a dataset without naming what was bought. */
export const publish: Maker = (scene) => {
  const { random, state, by, friends, colludes } = scene;
  const any = oneOf(scene, state.datasets, ({ owner }) => owner === by || (colludes && random.chance(0.04)));
  const dataset = random.chance(0.4) ? (releasedOne(scene) ?? any) : any;
  if (dataset === undefined || state.versions.size >= MOST_VERSIONS) return undefined;
  const datasetId = dataset.id;
  if (random.chance(0.3)) return { type: 'publish', by, datasetId, payees: [], sources: [] };
  const honest = honestDraft(random, state, by, datasetId, friends, []);
  return { type: 'publish', by, datasetId, ...(colludes && random.chance(0.4) ? cheat(random, state, by, honest) : honest) };
};

/** Goes on with a dataset in its owner's name, from nothing new: what was released falls away. */
export function goingOn({ random, state, cast, friends }: Scene, datasetId: number): Act | undefined {
  const by = must(state.datasets, datasetId).owner;
  if (!cast.companies.has(by)) return undefined;
  return { type: 'publish', by, datasetId, ...honestDraft(random, state, by, datasetId, friends, []) };
}

/** Makes a dataset, or a version, of what was bought. */
export const derive: Maker = (scene) => {
  const { random, state, by, friends, colludes } = scene;
  const bought = boughtSources(state, by);
  if (bought.length === 0 || state.versions.size >= MOST_VERSIONS) return undefined;
  const released = random.chance(0.4) ? releasedOne(scene) : undefined;
  if (released !== undefined) {
    const again = bought.filter(({ versionId }) => released.released.has(must(state.versions, versionId).datasetId));
    const draft = honestDraft(random, state, by, released.id, friends, again.length > 0 ? again : bought);
    return { type: 'publish', by, datasetId: released.id, ...draft };
  }
  const into = random.chance(0.5) || state.datasets.size >= MOST_DATASETS;
  const datasetId = into ? (oneOf(scene, state.datasets, ({ owner }) => owner === by)?.id ?? 0) : 0;
  const honest = honestDraft(random, state, by, datasetId, friends, bought);
  const declared = colludes && random.chance(0.4) ? cheat(random, state, by, honest) : honest;
  return datasetId === 0 ? { type: 'register', by, ...declared } : { type: 'publish', by, datasetId, ...declared };
};

/** A dataset of one's own that need not carry everything on: what is named anew counts anew. */
function releasedOne(scene: Scene): Dataset | undefined {
  return oneOf(scene, scene.state.datasets, ({ owner, released }) => owner === scene.by && released.size > 0);
}

function mine({ state, by, random, colludes }: Scene) {
  return (dataset: Dataset | undefined) =>
    dataset !== undefined && (dataset.owner === by || (colludes && random.chance(0.05))) && state.datasets.size > 0;
}

export const withdraw: Maker = (scene) => {
  const { state } = scene;
  const fits = mine(scene);
  const version = oneOf(scene, state.versions, ({ datasetId }) => fits(state.datasets.get(datasetId)));
  return version && { type: 'withdraw', by: scene.by, versionId: version.id };
};

export const retire: Maker = (scene) => {
  const again = scene.random.chance(0.3);
  const fits = mine(scene);
  const dataset = oneOf(scene, scene.state.datasets, (one) => fits(one) && (!again || one.retired));
  return dataset && { type: 'retire', by: scene.by, datasetId: dataset.id };
};

/** Lets a dataset go on without one's royalty; colluders do so for each other, and try it with others' royalties. */
export const release: Maker = (scene) => {
  const { random, state, by, colludes } = scene;
  const pairs = [...state.datasets.keys()].flatMap((datasetId) =>
    [...royaltiesOf(state, currentOf(state, datasetId).id).keys()].map((sourceId) => ({ datasetId, sourceId })),
  );
  const owns = pairs.filter(({ sourceId }) => must(state.datasets, sourceId).owner === by);
  const any = [...state.datasets.keys()].map((sourceId) => ({ sourceId, datasetId: random.pick([...state.datasets.keys()]) }));
  const pair = random.maybe(colludes && random.chance(0.2) ? (random.chance(0.5) ? pairs : any) : owns);
  if (pair === undefined) return undefined;
  const seen = random.chance(0.05) ? random.between(1, state.versions.size) : currentOf(state, pair.datasetId).id;
  return { type: 'release', by, ...pair, seen };
};

/** Names whom a bound dataset may go to. */
export const consent: Maker = ({ random, state, by, cast, colludes }) => {
  const pairs = [...state.datasets.keys()].flatMap((datasetId) =>
    bindersOf(state, datasetId).map((sourceId) => ({ datasetId, sourceId })),
  );
  const owns = pairs.filter(({ sourceId }) => must(state.datasets, sourceId).owner === by || (colludes && random.chance(0.05)));
  const pair = random.maybe(owns);
  return pair && { type: 'consent', by, ...pair, to: random.chance(0.1) ? 0 : random.pick([...cast.companies.keys()]) };
};

/** Gives a dataset on: among those who collude, after the consents that they can give themselves. */
export const transfer: Maker = (scene) => {
  const { random, state, by, colludes } = scene;
  const dataset = colludes ? oneOf(scene, state.datasets, ({ owner }) => owner === by || random.chance(0.04)) : undefined;
  return dataset && giving(scene, dataset);
};

/** Gives on, whoever has it, a dataset that got rid of a royalty that binds it: its older versions still hold that. */
export const transferShed: Maker = (scene) => {
  const { state, cast } = scene;
  const dataset = oneOf(scene, state.datasets, ({ id, owner, released }) => {
    if (released.size === 0 || !cast.colluding.includes(owner)) return false;
    const held = royaltiesOf(state, currentOf(state, id).id);
    return bindersOf(state, id).some((source) => !held.has(source));
  });
  return dataset && giving({ ...scene, by: dataset.owner, friends: cast.colluding }, dataset);
};

function giving({ random, state, by, friends }: Scene, dataset: Dataset): Act {
  const { id: datasetId, owner } = dataset;
  const to = random.chance(0.05) ? random.pick([1, 99]) : random.pick(friends);
  const asked = bindersOf(state, datasetId)
    .map((sourceId) => ({ sourceId, by: must(state.datasets, sourceId).owner }))
    .find(
      ({ sourceId, by: giver }) =>
        consentedTo(state, dataset, sourceId) !== to && friends.includes(giver) && isActive(state, giver),
    );
  if (asked !== undefined && random.chance(0.6)) return { type: 'consent', ...asked, datasetId, to };
  if (random.chance(0.5)) return { type: 'transferUnchanged', by, datasetId, to, fresh: random.chance(0.9) };
  return { type: 'transferFrom', by, from: random.chance(0.95) ? owner : random.pick(friends), datasetId, to };
}

/** Tries to sell a grant on. */
export const transferGrant: Maker = (scene) => {
  const grant = oneOf(scene, scene.state.grants, ({ memberId }) => memberId === scene.by);
  return grant && { type: 'transferGrant', by: scene.by, grantId: grant.id, to: scene.random.pick(scene.friends) };
};
