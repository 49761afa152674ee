/** A company of the demo. */
export interface Company {
  legalName: string;
  scheme: string;
  identifier: string;
  /** Least amount that it wants to be paid, in settlement-token base units. */
  payoutMinimum?: bigint;
}

/** The companies of the demo by the name of their key. All are invented; their numbers have the right form, and no register has issued them. */
export const CAST = {
  notary: { legalName: '한강공증 법무법인 (데모)', scheme: 'KR-BRN', identifier: '9998500051' },
  bank: { legalName: '새벽은행 주식회사 (데모)', scheme: 'KR-BRN', identifier: '9998700036' },
  auditor: { legalName: 'Prüfverband Rheinbogen e. V. (Demo)', scheme: 'LEI', identifier: '000000RHEINPRUEF0046' },
  paths: { legalName: 'Trajectoires Lumière SAS (démo)', scheme: 'EUID', identifier: 'FRX0000.000000000' },
  hanbit: { legalName: '한빛정밀 주식회사 (데모)', scheme: 'KR-BRN', identifier: '9998112340' },
  kawabe: { legalName: '株式会社川辺製作所（デモ）', scheme: 'JP-CN', identifier: '7999901000001' },
  lab: {
    legalName: 'Prüflabor Morgenrot GmbH (Demo)',
    scheme: 'EUID',
    identifier: 'DEX0000.HRB2000',
    payoutMinimum: 1_000_000n,
  },
  analytics: { legalName: '青山解析株式会社（デモ）', scheme: 'JP-CN', identifier: '5999902000002' },
  motors: { legalName: 'Nordwind Automobile AG (Demo)', scheme: 'EUID', identifier: 'DEX0000.HRB1000' },
} satisfies Record<string, Company>;

/** A company of the demo, by the name of its key. */
export type Role = keyof typeof CAST;
