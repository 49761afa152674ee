// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { AccessManaged } from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import { Nonces } from "@openzeppelin/contracts/utils/Nonces.sol";
import { EIP712 } from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import { SignatureChecker } from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import { IMemberRegistry } from "./interfaces/IMemberRegistry.sol";
import { CanonicalText } from "./libraries/CanonicalText.sol";
import { MemberAccount } from "./libraries/MemberAccount.sol";
import { KeyRole, MemberStatus } from "./types/Enums.sol";
import { MemberId } from "./types/Ids.sol";

/// @title MemberRegistry
/// @notice See {IMemberRegistry}.
/// @dev Assumptions: notaries check the register before they admit; system contracts are added by the consortium, behind a delay.
contract MemberRegistry is IMemberRegistry, AccessManaged, EIP712, Nonces {
    struct Payout {
        address account;
        uint96 minimum;
    }

    bytes32 private constant ADMISSION_TYPEHASH = keccak256(
        "Admission(string legalName,bytes32 identifierHash,address key,uint16 roles,"
        "address payoutAccount,uint96 payoutMinimum,uint256 nonce,uint40 deadline)"
    );
    bytes32 private constant KEY_BINDING_TYPEHASH = keccak256(
        "KeyBinding(uint32 memberId,address key,uint16 roles,uint256 nonce,uint40 deadline)"
    );
    uint16 private constant ADMIN = uint16(1 << uint16(KeyRole.Admin));
    uint16 private constant ALL_ROLES = uint16(1 << (uint16(type(KeyRole).max) + 1)) - 1;
    /// @dev In the roles of a contract of the ledger, which is nobody's key: one slot then answers who an address is.
    uint16 private constant SYSTEM = 1 << 15;
    uint256 private constant MAX_NAME_BYTES = 200;
    uint256 private constant MAX_SCHEME_BYTES = 32;
    uint256 private constant MAX_IDENTIFIER_BYTES = 64;

    mapping(address key => Key) private _keys;
    mapping(MemberId memberId => Member) private _members;
    mapping(MemberId memberId => Payout) private _payouts;
    mapping(address payoutAccount => MemberId) private _payeeOf;
    mapping(bytes32 identifierHash => MemberId) private _memberByIdentifier;
    mapping(MemberId memberId => bytes32) private _credentialHash;

    /// @inheritdoc IMemberRegistry
    uint32 public memberCount;

    constructor(address authority) AccessManaged(authority) EIP712("Genba MemberRegistry", "1") {}

    /// @inheritdoc IMemberRegistry
    function admit(Admission calldata admission, bytes calldata signature) external restricted returns (MemberId memberId) {
        // Check: who admits may act, and the entry is canonical, current and new.
        MemberId notary = _activeNotary();
        CanonicalText.requireLength(admission.legalName, MAX_NAME_BYTES);
        CanonicalText.requireCode(admission.scheme, MAX_SCHEME_BYTES);
        CanonicalText.requireCode(admission.identifier, MAX_IDENTIFIER_BYTES);
        if (admission.validUntil <= block.timestamp) revert MemberRegistry_AlreadyExpired(admission.validUntil);
        bytes32 identifierHash = keccak256(abi.encode(admission.scheme, admission.identifier));
        MemberId taken = _memberByIdentifier[identifierHash];
        if (MemberId.unwrap(taken) != 0) revert MemberRegistry_IdentifierTaken(identifierHash, taken);

        // Check: the first key has signed.
        _requireSigned(admission.key, _admissionHash(admission, identifierHash), admission.nonce, admission.deadline, signature);

        // Check: the payout account can be paid, and the first key can administer.
        _requirePayable(admission.payoutAccount);
        if (admission.roles & ADMIN == 0) revert MemberRegistry_FirstKeyNotAdmin(admission.roles);

        // Effect: the member.
        memberId = MemberId.wrap(++memberCount);
        _members[memberId] = Member(MemberStatus.Active, admission.validUntil, 0, notary, uint40(block.timestamp));
        _payouts[memberId] = Payout(admission.payoutAccount, admission.payoutMinimum);
        _payeeOf[admission.payoutAccount] = memberId;
        _memberByIdentifier[identifierHash] = memberId;
        _credentialHash[memberId] = admission.credentialHash;
        _emitAdmitted(memberId, identifierHash, notary, admission);

        // Effect: its first key.
        _bind(memberId, admission.key, admission.roles);
    }

    /// @inheritdoc IMemberRegistry
    function addKey(address key, uint16 roles, uint256 nonce, uint40 deadline, bytes calldata signature) external {
        // Check: an admin key asks, and the new key agrees.
        MemberId memberId = actingMember(msg.sender, KeyRole.Admin);
        bytes32 structHash = keccak256(abi.encode(KEY_BINDING_TYPEHASH, memberId, key, roles, nonce, deadline));
        _requireSigned(key, structHash, nonce, deadline, signature);

        // Effect: the key.
        _bind(memberId, key, roles);
    }

    /// @inheritdoc IMemberRegistry
    function revokeKey(address key) external {
        // Check: an admin key of the same member asks, for another key that is good.
        MemberId memberId = actingMember(msg.sender, KeyRole.Admin);
        if (key == msg.sender) revert MemberRegistry_OwnKey(key);
        Key storage record = _keys[key];
        if (record.memberId != memberId) revert MemberRegistry_KeyOfAnother(key, record.memberId);
        if (record.revokedAt != 0) revert MemberRegistry_KeyIsRevoked(key, record.revokedAt);

        // Effect: it never acts again.
        record.revokedAt = uint40(block.timestamp);
        emit KeyRevoked(memberId, key, uint40(block.timestamp));
    }

    /// @inheritdoc IMemberRegistry
    function suspend(MemberId memberId, string calldata reason) external restricted {
        _setStatus(memberId, MemberStatus.Active, MemberStatus.Suspended);
        emit MemberSuspended(memberId, reason);
    }

    /// @inheritdoc IMemberRegistry
    function reinstate(MemberId memberId) external restricted {
        _setStatus(memberId, MemberStatus.Suspended, MemberStatus.Active);
        emit MemberReinstated(memberId);
    }

    /// @inheritdoc IMemberRegistry
    function addSystemContract(address systemContract) external restricted {
        // Check: it is nobody's key or payout account.
        MemberId keyOwner = _keys[systemContract].memberId;
        if (MemberId.unwrap(keyOwner) != 0) revert MemberRegistry_KeyTaken(systemContract, keyOwner);
        MemberId payee = _payeeOf[systemContract];
        if (MemberId.unwrap(payee) != 0) revert MemberRegistry_PayoutAccountTaken(systemContract, payee);

        // Effect: it may hold tokens.
        _keys[systemContract].roles = SYSTEM;
        emit SystemContractAdded(systemContract);
    }

    /// @inheritdoc IMemberRegistry
    function payoutFor(MemberId memberId, address caller) external view returns (address account, uint96 minimum) {
        Payout storage payout = _payouts[memberId];
        (account, minimum) = (payout.account, payout.minimum);
        if (_keys[account].revokedAt != 0) account = address(0);
        if (minimum != 0 && (activeUntil(memberId) == 0 || _isGoodKeyOf(caller, memberId))) minimum = 0;
    }

    /// @inheritdoc IMemberRegistry
    function exists(MemberId memberId) external view returns (bool) {
        return MemberId.unwrap(memberId) != 0 && MemberId.unwrap(memberId) <= memberCount;
    }

    /// @inheritdoc IMemberRegistry
    function keyOf(address key) external view returns (Key memory) {
        return _keys[key];
    }

    /// @inheritdoc IMemberRegistry
    function memberOf(MemberId memberId) external view returns (Member memory) {
        return _members[memberId];
    }

    /// @inheritdoc IMemberRegistry
    function credentialHashOf(MemberId memberId) external view returns (bytes32) {
        return _credentialHash[memberId];
    }

    /// @inheritdoc IMemberRegistry
    function memberByIdentifier(bytes32 identifierHash) external view returns (MemberId) {
        return _memberByIdentifier[identifierHash];
    }

    /// @inheritdoc IMemberRegistry
    function mayTransfer(address from, address to) external view returns (bool fromMay, bool toMay) {
        return (_maySend(from), _mayReceive(to));
    }

    /// @inheritdoc IMemberRegistry
    function accountOf(MemberId memberId) external pure returns (address) {
        return MemberAccount.addressOf(memberId);
    }

    /// @inheritdoc IMemberRegistry
    function actingMember(address key, KeyRole role) public view returns (MemberId memberId) {
        Key storage record = _keys[key];
        memberId = record.memberId;
        if (MemberId.unwrap(memberId) == 0) revert MemberRegistry_KeyUnknown(key);
        if (record.revokedAt != 0) revert MemberRegistry_KeyIsRevoked(key, record.revokedAt);
        if ((record.roles >> uint8(role)) & 1 == 0) revert MemberRegistry_KeyLacksRole(key, role);
        if (activeUntil(memberId) == 0) revert MemberRegistry_MemberNotActive(memberId);
    }

    /// @inheritdoc IMemberRegistry
    function activeUntil(MemberId memberId) public view returns (uint40 until) {
        Member storage member = _members[memberId];
        until = member.validUntil;
        if (member.status != MemberStatus.Active || until <= block.timestamp || member.frozenUntil > block.timestamp) until = 0;
    }

    function _bind(MemberId memberId, address key, uint16 roles) private {
        if (roles == 0 || roles > ALL_ROLES) revert MemberRegistry_BadRoles(roles);
        if (MemberId.unwrap(_keys[key].memberId) != 0) revert MemberRegistry_KeyTaken(key, _keys[key].memberId);
        if (_keys[key].roles == SYSTEM || MemberAccount.isAccount(key)) revert MemberRegistry_KeyUnusable(key);
        _keys[key] = Key(memberId, roles, uint40(block.timestamp), 0);
        emit KeyAdded(memberId, key, roles, uint40(block.timestamp));
    }

    function _emitAdmitted(MemberId memberId, bytes32 identifierHash, MemberId notary, Admission calldata admission) private {
        emit MemberAdmitted(
            memberId,
            identifierHash,
            notary,
            admission.legalName,
            admission.scheme,
            admission.identifier,
            admission.credentialHash,
            admission.validUntil,
            admission.payoutAccount,
            admission.payoutMinimum,
            uint40(block.timestamp)
        );
    }

    function _setStatus(MemberId memberId, MemberStatus from, MemberStatus to) private {
        MemberStatus status = _members[memberId].status;
        if (status == MemberStatus.None) revert MemberRegistry_MemberUnknown(memberId);
        if (status != from) revert MemberRegistry_StatusUnchanged(memberId, status);
        _members[memberId].status = to;
    }

    function _requireSigned(address key, bytes32 structHash, uint256 nonce, uint40 deadline, bytes calldata signature) private {
        if (deadline < block.timestamp) revert MemberRegistry_SignatureExpired(deadline);
        _useCheckedNonce(key, nonce);
        if (!SignatureChecker.isValidSignatureNowCalldata(key, _hashTypedDataV4(structHash), signature)) {
            revert MemberRegistry_BadSignature(key);
        }
    }

    function _requirePayable(address account) private view {
        if (account == address(0) || _keys[account].roles == SYSTEM || MemberAccount.isAccount(account)) {
            revert MemberRegistry_PayoutAccountUnusable(account);
        }
        MemberId taken = _payeeOf[account];
        if (MemberId.unwrap(taken) == 0) taken = _keys[account].memberId;
        if (MemberId.unwrap(taken) != 0) revert MemberRegistry_PayoutAccountTaken(account, taken);
    }

    function _isGoodKeyOf(address key, MemberId memberId) private view returns (bool) {
        Key storage record = _keys[key];
        return record.memberId == memberId && record.revokedAt == 0;
    }

    /// @dev The calling notary's member; 0 when its key is no member's. A member that may not act admits nobody.
    function _activeNotary() private view returns (MemberId notary) {
        Key storage record = _keys[msg.sender];
        notary = record.memberId;
        if (record.revokedAt != 0) revert MemberRegistry_KeyIsRevoked(msg.sender, record.revokedAt);
        if (MemberId.unwrap(notary) != 0 && activeUntil(notary) == 0) revert MemberRegistry_MemberNotActive(notary);
    }

    /// @dev A good key of an active member, its payout account (unless a revoked key), or a contract of the ledger.
    function _maySend(address holder) private view returns (bool) {
        Key storage record = _keys[holder];
        MemberId memberId = record.memberId;
        if (MemberId.unwrap(memberId) == 0) {
            if (record.roles == SYSTEM) return true;
            memberId = _payeeOf[holder];
        } else if (record.revokedAt != 0) {
            return false;
        }
        return activeUntil(memberId) != 0;
    }

    /// @dev Anything that is or was a member's, so that a suspended one still receives.
    function _mayReceive(address holder) private view returns (bool) {
        Key storage record = _keys[holder];
        if (MemberId.unwrap(record.memberId) != 0 || record.roles == SYSTEM) return true;
        return MemberId.unwrap(_payeeOf[holder]) != 0;
    }

    function _admissionHash(Admission calldata admission, bytes32 identifierHash) private pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    ADMISSION_TYPEHASH,
                    keccak256(bytes(admission.legalName)),
                    identifierHash,
                    admission.key,
                    admission.roles,
                    admission.payoutAccount,
                    admission.payoutMinimum,
                    admission.nonce,
                    admission.deadline
                )
            );
    }
}
