// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { ERC721 } from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import { IMemberRegistry } from "./interfaces/IMemberRegistry.sol";
import { MemberAccount } from "./libraries/MemberAccount.sol";
import { MemberId } from "./types/Ids.sol";

/// @title MemberToken
/// @notice An ERC-721 whose tokens belong to members: `ownerOf` is the member's keyless account.
/// @dev The owner stays in the token's own slot ({_memberOf}); OpenZeppelin's owner mapping is never written.
abstract contract MemberToken is ERC721 {
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

    /// @dev Mints only; must run before the token's slot names its owner. A mint comes without a caller to authorize: a transfer "from
    /// nobody" would forge one.
    function _update(address to, uint256 tokenId, address auth) internal override returns (address) {
        if (_ownerOf(tokenId) != address(0)) revert MemberToken_Locked(tokenId);
        if (auth != address(0)) revert ERC721NonexistentToken(tokenId);
        ++_held[to];
        emit Transfer(address(0), to, tokenId);
        return address(0);
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
}
