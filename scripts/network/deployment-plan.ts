/**
 * The plan that a network comes with, for its operator to edit: one key holds every office, and the legal entity is invented.
 *
 * @param name - Of the network.
 * @param office - Address of the key.
 */
export function deploymentPlan(name: string, office: string): object {
  return {
    name,
    notary: office,
    office,
    issuer: office,
    auditor: office,
    admin: office,
    token: { name: 'Trial Won', symbol: 'KRW', decimals: 0 },
    feeBps: 100,
    delay: 172_800,
    founder: { legalName: 'Trial Consortium Office', scheme: 'LEI', identifier: '000000GENBAOFFICE012' },
  };
}
