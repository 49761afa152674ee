import type { Payee } from '../../sdk/entry.js';

/** A source as it is declared; grant 0 says that it is one's own. */
export interface DeclaredSource {
  versionId: number;
  grantId: number;
}

/** What is declared of a version; without payees, the table of the version before. */
export interface Declared {
  payees: Payee[];
  sources: DeclaredSource[];
}

/** What a holder's key signs, for whichever member that key really is. */
export interface SignedUnits {
  grantId: number;
  units: number;
  signer: number;
  /** Seconds from the act's time; negative when it came too late. */
  deadlineIn: number;
  /** Units that are really under the signature. */
  signedUnits: number;
}

/** How a price is paid. `authorization` is signed over `signedPrice` and sent by another member. */
export type Payment =
  | { type: 'approval'; maximum: bigint }
  | { type: 'permit'; value: bigint; good: boolean }
  | { type: 'authorization'; signedPrice: bigint; salt: number; sender: number };

/** What is ordered; grant 0 buys anew. */
export interface OrderPlaced {
  grantId: number;
  offerId: number;
  versionId: number;
  units: number;
}

/** What a freeze halts. */
export type Subject = 'dataset' | 'member' | 'grant';

/** One thing that somebody tries; `by` is the member whose key sends it. */
export type Act =
  | ({ type: 'register'; by: number } & Declared)
  | ({ type: 'publish'; by: number; datasetId: number } & Declared)
  | {
      type: 'writeTerms';
      by: number;
      datasetId: number;
      versionId: number;
      rights: number;
      royaltyBps: number;
      purposes: bigint;
    }
  | {
      type: 'openOffer';
      by: number;
      termsId: number;
      price: bigint;
      period: number;
      units: number;
      buyer: number;
      seats: number;
    }
  | { type: 'closeOffer'; by: number; offerId: number }
  | ({ type: 'purchase' | 'renew'; by: number; payment: Payment } & OrderPlaced)
  | { type: 'approve'; by: number }
  | { type: 'consume'; by: number; tickets: SignedUnits[] }
  | { type: 'giveUp'; by: number; grantId: number }
  | { type: 'endEarly'; by: number; grantId: number; maximum: bigint }
  | { type: 'withdraw'; by: number; versionId: number }
  | { type: 'retire'; by: number; datasetId: number }
  | { type: 'release'; by: number; sourceId: number; datasetId: number; seen: number }
  | { type: 'consent'; by: number; sourceId: number; datasetId: number; to: number }
  | { type: 'transferFrom'; by: number; from: number; datasetId: number; to: number }
  | { type: 'transferUnchanged'; by: number; datasetId: number; to: number; fresh: boolean }
  | { type: 'transferGrant'; by: number; grantId: number; to: number }
  | { type: 'freeze'; subject: Subject; id: number; caseNumber: string; lasts: number }
  | { type: 'liftFreeze'; subject: Subject; id: number; caseNumber: string }
  | { type: 'suspend'; memberId: number }
  | { type: 'reinstate'; memberId: number }
  | { type: 'distribute'; by: number; tables: number[] }
  | { type: 'payOut'; by: number; members: number[] }
  | { type: 'payFees'; by: number };

/** Acts of these kinds. */
export type ActOf<T extends Act['type']> = Extract<Act, { type: T }>;

/** An act and the seconds that pass before it. */
export interface Move {
  after: number;
  act: Act;
}
