// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { KeyRole, MemberStatus } from "../types/Enums.sol";
import { MemberId } from "../types/Ids.sol";

/// @title IMemberRegistry
/// @notice The legal entities of the consortium, the keys that act for them, and where they are paid.
interface IMemberRegistry {
    /// @notice A key that acts for a member.
    /// @param memberId The member.
    /// @param roles Bit `1 << KeyRole`.
    /// @param boundAt When it was bound, in Unix seconds.
    /// @param revokedAt When it was revoked, in Unix seconds; 0 while it is good.
    struct Key {
        MemberId memberId;
        uint16 roles;
        uint40 boundAt;
        uint40 revokedAt;
    }

    /// @notice A member's standing.
    /// @param status Active, suspended or voided.
    /// @param validUntil End of the admission (exclusive), in Unix seconds.
    /// @param frozenUntil End of a freeze (exclusive), in Unix seconds; 0 when there was none.
    /// @param notary The member whose key admitted it; 0 when that key is no member's, as at the founding act.
    /// @param admittedAt When it was admitted, in Unix seconds.
    /// @param keysSince When its keys were last replaced, in Unix seconds: keys bound before are revoked. 0 when they never were.
    struct Member {
        MemberStatus status;
        uint40 validUntil;
        uint40 frozenUntil;
        MemberId notary;
        uint40 admittedAt;
        uint40 keysSince;
    }

    /// @notice What a notary has checked, and what the company's first key has signed.
    /// @param legalName The name in the register, UTF-8, 1 to 200 bytes.
    /// @param scheme The register number's scheme, such as LEI: `A-Z 0-9 . - _`, 1 to 32 bytes.
    /// @param identifier The register number without spaces: `A-Z 0-9 . - _`, 1 to 64 bytes.
    /// @param credentialHash Hash of the credential that proves the entry; 0 when there is none.
    /// @param validUntil End of the admission (exclusive), in Unix seconds.
    /// @param key The first key; it must have the admin role.
    /// @param roles The first key's roles, bit `1 << KeyRole`.
    /// @param payoutAccount Where the member is paid.
    /// @param payoutMinimum Least payout that others may trigger, in settlement-token base units.
    /// @param nonce The key's next nonce.
    /// @param deadline Last second at which the signature is good, in Unix seconds.
    struct Admission {
        string legalName;
        string scheme;
        string identifier;
        bytes32 credentialHash;
        uint40 validUntil;
        address key;
        uint16 roles;
        address payoutAccount;
        uint96 payoutMinimum;
        uint256 nonce;
        uint40 deadline;
    }

    /// @notice Emitted when a legal entity becomes a member.
    /// @param memberId The new member.
    /// @param identifierHash `keccak256(abi.encode(scheme, identifier))`.
    /// @param notary The member whose key admitted it; 0 when that key is no member's, as at the founding act.
    /// @param legalName The name in the register.
    /// @param scheme The register number's scheme.
    /// @param identifier The register number.
    /// @param credentialHash Hash of the credential.
    /// @param validUntil End of the admission (exclusive), in Unix seconds.
    /// @param payoutAccount Where the member is paid.
    /// @param payoutMinimum Least payout that others may trigger, in settlement-token base units.
    /// @param admittedAt In Unix seconds.
    event MemberAdmitted(
        MemberId indexed memberId,
        bytes32 indexed identifierHash,
        MemberId indexed notary,
        string legalName,
        string scheme,
        string identifier,
        bytes32 credentialHash,
        uint40 validUntil,
        address payoutAccount,
        uint96 payoutMinimum,
        uint40 admittedAt
    );

    /// @notice Emitted when a key is bound to a member.
    /// @param memberId The member.
    /// @param key The key.
    /// @param roles Bit `1 << KeyRole`.
    /// @param boundAt In Unix seconds.
    event KeyAdded(MemberId indexed memberId, address indexed key, uint16 roles, uint40 boundAt);

