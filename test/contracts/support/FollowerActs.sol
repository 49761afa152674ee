// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { IDatasetRegistry } from "../../../contracts/interfaces/IDatasetRegistry.sol";
import { Access, Right } from "../../../contracts/types/Enums.sol";
import { Entry } from "../../../contracts/types/Entry.sol";
import { GrantId, MemberId, VersionId } from "../../../contracts/types/Ids.sol";
import { ForbiddenActs } from "./ForbiddenActs.sol";

/// @notice Rare things made frequent: what those who follow updates meet when an update is not what they bought.
abstract contract FollowerActs is ForbiddenActs {
    uint16 private constant RISE_BPS = 300;

    /// @notice An owner derives from data that is free but not onward; a follower that may derive may not pass it on.
    function actNarrow(uint256 seed) public sound {
        (uint32 grant, uint32 dataset) = _followed(seed, true);
        if (grant == 0 || !_update(dataset, _grants[grant].member, 0, seed)) return;
        uint32 follower = _grants[grant].member;
        uint32 current = _currentOf[dataset];
        if (_mayName(follower, current, grant) || !_entitled(grant, follower, current, 2, uint40(block.timestamp))) return;
        IDatasetRegistry.Source[] memory sources = new IDatasetRegistry.Source[](1);
        sources[0] = IDatasetRegistry.Source(VersionId.wrap(current), GrantId.wrap(grant));
        Entry[] memory payees = _buildTable(0, sources, seed);
        if (payees.length == 0) return;
        _refuse(follower, 0, payees, sources, "what is not onward is passed on");
        ++count["forbidden by onward"];
    }

    /// @notice An owner's royalties rise; a follower renews in time and is refused, for it would pay for what it is not given.
    function actRise(uint256 seed) public sound {
        (uint32 grant, uint32 dataset) = _followed(seed, false);
        if (grant == 0 || !_update(dataset, _grants[grant].member, RISE_BPS, seed)) return;
        GhostGrant storage held = _grants[grant];
        uint256 due = held.end - _offers[held.offer].period / 2;
        if (due > block.timestamp) VM.warp(due);
        if (_versions[_currentOf[dataset]].ownShare < _versions[held.version].ownShare) ++count["royalties rise"];
        _renew(grant, held.offer, held.member);
    }

    /// @notice A grant ends, its dataset goes on, and the holder looks back: what came after the end was never covered.
    function actLate(uint256 seed) public sound {
        (uint32 grant, uint32 dataset) = _followed(seed, false);
        if (grant == 0 || _full()) return;
        GhostGrant storage held = _grants[grant];
        VM.warp(held.end);
        if (!_active(held.member) || !_active(_ownerOf[dataset])) return;
        if (!_send(_ownerOf[dataset], dataset, new Entry[](0), new IDatasetRegistry.Source[](0), true)) return;
        (Access reason, ) = GRANTS.allows(
            GrantId.wrap(grant),
            MemberId.wrap(held.member),
            VersionId.wrap(_currentOf[dataset]),
            Right.Read,
            0,
            held.end - 1
        );
        _hold(10, reason == Access.VersionNotCovered, "a version from after the end is covered");
        ++count["look back"];
        _renew(grant, held.offer, held.member);
    }

    /// @dev The dataset's owner buys a royalty from somebody else, not the follower, and publishes what it derives.
    function _update(uint32 dataset, uint32 follower, uint16 royalty, uint256 seed) private returns (bool) {
        uint32 other = _pick(_ownerOf.length, draw(seed, 0));
        uint32 owner = _ownerOf[dataset];
        if (_full() || _ownerOf[other] == owner || _ownerOf[other] == follower || !_active(_ownerOf[other])) return false;
        uint32 offer = uint32(_offers.length);
        uint8 rights = READ | DERIVE | (royalty == 0 ? 0 : ONWARD);
        _write(GhostTerms(_ownerOf[other], other, _currentOf[other], rights, royalty, 1), seed);
        if (!_buy(offer, owner, _currentOf[other])) return false;
        IDatasetRegistry.Source[] memory sources = new IDatasetRegistry.Source[](1);
        sources[0] = IDatasetRegistry.Source(VersionId.wrap(_currentOf[other]), GrantId.wrap(uint32(_grants.length - 1)));
        return _publish(owner, dataset, sources, seed);
    }

    /// @dev A grant that follows another member's updates and has not ended, maybe with derive.
    function _followed(uint256 seed, bool derive) private view returns (uint32 grant, uint32 dataset) {
        for (uint256 i; i < _grants.length; ++i) {
            grant = uint32(((seed % _grants.length) + i) % _grants.length);
            GhostGrant storage held = _grants[grant];
            GhostTerms storage terms = _terms[held.terms];
            if (grant == 0 || !_follows(held.terms) || held.end <= block.timestamp) continue;
            if (derive && terms.rights & DERIVE == 0) continue;
            if (_active(held.member) && _active(terms.owner) && held.member != terms.owner) return (grant, terms.dataset);
        }
        return (0, 0);
    }
}
