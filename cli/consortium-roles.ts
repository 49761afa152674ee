/** Roles of the consortium in its `AccessManager`; acts of the admin are delayed. */
export const CONSORTIUM_ROLES = { admin: 0n, notary: 1n, office: 2n, issuer: 3n, auditor: 4n, runner: 5n } as const;

/** A name in {@link CONSORTIUM_ROLES}. */
export type ConsortiumRole = keyof typeof CONSORTIUM_ROLES;