    /// @notice Emitted when a key stops acting, for ever.
    /// @param memberId The member.
    /// @param key The key.
    /// @param revokedAt In Unix seconds.
    event KeyRevoked(MemberId indexed memberId, address indexed key, uint40 revokedAt);

    /// @notice Emitted when a key may do other things than before.
    /// @param memberId The member.
    /// @param key The key.
    /// @param roles Bit `1 << KeyRole`.
    event RolesChanged(MemberId indexed memberId, address indexed key, uint16 roles);

    /// @notice Emitted when a notary proposes a key for a member that has lost its own.
    /// @param memberId The member.
    /// @param key The proposed key.
    /// @param notary The notary's member; 0 when its key is no member's.
    /// @param from First second at which it may be bound, in Unix seconds; until it is bound each good key can veto.
    event RecoveryStarted(MemberId indexed memberId, address indexed key, MemberId indexed notary, uint40 from);

    /// @notice Emitted when a key that is not lost stops a recovery.
    /// @param memberId The member.
    /// @param key The key that vetoed.
    event RecoveryVetoed(MemberId indexed memberId, address indexed key);

    /// @notice Emitted when a recovery revokes all keys of a member and binds a new one.
    /// @param memberId The member.
    /// @param key The new key.
    /// @param since Keys bound before this second are revoked, in Unix seconds.
    event KeysReplaced(MemberId indexed memberId, address indexed key, uint40 since);

    /// @notice Emitted when another payout account or minimum is announced.
    /// @param memberId The member.
    /// @param account Where it would be paid.
    /// @param minimum Least payout that others could trigger, in settlement-token base units.
    /// @param from First second at which it may be applied, in Unix seconds.
    event PayoutAnnounced(MemberId indexed memberId, address indexed account, uint96 minimum, uint40 from);

    /// @notice Emitted when an announced change is taken back, or ends with a recovery, a suspension or a freeze.
    /// @param memberId The member.
    event PayoutCancelled(MemberId indexed memberId);

    /// @notice Emitted when a member is paid elsewhere, or from another amount on.
    /// @param memberId The member.
    /// @param account Where it is paid.
    /// @param minimum Least payout that others may trigger, in settlement-token base units.
    event PayoutChanged(MemberId indexed memberId, address indexed account, uint96 minimum);

    /// @notice Emitted when an admission gets longer.
    /// @param memberId The member.
    /// @param notary The notary's member; 0 when its key is no member's.
    /// @param credentialHash Hash of the new credential.
    /// @param validUntil The new end (exclusive), in Unix seconds.
    event AdmissionRenewed(MemberId indexed memberId, MemberId indexed notary, bytes32 credentialHash, uint40 validUntil);

    /// @notice Emitted when an admission was an error: the member never acts again, and its register number is free. Its receipts go on.
    /// @param memberId The member.
    /// @param identifierHash The register number that is free.
    /// @param reason The consortium's sentence.
    event AdmissionVoided(MemberId indexed memberId, bytes32 indexed identifierHash, string reason);

    /// @notice Emitted when the auditor halts a member: no acts, no new rights, no payout.
    /// @param memberId The member.
    /// @param caseNumber The case.
    /// @param until End (exclusive), in Unix seconds.
    event MemberFrozen(MemberId indexed memberId, string caseNumber, uint40 until);

    /// @notice Emitted when a freeze ends before its time.
    /// @param memberId The member.
    /// @param caseNumber The case.
    event MemberFreezeLifted(MemberId indexed memberId, string caseNumber);

    /// @notice Emitted when a member may no longer act or gain rights. Its receipts go on.
    /// @param memberId The member.
    /// @param reason The office's sentence.
    event MemberSuspended(MemberId indexed memberId, string reason);

    /// @notice Emitted when a suspension ends.
    /// @param memberId The member.
    event MemberReinstated(MemberId indexed memberId);

