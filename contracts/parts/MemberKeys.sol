// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { Nonces } from "@openzeppelin/contracts/utils/Nonces.sol";
import { EIP712 } from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import { IMemberRegistry } from "../interfaces/IMemberRegistry.sol";
import { MemberAccount } from "../libraries/MemberAccount.sol";
import { Signatures } from "../libraries/Signatures.sol";
import { KeyRole } from "../types/Enums.sol";
import { MemberId } from "../types/Ids.sol";
import { KeyWord, keyWord } from "../types/KeyWord.sol";
import { MemberWord } from "../types/MemberWord.sol";

/// @title MemberKeys
/// @notice The keys that act for members: bound by their own signature, revoked for ever, replaced as a whole by a recovery.
abstract contract MemberKeys is IMemberRegistry, EIP712, Nonces {
    // What is compared for equality here are ids, marks and times of our own, which nobody can nudge; never a balance.
    // slither-disable-start incorrect-equality

    struct Recovery {
        address key;
        uint40 from;
    }

    bytes32 private constant KEY_BINDING_TYPEHASH = keccak256(
        "KeyBinding(uint32 memberId,address key,uint16 roles,uint256 nonce,uint40 deadline)"
    );
    uint40 private constant RECOVERY_WAIT = 7 days;
    uint16 private constant ALL_ROLES = uint16(1 << (uint16(type(KeyRole).max) + 1)) - 1;
    uint16 internal constant ADMIN = uint16(1 << uint16(KeyRole.Admin));
    /// @dev In the roles of a contract of the ledger, which is nobody's key: one slot then answers who an address is.
    uint16 internal constant SYSTEM = 1 << 15;

    mapping(address key => KeyWord) internal _keys;
    mapping(MemberId memberId => MemberWord) internal _members;
    mapping(MemberId memberId => Recovery) private _recoveries;

    /// @inheritdoc IMemberRegistry
    function addKey(address key, uint16 roles, uint256 nonce, uint40 deadline, bytes calldata signature) external {
        // Check: an admin key asks, nobody is about to replace it, and the new key agrees.
        MemberId memberId = actingMember(msg.sender, KeyRole.Admin);
        if (_recoveries[memberId].from != 0) revert MemberRegistry_RecoveryPending(memberId, _recoveries[memberId].from);
        _requireBinding(memberId, key, roles, nonce, deadline, signature);

        // Effect: the key.
        _bind(memberId, key, roles);
    }

    /// @inheritdoc IMemberRegistry
    function changeRoles(address key, uint16 roles) external {
        // Check: an admin key asks, for another key of its member that is good.
        MemberId memberId = actingMember(msg.sender, KeyRole.Admin);
        _requireOtherGoodKey(memberId, key);
        _requireRoles(roles);

        // Effect: the roles.
        _keys[key] = _keys[key].withRoles(roles);
        emit RolesChanged(memberId, key, roles);
    }

    /// @inheritdoc IMemberRegistry
    function revokeKey(address key) external {
        // Check: an admin key asks, for another key of its member that is good.
        MemberId memberId = actingMember(msg.sender, KeyRole.Admin);
        _requireOtherGoodKey(memberId, key);

        // Effect: it never acts again.
        _keys[key] = _keys[key].revoked(uint40(block.timestamp));
        emit KeyRevoked(memberId, key, uint40(block.timestamp));
    }

    /// @inheritdoc IMemberRegistry
    function vetoRecovery() external {
        // Check: a good key calls, whatever its roles and its member's standing, and there is something to veto.
        MemberId memberId = _goodKeyOwner(msg.sender);
        if (_recoveries[memberId].from == 0) revert MemberRegistry_NoRecovery(memberId);

        // Effect: nothing is replaced.
        delete _recoveries[memberId];
        emit RecoveryVetoed(memberId, msg.sender);
    }

    /// @inheritdoc IMemberRegistry
    function keyOf(address key) external view returns (Key memory) {
        KeyWord word = _keys[key];
        return Key(word.memberId(), word.roles(), word.boundAt(), _revokedAt(word, _members[word.memberId()]));
    }

    /// @inheritdoc IMemberRegistry
    function recoveryOf(MemberId memberId) external view returns (address key, uint40 from) {
        return (_recoveries[memberId].key, _recoveries[memberId].from);
    }

    /// @inheritdoc IMemberRegistry
    function actingMember(address key, KeyRole role) public view returns (MemberId memberId) {
        KeyWord word = _keys[key];
        memberId = word.memberId();
        MemberWord member = _members[memberId];
        _requireGood(key, word, member);
        if ((word.roles() >> uint8(role)) & 1 == 0) revert MemberRegistry_KeyLacksRole(key, role);
        if (member.activeUntil() == 0) revert MemberRegistry_MemberNotActive(memberId);
    }

    /// @inheritdoc IMemberRegistry
    function activeUntil(MemberId memberId) public view returns (uint40) {
        return _members[memberId].activeUntil();
    }

    /// @dev Any good key can veto until it is finished. A second proposal takes the place of the first, and waits anew.
    function _startRecovery(
        MemberId memberId,
        MemberId notary,
        address key,
        uint256 nonce,
        uint40 deadline,
        bytes calldata signature
    ) internal {
        _requireBinding(memberId, key, ALL_ROLES, nonce, deadline, signature);
        _requireBindable(key);
        uint40 from = uint40(block.timestamp) + RECOVERY_WAIT;
        _recoveries[memberId] = Recovery(key, from);
        emit RecoveryStarted(memberId, key, notary, from);
    }

    /// @dev Every key bound before is revoked by one write: keys are good only from `keysSince` on.
    function _finishRecovery(MemberId memberId) internal {
        Recovery memory recovery = _recoveries[memberId];
        if (recovery.from == 0) revert MemberRegistry_NoRecovery(memberId);
        if (recovery.from > block.timestamp) revert MemberRegistry_RecoveryPending(memberId, recovery.from);
        delete _recoveries[memberId];
        _members[memberId] = _members[memberId].withKeysSince(uint40(block.timestamp));
        emit KeysReplaced(memberId, recovery.key, uint40(block.timestamp));
        _bind(memberId, recovery.key, ALL_ROLES);
    }

    function _bind(MemberId memberId, address key, uint16 roles) internal {
        _requireRoles(roles);
        _requireBindable(key);
        _keys[key] = keyWord(memberId, roles, uint40(block.timestamp));
        emit KeyAdded(memberId, key, roles, uint40(block.timestamp));
    }

    function _requireSigned(address key, bytes32 structHash, uint256 nonce, uint40 deadline, bytes calldata signature) internal {
        if (deadline < block.timestamp) revert MemberRegistry_SignatureExpired(deadline);
        _useCheckedNonce(key, nonce);
        if (!Signatures.isBy(key, _hashTypedDataV4(structHash), signature)) {
            revert MemberRegistry_BadSignature(key);
        }
    }

    function _goodKeyOwner(address key) internal view returns (MemberId memberId) {
        KeyWord word = _keys[key];
        memberId = word.memberId();
        _requireGood(key, word, _members[memberId]);
    }

    /// @dev When a key stopped acting: by itself, or with all of its member's keys; 0 while it is good.
    function _revokedAt(KeyWord word, MemberWord member) internal pure returns (uint40 revokedAt) {
        revokedAt = word.revokedAt();
        if (revokedAt == 0 && word.boundAt() < member.keysSince()) revokedAt = member.keysSince();
    }

    function _requireBinding(
        MemberId memberId,
        address key,
        uint16 roles,
        uint256 nonce,
        uint40 deadline,
        bytes calldata signature
    ) private {
        bytes32 structHash = keccak256(abi.encode(KEY_BINDING_TYPEHASH, memberId, key, roles, nonce, deadline));
        _requireSigned(key, structHash, nonce, deadline, signature);
    }

    function _requireBindable(address key) private view {
        KeyWord word = _keys[key];
        if (MemberId.unwrap(word.memberId()) != 0) revert MemberRegistry_KeyTaken(key, word.memberId());
        if (word.roles() == SYSTEM || MemberAccount.isAccount(key)) revert MemberRegistry_KeyUnusable(key);
    }

    function _requireOtherGoodKey(MemberId memberId, address key) private view {
        if (key == msg.sender) revert MemberRegistry_OwnKey(key);
        KeyWord word = _keys[key];
        if (word.memberId() != memberId) revert MemberRegistry_KeyOfAnother(key, word.memberId());
        _requireGood(key, word, _members[memberId]);
    }

    function _requireGood(address key, KeyWord word, MemberWord member) private pure {
        if (MemberId.unwrap(word.memberId()) == 0) revert MemberRegistry_KeyUnknown(key);
        uint40 revokedAt = _revokedAt(word, member);
        if (revokedAt != 0) revert MemberRegistry_KeyIsRevoked(key, revokedAt);
    }

    function _requireRoles(uint16 roles) private pure {
        if (roles == 0 || roles > ALL_ROLES) revert MemberRegistry_BadRoles(roles);
    }

    // slither-disable-end incorrect-equality
}
