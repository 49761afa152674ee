import { ZeroAddress } from 'ethers';
import { type Company, FUNDS, PARTS_MINIMUM, type World } from '../../support/contracts-fixture.js';
import { MAX_ALLOWANCE, type Member, type State } from '../model/state.js';

/** Members who never try to get out of what they agreed to. */
const HONEST = ['works', 'buyer'] as const;
/** Members who do all they can for each other. */
const COLLUDING = ['models', 'parts', 'tools', 'rival'] as const;
/** The consortium's member, which gets the fee. */
const CONSORTIUM = 1;
/** When each history begins, in Unix seconds; fixed, so that a seed says everything. */
const BEGINNING = 2_000_000_000;

/** Who plays, by member id. */
export interface Cast {
  world: World;
  companies: Map<number, Company>;
  honest: number[];
  colluding: number[];
  /** What all members' accounts begin with; the rest is the id. */
  accountTag: string;
  /** Where the fee goes. */
  consortiumAccount: string;
}

/** The companies of a fresh ledger. */
export async function castOf(world: World): Promise<Cast> {
  const ids = (names: readonly (typeof HONEST | typeof COLLUDING)[number][]) => names.map((name) => world[name].memberId);
  const companies = new Map([...HONEST, ...COLLUDING].map((name) => [world[name].memberId, world[name]]));
  const { members } = world.ledger;
  const accountTag = (await members.accountOf(CONSORTIUM)).slice(0, -8);
  const { account: consortiumAccount } = await members.payoutFor(CONSORTIUM, ZeroAddress);
  return { world, companies, honest: ids(HONEST), colluding: ids(COLLUDING), accountTag, consortiumAccount };
}

/** What the model believes of a fresh ledger. */
export function freshState({ world, companies }: Cast): State {
  const member = (id: number, minimum: bigint, balance: bigint, allowance: bigint): [number, Member] => [
    id,
    { id, suspended: false, frozenUntil: 0, minimum, balance, allowance, received: 0n },
  ];
  const members = [...companies.keys()].map((id) =>
    member(id, id === world.parts.memberId ? PARTS_MINIMUM : 0n, FUNDS, MAX_ALLOWANCE),
  );
  return {
    now: BEGINNING,
    consortium: CONSORTIUM,
    members: new Map([member(CONSORTIUM, 0n, 0n, 0n), ...members]),
    datasets: new Map(),
    versions: new Map(),
    terms: new Map(),
    offers: new Map(),
    grants: new Map(),
    sales: new Map(),
    royalties: new Map(),
    accounts: new Map(),
    fees: 0n,
    tracked: 0n,
    spentOrders: new Set(),
    freezes: new Map(),
  };
}