    /// @notice Emitted when a contract of the ledger is made known: it may hold tokens, and is nobody's payout account.
    /// @param systemContract The contract.
    event SystemContractAdded(address indexed systemContract);

    /// @notice Thrown when a name, scheme or identifier is empty or longer than `maximum` bytes.
    error MemberRegistry_BadLength(string value, uint256 maximum);

    /// @notice Thrown when a scheme or identifier holds a character other than `A-Z 0-9 . - _`.
    error MemberRegistry_BadCharacter(string value, uint256 position);

    /// @notice Thrown when the (scheme, identifier) pair is a member already.
    error MemberRegistry_IdentifierTaken(bytes32 identifierHash, MemberId memberId);

    /// @notice Thrown when an address is, or was, a key already: a revoked key never returns.
    error MemberRegistry_KeyTaken(address key, MemberId memberId);

    /// @notice Thrown when an address can't serve as a key.
    error MemberRegistry_KeyUnusable(address key);

    /// @notice Thrown when roles are empty or hold an unknown bit.
    error MemberRegistry_BadRoles(uint16 roles);

    /// @notice Thrown when a first key lacks the admin role.
    error MemberRegistry_FirstKeyNotAdmin(uint16 roles);

    /// @notice Thrown when a key's signature is not by that key over these values.
    error MemberRegistry_BadSignature(address key);

    /// @notice Thrown when a signature came too late.
    error MemberRegistry_SignatureExpired(uint40 deadline);

    /// @notice Thrown when an admission would already be over.
    error MemberRegistry_AlreadyExpired(uint40 validUntil);

    /// @notice Thrown when a payout account is zero, a contract of the ledger, a member's keyless account, or a revoked key.
    error MemberRegistry_PayoutAccountUnusable(address payoutAccount);

    /// @notice Thrown when a payout account is another member's already: it answers to one member's standing.
    error MemberRegistry_PayoutAccountTaken(address payoutAccount, MemberId memberId);

    /// @notice Thrown when the caller is no key of any member.
    error MemberRegistry_KeyUnknown(address key);

    /// @notice Thrown when the key was revoked.
    error MemberRegistry_KeyIsRevoked(address key, uint40 revokedAt);

    /// @notice Thrown when the key lacks a role.
    error MemberRegistry_KeyLacksRole(address key, KeyRole role);

    /// @notice Thrown when the member is suspended, expired, frozen or voided.
    error MemberRegistry_MemberNotActive(MemberId memberId);

    /// @notice Thrown when the member does not exist.
    error MemberRegistry_MemberUnknown(MemberId memberId);

    /// @notice Thrown when the member's standing does not allow the act: suspended twice, reinstated while active, voided while active.
    error MemberRegistry_WrongStatus(MemberId memberId, MemberStatus status);

    /// @notice Thrown when a renewal would not make an admission longer.
    error MemberRegistry_NotLonger(uint40 validUntil, uint40 present);

    /// @notice Thrown when a register number is not the member's; 0 when it is nobody's.
    error MemberRegistry_IdentifierOfAnother(bytes32 identifierHash, MemberId memberId);

    /// @notice Thrown when no recovery is proposed.
    error MemberRegistry_NoRecovery(MemberId memberId);

    /// @notice Thrown when a recovery is proposed: it is finished from `from` on, and no key is added until it is finished or vetoed.
    error MemberRegistry_RecoveryPending(MemberId memberId, uint40 from);

    /// @notice Thrown when no change of payout is announced (`from` is 0), or its time has not come.
    error MemberRegistry_NoPayoutDue(MemberId memberId, uint40 from);

    /// @notice Thrown when a key would revoke itself: another admin key must, so that one always remains.
    error MemberRegistry_OwnKey(address key);

    /// @notice Thrown when a key belongs to somebody else.
    error MemberRegistry_KeyOfAnother(address key, MemberId memberId);

