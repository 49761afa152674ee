import type { Subject } from '../acts.js';
import type { Maker, Scene } from './makers.js';

const DAY = 86_400;

function somebody({ random, state, cast }: Scene): { subject: Subject; id: number } | undefined {
  const subject = random.pick(['dataset', 'member', 'grant', 'grant', 'dataset'] as const);
  const ids = {
    dataset: [...state.datasets.keys()],
    member: [...cast.companies.keys()],
    grant: [...state.grants.keys()],
  }[subject];
  const id = random.chance(0.03) ? 77 : random.maybe(ids);
  return id === undefined ? undefined : { subject, id };
}

export const freeze: Maker = (scene) => {
  const { random } = scene;
  const who = somebody(scene);
  const caseNumber = random.pick(['2033-1', '2033-2', '2033-3', '']);
  const lasts = random.chance(0.1) ? random.pick([0, 30 * DAY + 1]) : random.pick([3_600, DAY, 3 * DAY, 30 * DAY]);
  return who && { type: 'freeze', ...who, caseNumber, lasts };
};

/** Ends a freeze: mostly of something that is frozen. */
export const liftFreeze: Maker = (scene) => {
  const { random, state } = scene;
  const frozen = (subject: Subject, map: ReadonlyMap<number, { frozenUntil: number }>) =>
    [...map].filter(([, { frozenUntil }]) => frozenUntil > state.now).map(([id]) => ({ subject, id }));
  const all = [...frozen('dataset', state.datasets), ...frozen('member', state.members), ...frozen('grant', state.grants)];
  const who = random.chance(0.9) ? random.maybe(all) : somebody(scene);
  return who && { type: 'liftFreeze', ...who, caseNumber: '2033-9' };
};

export const suspend: Maker = ({ random, state, cast }) => {
  const suspended = [...state.members.values()].find((member) => member.suspended)?.id;
  const anyone = random.pick([...cast.companies.keys()]);
  return { type: 'suspend', memberId: suspended !== undefined && random.chance(0.5) ? suspended : anyone };
};

export const reinstate: Maker = ({ random, state, cast }) => {
  const suspended = [...state.members.values()].filter((member) => member.suspended);
  const memberId = random.chance(0.9) ? random.maybe(suspended)?.id : random.pick([...cast.companies.keys()]);
  return memberId === undefined ? undefined : { type: 'reinstate', memberId };
};
