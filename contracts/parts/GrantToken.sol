// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { ERC721 } from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import { IAccessGrants } from "../interfaces/IAccessGrants.sol";
import { IERC5192 } from "../interfaces/IERC5192.sol";
import { IERC7858 } from "../interfaces/IERC7858.sol";
import { GrantWord } from "../types/GrantWord.sol";
import { GrantId, MemberId } from "../types/Ids.sol";
import { MemberToken } from "./MemberToken.sol";

/// @title GrantToken
/// @notice Grants as tokens: locked to their holder, with an end.
abstract contract GrantToken is MemberToken, IAccessGrants, IERC5192, IERC7858 {
    // What is compared for equality here are ids, marks and times of our own, which nobody can nudge; never a balance.
    // slither-disable-start incorrect-equality

    uint32 internal constant NO_END = type(uint32).max;

    mapping(GrantId grantId => GrantWord) internal _grants;

    /// @inheritdoc IAccessGrants
    function grantOf(GrantId grantId) external view returns (Grant memory) {
        GrantWord word = _grants[grantId];
        return
            Grant(
                word.memberId(),
                word.termsId(),
                word.offerId(),
                word.versionId(),
                word.units(),
                word.used(),
                word.start(),
                word.end(),
                word.market()
            );
    }

    /// @inheritdoc IERC5192
    function locked(uint256 tokenId) external view returns (bool) {
        _requireOwned(tokenId);
        return true;
    }

    /// @inheritdoc IERC7858
    function isTokenExpired(uint256 tokenId) external view returns (bool) {
        _requireOwned(tokenId);
        uint32 end = _grants[GrantId.wrap(uint32(tokenId))].end();
        return end != NO_END && end <= block.timestamp;
    }

    /// @inheritdoc IERC7858
    function startTime(uint256 tokenId) external view returns (uint256) {
        _requireOwned(tokenId);
        return _grants[GrantId.wrap(uint32(tokenId))].start();
    }

    /// @inheritdoc IERC7858
    function endTime(uint256 tokenId) external view returns (uint256) {
        _requireOwned(tokenId);
        return _publicEnd(_grants[GrantId.wrap(uint32(tokenId))].end());
    }

    /// @inheritdoc IERC7858
    function expiryType() external pure returns (EXPIRY_TYPE) {
        return EXPIRY_TYPE.TIME_BASED;
    }

    /// @inheritdoc ERC721
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return
            interfaceId == type(IERC5192).interfaceId ||
            interfaceId == type(IERC7858).interfaceId ||
            super.supportsInterface(interfaceId);
    }

    function _memberOf(uint256 tokenId) internal view override returns (MemberId) {
        return tokenId > type(uint32).max ? MemberId.wrap(0) : _grants[GrantId.wrap(uint32(tokenId))].memberId();
    }

    /// @dev ERC-7858 says 0 where a grant has no end.
    function _publicEnd(uint32 end) internal pure returns (uint256) {
        return end == NO_END ? 0 : end;
    }

    // slither-disable-end incorrect-equality
}