    /// @notice Admits a legal entity and binds its first key. Only a notary.
    /// @param admission What was checked and signed.
    /// @param signature The first key's EIP-712 signature (ERC-1271 for contracts) over `Admission(string legalName,bytes32
    /// identifierHash,address key,uint16 roles,address payoutAccount,uint96 payoutMinimum,uint256 nonce,uint40 deadline)`.
    /// @return memberId The new member.
    function admit(Admission calldata admission, bytes calldata signature) external returns (MemberId memberId);

    /// @notice Binds a further key. Only an admin key of the member.
    /// @param key The new key.
    /// @param roles Its roles, bit `1 << KeyRole`.
    /// @param nonce The new key's next nonce.
    /// @param deadline Last second at which the signature is good, in Unix seconds.
    /// @param signature The new key's EIP-712 signature over `KeyBinding(uint32 memberId,address key,uint16 roles,uint256 nonce,uint40 deadline)`.
    function addKey(address key, uint16 roles, uint256 nonce, uint40 deadline, bytes calldata signature) external;

    /// @notice Gives a key of the caller's member other roles. Only an admin key, and not its own.
    /// @param key The key.
    /// @param roles Its roles from now on, bit `1 << KeyRole`.
    function changeRoles(address key, uint16 roles) external;

    /// @notice Revokes a key of the caller's member, for ever. Only an admin key, and not itself.
    /// @param key The key.
    function revokeKey(address key) external;

    /// @notice Proposes a key for a member that has lost its own. Only a notary. After 7 days it takes the place of all keys, unless one vetoes.
    /// @param memberId The member.
    /// @param key The proposed key.
    /// @param nonce The proposed key's next nonce.
    /// @param deadline Last second at which the signature is good, in Unix seconds.
    /// @param signature The proposed key's EIP-712 signature over a `KeyBinding` with all roles.
    function startRecovery(MemberId memberId, address key, uint256 nonce, uint40 deadline, bytes calldata signature) external;

    /// @notice Stops a recovery of the caller's member that is not finished. Any good key, whatever its roles and its member's standing.
    function vetoRecovery() external;

    /// @notice Replaces all keys of a member by the proposed one, after the wait. Anyone.
    /// @param memberId The member.
    function finishRecovery(MemberId memberId) external;

    /// @notice Announces where the caller's member is paid, and from what amount on. Only an admin key. Takes the place of what was announced.
    /// @param account The payout account: nobody else's key or payout account.
    /// @param minimum Least payout that others may trigger, in settlement-token base units.
    function announcePayout(address account, uint96 minimum) external;

    /// @notice Takes back what was announced. Only an admin key, whatever its member's standing.
    function cancelPayout() external;

    /// @notice Applies what was announced 48 hours ago or earlier. Anyone, while the member is active.
    /// @param memberId The member.
    function applyPayout(MemberId memberId) external;

    /// @notice Makes an admission longer, also an expired or suspended one. Only a notary.
    /// @param memberId The member.
    /// @param validUntil The new end (exclusive), in Unix seconds.
    /// @param credentialHash Hash of the new credential; 0 when there is none.
    function renewAdmission(MemberId memberId, uint40 validUntil, bytes32 credentialHash) external;

    /// @notice Ends a suspended member's admission for ever, and frees its register number. Only the consortium's admin.
    /// @param memberId The member.
    /// @param identifierHash Its register number, `keccak256(abi.encode(scheme, identifier))`.
    /// @param reason A sentence that everybody can read.
    function voidAdmission(MemberId memberId, bytes32 identifierHash, string calldata reason) external;

    /// @notice Halts a member: no acts, no new rights, no payout; credits go on. Only an auditor.
    /// @param memberId The member.
    /// @param caseNumber The case, 1 to 64 bytes; it can freeze a member twice.
    /// @param until End (exclusive), in Unix seconds; at most 30 days from now.
    function freeze(MemberId memberId, string calldata caseNumber, uint40 until) external;

