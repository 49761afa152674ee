// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { IDatasetRegistry } from "../../../contracts/interfaces/IDatasetRegistry.sol";
import { Entry, royaltyEntry } from "../../../contracts/types/Entry.sol";
import { FollowerActs } from "./FollowerActs.sol";

/// @notice Tables and lists of sources that are no tables and no lists: each has one thing wrong.
abstract contract MalformedActs is FollowerActs {
    /// @notice A member publishes raw data with a broken table, or its own data under a broken list of sources.
    function actMalformed(uint256 seed) public sound {
        uint32 member = _pickActive(seed);
        if (_full() || _ownerOf.length > MOST_DATASETS + 4) return;
        uint256 kind = draw(seed, 0) % 9;
        uint32 target = _target(member, draw(seed, 1));
        IDatasetRegistry.Source[] memory sources = new IDatasetRegistry.Source[](0);
        if (kind > 6) {
            sources = _brokenSources(member, kind, draw(seed, 2));
            if (sources.length == 0) return;
        }
        Entry[] memory payees = _buildTable(target, sources, seed);
        if (payees.length == 0) return;
        uint256 last = payees.length - 1;
        if (kind == 0) {
            payees[0] = _originator(payees[0].id(), payees[0].share() + 1);
        } else if (kind == 1) {
            payees[0] = _originator(payees[0].id(), payees[0].share() - 1);
        } else if (kind == 2) {
            payees = new Entry[](1);
            payees[0] = royaltyEntry(_tables[draw(seed, 3) % _tables.length], 10_000, true);
        } else if (kind == 3) {
            payees[0] = _originator(uint32(_members.length), payees[0].share());
            if (last != 0 && !payees[1].isRoyalty()) return;
        } else if (kind == 4) {
            if (last == 0) return;
            (payees[0], payees[last]) = (payees[last], payees[0]);
        } else if (kind == 5) {
            // To the version that is being published, or to one that has no table of its own.
            uint32 none = uint32(draw(seed, 4) % _versions.length);
            if (none == 0 || _versions[none].table == none) none = uint32(_versions.length);
            payees = _withGift(payees, none, 0, true);
        } else if (kind == 6) {
            if (target == 0) return;
            payees = _withGift(payees, _versions[_currentOf[target]].table, 0, true);
        }
        _hold(
            kind < 4
                ? 4
                : kind == 6
                    ? 8
                    : 6,
            !_send(member, target, payees, sources, false),
            kind == 6 ? "a royalty goes to the dataset itself" : "a malformed draft is taken"
        );
        ++count["malformed"];
    }

    /// @dev Two of the member's own versions in the wrong order, or one of them twice.
    function _brokenSources(
        uint32 member,
        uint256 kind,
        uint256 seed
    ) private view returns (IDatasetRegistry.Source[] memory sources) {
        IDatasetRegistry.Source[] memory own = _pickSources(member, seed, false, true);
        if (own.length == 0 || (kind == 7 && own.length < 2)) return new IDatasetRegistry.Source[](0);
        sources = new IDatasetRegistry.Source[](2);
        (sources[0], sources[1]) = (own[own.length - 1], own[0]);
    }
}
