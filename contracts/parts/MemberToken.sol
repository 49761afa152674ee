// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { ERC721 } from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import { IMemberRegistry } from "../interfaces/IMemberRegistry.sol";
import { MemberAccount } from "../libraries/MemberAccount.sol";
import { MemberId } from "../types/Ids.sol";

/// @title MemberToken
/// @notice An ERC-721 whose tokens belong to members: `ownerOf` is the member's keyless account.
/// @dev The owner stays in the token's own slot ({_memberOf}); OpenZeppelin's owner mapping is never written.
abstract contract MemberToken is ERC721 {
    // What is compared for equality here are ids, marks and times of our own, which nobody can nudge; never a balance.
    // slither-disable-start incorrect-equality

    /// @notice Whose tokens these are.
    IMemberRegistry public immutable MEMBERS;

    mapping(address account => uint256) private _held;

    /// @notice Thrown when a token would change hands.
    error MemberToken_Locked(uint256 tokenId);

    constructor(IMemberRegistry members, string memory name, string memory symbol) ERC721(name, symbol) {
        MEMBERS = members;
    }

    /// @inheritdoc ERC721
    function balanceOf(address owner) public view override returns (uint256) {
        if (owner == address(0)) revert ERC721InvalidOwner(owner);
        return _held[owner];
    }

    /// @dev A mint must run before the token's slot names its owner, and comes without a caller to authorize: a transfer "from nobody" would
    /// forge one.
    function _update(address to, uint256 tokenId, address auth) internal override returns (address from) {
        from = _ownerOf(tokenId);
        if (from == address(0)) {
            if (auth != address(0)) revert ERC721NonexistentToken(tokenId);
        } else {
            if (!MemberAccount.isAccount(to)) revert ERC721InvalidReceiver(to);
            --_held[from];
            _handOver(tokenId, _memberOf(tokenId), MemberAccount.memberOf(to), auth);
        }
        ++_held[to];
        emit Transfer(from, to, tokenId);
    }

    /// @dev Checks that `key` may give the token away, and names its new owner. Locked unless the heir says otherwise.
    function _handOver(uint256 tokenId, MemberId, MemberId, address) internal virtual {
        revert MemberToken_Locked(tokenId);
    }

    function _ownerOf(uint256 tokenId) internal view override returns (address) {
        MemberId memberId = _memberOf(tokenId);
        return MemberId.unwrap(memberId) == 0 ? address(0) : MemberAccount.addressOf(memberId);
    }

    /// @dev The member that owns a token; 0 when there is none.
    function _memberOf(uint256 tokenId) internal view virtual returns (MemberId);

    /// @dev No key acts on a token by allowance.
    function _isAuthorized(address, address, uint256) internal pure override returns (bool) {
        return false;
    }

    // slither-disable-end incorrect-equality
}
