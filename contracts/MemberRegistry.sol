// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { AccessManaged } from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import { EIP712 } from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import { IMemberRegistry } from "./interfaces/IMemberRegistry.sol";
import { CanonicalText } from "./libraries/CanonicalText.sol";
import { MemberAccount } from "./libraries/MemberAccount.sol";
import { Freezable } from "./parts/Freezable.sol";
import { MemberPayouts } from "./parts/MemberPayouts.sol";
import { Succession } from "./parts/Succession.sol";
import { MemberStatus } from "./types/Enums.sol";
import { MemberId } from "./types/Ids.sol";
import { KeyWord, keyWord } from "./types/KeyWord.sol";
import { MemberWord, memberWord } from "./types/MemberWord.sol";

/// @title MemberRegistry
/// @notice See {IMemberRegistry}.
/// @dev Assumptions: notaries check the register before they admit; system contracts are added by the consortium, behind a delay.
contract MemberRegistry is MemberPayouts, Freezable, Succession {
    // What is compared for equality here are ids, marks and times of our own, which nobody can nudge; never a balance.
    // slither-disable-start incorrect-equality

    bytes32 private constant ADMISSION_TYPEHASH = keccak256(
        "Admission(string legalName,bytes32 identifierHash,address key,uint16 roles,"
        "address payoutAccount,uint96 payoutMinimum,uint256 nonce,uint40 deadline)"
    );
    uint256 private constant MAX_NAME_BYTES = 200;
    uint256 private constant MAX_SCHEME_BYTES = 32;
    uint256 private constant MAX_IDENTIFIER_BYTES = 64;

    /// @inheritdoc IMemberRegistry
    uint32 public memberCount;

    mapping(bytes32 identifierHash => MemberId) private _memberByIdentifier;
    mapping(MemberId memberId => bytes32) private _credentialHash;

    constructor(address authority) AccessManaged(authority) EIP712("Genba MemberRegistry", "1") {}

    /// @inheritdoc IMemberRegistry
    function admit(Admission calldata admission, bytes calldata signature) external restricted returns (MemberId memberId) {
        _requireOpen();

        // Check: who admits may act, and the entry is canonical, current and new.
        MemberId notary = _activeNotary();
        CanonicalText.requireLength(admission.legalName, MAX_NAME_BYTES);
        CanonicalText.requireCode(admission.scheme, MAX_SCHEME_BYTES);
        CanonicalText.requireCode(admission.identifier, MAX_IDENTIFIER_BYTES);
        if (admission.validUntil <= block.timestamp) revert MemberRegistry_AlreadyExpired(admission.validUntil);
        bytes32 identifierHash = keccak256(abi.encode(admission.scheme, admission.identifier));
        MemberId taken = _memberByIdentifier[identifierHash];
        if (MemberId.unwrap(taken) != 0) revert MemberRegistry_IdentifierTaken(identifierHash, taken);

        // Check: the first key has signed, and can administer; the payout account can be paid.
        memberId = MemberId.wrap(++memberCount);
        _requireSigned(admission.key, _admissionHash(admission, identifierHash), admission.nonce, admission.deadline, signature);
        if (admission.roles & ADMIN == 0) revert MemberRegistry_FirstKeyNotAdmin(admission.roles);
        _requirePayable(admission.payoutAccount, memberId);

        // Effect: the member.
        _members[memberId] = memberWord(admission.validUntil, notary, uint40(block.timestamp));
        _setPayout(memberId, admission.payoutAccount, admission.payoutMinimum);
        _memberByIdentifier[identifierHash] = memberId;
        _credentialHash[memberId] = admission.credentialHash;
        _emitAdmitted(memberId, identifierHash, notary, admission);

        // Effect: its first key.
        _bind(memberId, admission.key, admission.roles);
    }

    /// @inheritdoc IMemberRegistry
    function renewAdmission(MemberId memberId, uint40 validUntil, bytes32 credentialHash) external restricted {
        // Check: who renews may act, and the admission gets longer.
        MemberId notary = _activeNotary();
        MemberWord member = _existing(memberId);
        if (validUntil <= block.timestamp) revert MemberRegistry_AlreadyExpired(validUntil);
        if (validUntil <= member.validUntil()) revert MemberRegistry_NotLonger(validUntil, member.validUntil());

        // Effect: the new end.
        _members[memberId] = member.withValidUntil(validUntil);
        _credentialHash[memberId] = credentialHash;
        emit AdmissionRenewed(memberId, notary, credentialHash, validUntil);
    }

    /// @inheritdoc IMemberRegistry
    function voidAdmission(MemberId memberId, bytes32 identifierHash, string calldata reason) external restricted {
        // Check: it is suspended, and the register number is its own.
        MemberWord member = _inStatus(memberId, MemberStatus.Suspended);
        MemberId owner = _memberByIdentifier[identifierHash];
        if (owner != memberId) revert MemberRegistry_IdentifierOfAnother(identifierHash, owner);

        // Effect: it never acts again, and the register number is free for the right company.
        _members[memberId] = member.withStatus(MemberStatus.Voided);
        _memberByIdentifier[identifierHash] = MemberId.wrap(0);
        emit AdmissionVoided(memberId, identifierHash, reason);
    }

    /// @inheritdoc IMemberRegistry
    function suspend(MemberId memberId, string calldata reason) external restricted {
        _members[memberId] = _inStatus(memberId, MemberStatus.Active).withStatus(MemberStatus.Suspended);
        _forgetAnnounced(memberId);
        emit MemberSuspended(memberId, reason);
    }

    /// @inheritdoc IMemberRegistry
    function reinstate(MemberId memberId) external restricted {
        _members[memberId] = _inStatus(memberId, MemberStatus.Suspended).withStatus(MemberStatus.Active);
        emit MemberReinstated(memberId);
    }

    /// @inheritdoc IMemberRegistry
    function freeze(MemberId memberId, string calldata caseNumber, uint40 until) external restricted {
        MemberWord member = _existing(memberId);
        _countFreeze(MemberId.unwrap(memberId), caseNumber, until, member.frozenUntil());
        _members[memberId] = member.withFrozenUntil(until);
        _forgetAnnounced(memberId);
        emit MemberFrozen(memberId, caseNumber, until);
    }

    /// @inheritdoc IMemberRegistry
    function liftFreeze(MemberId memberId, string calldata caseNumber) external restricted {
        MemberWord member = _members[memberId];
        _requireFrozen(MemberId.unwrap(memberId), caseNumber, member.frozenUntil());
        _members[memberId] = member.withFrozenUntil(0);
        emit MemberFreezeLifted(memberId, caseNumber);
    }

    /// @inheritdoc IMemberRegistry
    function startRecovery(
        MemberId memberId,
        address key,
        uint256 nonce,
        uint40 deadline,
        bytes calldata signature
    ) external restricted {
        MemberId notary = _activeNotary();
        _existing(memberId);
        _startRecovery(memberId, notary, key, nonce, deadline, signature);
    }

    /// @inheritdoc IMemberRegistry
    function finishRecovery(MemberId memberId) external {
        _existing(memberId);
        _finishRecovery(memberId);
        _forgetAnnounced(memberId);
    }

    /// @inheritdoc IMemberRegistry
    function addSystemContract(address systemContract) external restricted {
        // Check: it is nobody's key or payout account.
        MemberId keyOwner = _keys[systemContract].memberId();
        if (MemberId.unwrap(keyOwner) != 0) revert MemberRegistry_KeyTaken(systemContract, keyOwner);
        MemberId payee = _payeeOf[systemContract];
        if (MemberId.unwrap(payee) != 0) revert MemberRegistry_PayoutAccountTaken(systemContract, payee);

        // Effect: it may hold tokens.
        _keys[systemContract] = keyWord(MemberId.wrap(0), SYSTEM, 0);
        emit SystemContractAdded(systemContract);
    }

    /// @inheritdoc IMemberRegistry
    function exists(MemberId memberId) external view returns (bool) {
        return MemberId.unwrap(memberId) != 0 && MemberId.unwrap(memberId) <= memberCount;
    }

    /// @inheritdoc IMemberRegistry
    function memberOf(MemberId memberId) external view returns (Member memory) {
        MemberWord word = _members[memberId];
        return Member(word.status(), word.validUntil(), word.frozenUntil(), word.notary(), word.admittedAt(), word.keysSince());
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

    /// @dev A member that exists and whose admission is not void.
    function _existing(MemberId memberId) private view returns (MemberWord member) {
        member = _members[memberId];
        if (member.status() == MemberStatus.None) revert MemberRegistry_MemberUnknown(memberId);
        if (member.status() == MemberStatus.Voided) revert MemberRegistry_WrongStatus(memberId, MemberStatus.Voided);
    }

    function _inStatus(MemberId memberId, MemberStatus required) private view returns (MemberWord member) {
        member = _existing(memberId);
        if (member.status() != required) revert MemberRegistry_WrongStatus(memberId, member.status());
    }

    /// @dev The calling notary's member; 0 when its key is no member's. A member that may not act admits nobody.
    function _activeNotary() private view returns (MemberId notary) {
        KeyWord word = _keys[msg.sender];
        notary = word.memberId();
        if (MemberId.unwrap(notary) == 0) return notary;
        MemberWord member = _members[notary];
        uint40 revokedAt = _revokedAt(word, member);
        if (revokedAt != 0) revert MemberRegistry_KeyIsRevoked(msg.sender, revokedAt);
        if (member.activeUntil() == 0) revert MemberRegistry_MemberNotActive(notary);
    }

    /// @dev A good key of an active member, its payout account (unless a revoked key), or a contract of the ledger.
    function _maySend(address holder) private view returns (bool) {
        KeyWord word = _keys[holder];
        bool isKey = MemberId.unwrap(word.memberId()) != 0;
        if (word.roles() == SYSTEM) return true;
        MemberWord member = _members[isKey ? word.memberId() : _payeeOf[holder]];
        return member.activeUntil() != 0 && (!isKey || _revokedAt(word, member) == 0);
    }

    /// @dev Anything that is or was a member's, so that a suspended one still receives.
    function _mayReceive(address holder) private view returns (bool) {
        KeyWord word = _keys[holder];
        if (MemberId.unwrap(word.memberId()) != 0 || word.roles() == SYSTEM) return true;
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

    // slither-disable-end incorrect-equality
}
