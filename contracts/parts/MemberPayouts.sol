// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { IMemberRegistry } from "../interfaces/IMemberRegistry.sol";
import { MemberAccount } from "../libraries/MemberAccount.sol";
import { KeyRole } from "../types/Enums.sol";
import { MemberId } from "../types/Ids.sol";
import { KeyWord } from "../types/KeyWord.sol";
import { MemberWord } from "../types/MemberWord.sol";
import { MemberKeys } from "./MemberKeys.sol";

/// @title MemberPayouts
/// @notice Where members are paid and from what amount on, and how that changes: by an admin key, after a wait.
abstract contract MemberPayouts is MemberKeys {
    // What is compared for equality here are ids, marks and times of our own, which nobody can nudge; never a balance.
    // slither-disable-start incorrect-equality

    struct Payout {
        address account;
        uint96 minimum;
    }

    uint40 private constant PAYOUT_WAIT = 48 hours;

    mapping(MemberId memberId => Payout) private _payouts;
    mapping(MemberId memberId => Payout) private _announced;
    mapping(MemberId memberId => uint40) private _announcedFrom;
    /// @dev Never taken back: what was a member's payout account still receives, and is nobody else's.
    mapping(address payoutAccount => MemberId) internal _payeeOf;

    /// @inheritdoc IMemberRegistry
    function announcePayout(address account, uint96 minimum) external {
        // Check: an admin key asks, for an account that can be paid.
        MemberId memberId = actingMember(msg.sender, KeyRole.Admin);
        _requirePayable(account, memberId);

        // Effect: the change waits.
        uint40 from = uint40(block.timestamp) + PAYOUT_WAIT;
        _announced[memberId] = Payout(account, minimum);
        _announcedFrom[memberId] = from;
        emit PayoutAnnounced(memberId, account, minimum, from);
    }

    /// @inheritdoc IMemberRegistry
    function cancelPayout() external {
        // Check: a good admin key asks, whatever its member's standing: to stop a thief is no act that a suspension should stop.
        MemberId memberId = _goodKeyOwner(msg.sender);
        if (_keys[msg.sender].roles() & ADMIN == 0) revert MemberRegistry_KeyLacksRole(msg.sender, KeyRole.Admin);
        if (_announcedFrom[memberId] == 0) revert MemberRegistry_NoPayoutDue(memberId, 0);

        // Effect: nothing changes.
        _forgetAnnounced(memberId);
    }

    /// @inheritdoc IMemberRegistry
    function applyPayout(MemberId memberId) external {
        // Check: the wait is over, the member may act, and the account can still be paid.
        uint40 from = _announcedFrom[memberId];
        if (from == 0 || from > block.timestamp) revert MemberRegistry_NoPayoutDue(memberId, from);
        if (activeUntil(memberId) == 0) revert MemberRegistry_MemberNotActive(memberId);
        Payout memory payout = _announced[memberId];
        _requirePayable(payout.account, memberId);

        // Effect: the change.
        delete _announced[memberId];
        delete _announcedFrom[memberId];
        _setPayout(memberId, payout.account, payout.minimum);
        emit PayoutChanged(memberId, payout.account, payout.minimum);
    }

    /// @inheritdoc IMemberRegistry
    function announcedPayoutOf(MemberId memberId) external view returns (address account, uint96 minimum, uint40 from) {
        Payout storage payout = _announced[memberId];
        return (payout.account, payout.minimum, _announcedFrom[memberId]);
    }

    /// @inheritdoc IMemberRegistry
    function payoutFor(MemberId memberId, address caller) external view returns (address account, uint96 minimum) {
        Payout storage payout = _payouts[memberId];
        (account, minimum) = (payout.account, payout.minimum);
        MemberWord member = _members[memberId];
        if (member.frozenUntil() > block.timestamp || _isRevoked(account)) account = address(0);
        if (minimum != 0 && (member.activeUntil() == 0 || _isGoodKeyOf(caller, memberId))) minimum = 0;
    }

    function _setPayout(MemberId memberId, address account, uint96 minimum) internal {
        _payouts[memberId] = Payout(account, minimum);
        _payeeOf[account] = memberId;
    }

    /// @dev What was announced before a recovery, a suspension or a freeze does not come true after it.
    function _forgetAnnounced(MemberId memberId) internal {
        if (_announcedFrom[memberId] == 0) return;
        delete _announced[memberId];
        delete _announcedFrom[memberId];
        emit PayoutCancelled(memberId);
    }

    /// @dev Not zero, the token, a contract of ours or a keyless account; nobody else's key or payout account, and no revoked key.
    function _requirePayable(address account, MemberId memberId) internal view {
        bool isOurs = _keys[account].roles() == SYSTEM || MemberAccount.isAccount(account);
        if (account == address(0) || isOurs || _isRevoked(account)) {
            revert MemberRegistry_PayoutAccountUnusable(account);
        }
        _requireOwnOrNobodys(account, _payeeOf[account], memberId);
        _requireOwnOrNobodys(account, _keys[account].memberId(), memberId);
    }

    function _isRevoked(address key) private view returns (bool) {
        KeyWord word = _keys[key];
        return _revokedAt(word, _members[word.memberId()]) != 0;
    }

    function _isGoodKeyOf(address key, MemberId memberId) private view returns (bool) {
        return _keys[key].memberId() == memberId && !_isRevoked(key);
    }

    function _requireOwnOrNobodys(address account, MemberId owner, MemberId memberId) private pure {
        if (MemberId.unwrap(owner) != 0 && owner != memberId) revert MemberRegistry_PayoutAccountTaken(account, owner);
    }

    // slither-disable-end incorrect-equality
}