    /// @notice Ends a freeze before its time. Only an auditor.
    /// @param memberId The member.
    /// @param caseNumber The case under which it is lifted.
    function liftFreeze(MemberId memberId, string calldata caseNumber) external;

    /// @notice Stops a member's acts and new rights at once. Only the consortium office.
    /// @param memberId The member.
    /// @param reason A sentence that everybody can read.
    function suspend(MemberId memberId, string calldata reason) external;

    /// @notice Ends a suspension. Only the consortium office.
    /// @param memberId The member.
    function reinstate(MemberId memberId) external;

    /// @notice Makes a contract of the ledger known. Only the consortium's admin.
    /// @param systemContract The contract.
    function addSystemContract(address systemContract) external;

    /// @notice The active member for which a key acts in a role. Reverts with the reason when there is none.
    /// @param key The key.
    /// @param role The role that the act needs.
    /// @return memberId The member.
    function actingMember(address key, KeyRole role) external view returns (MemberId memberId);

    /// @notice Until when a member may act if nothing changes.
    /// @param memberId The member.
    /// @return until End (exclusive), in Unix seconds; 0 when it may not act now.
    function activeUntil(MemberId memberId) external view returns (uint40 until);

    /// @notice Whether a member was ever admitted.
    /// @param memberId The member.
    function exists(MemberId memberId) external view returns (bool);

    /// @notice Number of members ever admitted; ids run from 1 to it.
    function memberCount() external view returns (uint32);

    /// @notice A key's record; all zero when it is none, roles `1 << 15` alone for a contract of the ledger.
    /// @param key The key.
    function keyOf(address key) external view returns (Key memory);

    /// @notice The recovery that is proposed for a member; all zero when there is none.
    /// @param memberId The member.
    /// @return key The proposed key.
    /// @return from First second at which it may be bound, in Unix seconds.
    function recoveryOf(MemberId memberId) external view returns (address key, uint40 from);

    /// @notice The change of payout that is announced for a member; all zero when there is none.
    /// @param memberId The member.
    /// @return account Where it would be paid.
    /// @return minimum Least payout that others could trigger, in settlement-token base units.
    /// @return from First second at which it may be applied, in Unix seconds.
    function announcedPayoutOf(MemberId memberId) external view returns (address account, uint96 minimum, uint40 from);

    /// @notice A member's standing; all zero when there is none.
    /// @param memberId The member.
    function memberOf(MemberId memberId) external view returns (Member memory);

    /// @notice Hash of a member's credential.
    /// @param memberId The member.
    function credentialHashOf(MemberId memberId) external view returns (bytes32);

    /// @notice The member with a register number; 0 when there is none.
    /// @param identifierHash `keccak256(abi.encode(scheme, identifier))`.
    function memberByIdentifier(bytes32 identifierHash) external view returns (MemberId);

    /// @notice Where a member is paid, and the least payout that `caller` may trigger.
    /// @param memberId The member.
    /// @param caller Who asks for the payout.
    /// @return account The payout account; 0 while the member is frozen, or when the account is a revoked key: nothing is paid, and the credit stays.
    /// @return minimum In settlement-token base units; 0 for the member's own keys, or when the member is not active.
    function payoutFor(MemberId memberId, address caller) external view returns (address account, uint96 minimum);

    /// @notice Whether a members-only token may move from one address to another.
    /// @param from The sender: may be a good key of an active member, its payout account unless that is a revoked key, or a contract of the ledger.
    /// @param to The receiver: may be what is or was a key or payout account of any member, or a contract of the ledger.
    /// @return fromMay Whether the sender may send.
    /// @return toMay Whether the receiver may receive.
    function mayTransfer(address from, address to) external view returns (bool fromMay, bool toMay);

    /// @notice The keyless address that stands for a member as an owner of tokens.
    /// @param memberId The member.
    function accountOf(MemberId memberId) external pure returns (address);
}
