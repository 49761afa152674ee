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
    /// @param status Active or suspended.
    /// @param validUntil End of the admission (exclusive), in Unix seconds.
    /// @param frozenUntil End of a freeze (exclusive), in Unix seconds; 0 when there was none.
    /// @param notary The member whose key admitted it; 0 when that key is no member's, as at the founding act.
    /// @param admittedAt When it was admitted, in Unix seconds.
    struct Member {
        MemberStatus status;
        uint40 validUntil;
        uint40 frozenUntil;
        MemberId notary;
        uint40 admittedAt;
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

    /// @notice Thrown when a payout account is zero, a contract of the ledger, or a member's keyless account.
    error MemberRegistry_PayoutAccountUnusable(address payoutAccount);

    /// @notice Thrown when a payout account is another member's already: it answers to one member's standing.
    error MemberRegistry_PayoutAccountTaken(address payoutAccount, MemberId memberId);

    /// @notice Thrown when the caller is no key of any member.
    error MemberRegistry_KeyUnknown(address key);

    /// @notice Thrown when the key was revoked.
    error MemberRegistry_KeyIsRevoked(address key, uint40 revokedAt);

    /// @notice Thrown when the key lacks a role.
    error MemberRegistry_KeyLacksRole(address key, KeyRole role);

    /// @notice Thrown when the member is suspended, expired or frozen.
    error MemberRegistry_MemberNotActive(MemberId memberId);

    /// @notice Thrown when the member does not exist.
    error MemberRegistry_MemberUnknown(MemberId memberId);

    /// @notice Thrown when a suspension would change nothing.
    error MemberRegistry_StatusUnchanged(MemberId memberId, MemberStatus status);

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

    /// @notice Revokes a key of the caller's member, for ever. Only an admin key, and not itself.
    /// @param key The key.
    function revokeKey(address key) external;

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
    /// @return account The payout account; 0 when it is a revoked key: then nothing is paid, and the credit stays.
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
