// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { IAccessGrants } from "../../../contracts/interfaces/IAccessGrants.sol";
import { IAccessMarket } from "../../../contracts/interfaces/IAccessMarket.sol";
import { IDatasetRegistry } from "../../../contracts/interfaces/IDatasetRegistry.sol";
import { IMemberRegistry } from "../../../contracts/interfaces/IMemberRegistry.sol";
import { IRevenueLedger } from "../../../contracts/interfaces/IRevenueLedger.sol";
import { Entry, royaltyEntry } from "../../../contracts/types/Entry.sol";
import { DatasetId, GrantId, MemberId, OfferId, TermsId, VersionId } from "../../../contracts/types/Ids.sol";
import { MoneyActs } from "./MoneyActs.sol";

/// @notice What nobody may do: each is tried with everything else right, and must change nothing.
abstract contract ForbiddenActs is MoneyActs {
    /// @notice Names a source without a right that covers it: no grant, another's, ended, without derive, not covered, not onward.
    function actForbiddenSource(uint256 seed) public sound {
        uint32 member = _pickActive(draw(seed, 0));
        uint32 version = uint32(within(draw(seed, 1), 1, _versions.length));
        uint32 grant = draw(seed, 2) % 4 == 0 ? 0 : uint32(within(draw(seed, 2), 1, _grants.length));
        if (grant != 0 && grant < _grants.length) {
            // Mostly one thing is wrong, not all.
            if (draw(seed, 3) % 2 == 0) version = _grants[grant].version;
            else if (draw(seed, 3) % 4 == 1) version = _currentOf[_terms[_grants[grant].terms].dataset];
            if (draw(seed, 4) % 3 != 0 && _active(_grants[grant].member)) member = _grants[grant].member;
        }
        if (_full() || _mayName(member, version, grant)) return;
        IDatasetRegistry.Source[] memory sources = new IDatasetRegistry.Source[](1);
        sources[0] = IDatasetRegistry.Source(VersionId.wrap(version), GrantId.wrap(grant));
        if (version >= _versions.length || grant >= _grants.length) grant = 0;
        IDatasetRegistry.Source[] memory built = new IDatasetRegistry.Source[](version < _versions.length ? 1 : 0);
        if (built.length == 1) built[0] = IDatasetRegistry.Source(VersionId.wrap(version), GrantId.wrap(grant));
        Entry[] memory payees = _buildTable(0, built, seed);
        if (payees.length == 0 || _ownerOf.length > MOST_DATASETS + 4) return;
        _refuse(member, 0, payees, sources, "a source is named without a right");
        ++count["forbidden source"];
        if (grant != 0) ++count["forbidden by grant"];
    }

    /// @notice Publishes an honest derivative with one thing changed in its table.
    function actForbiddenTable(uint256 seed) public sound {
        uint32 member = _pickActive(seed);
        IDatasetRegistry.Source[] memory sources = _pickSources(member, seed, draw(seed, 0) % 2 == 0, true);
        uint32 target = _target(member, draw(seed, 2));
        Entry[] memory payees = _buildTable(target, sources, seed);
        if (payees.length == 0 || _full() || _ownerOf.length > MOST_DATASETS + 4) return;
        uint256 first;
        while (first < payees.length && !payees[first].isRoyalty()) ++first;
        if (first == payees.length) {
            _forbidGift(member, target, payees, sources, seed);
            return;
        }
        uint256 i = within(draw(seed, 3), first, payees.length - 1);
        (uint32 id, uint16 share, bool onward) = (payees[i].id(), payees[i].share(), payees[i].isOnward());
        uint256 kind = draw(seed, 4) % 6;
        if (kind == 0) {
            payees = _without(payees, i);
        } else if (kind == 1) {
            if (share == 0) return;
            payees[0] = _originator(payees[0].id(), payees[0].share() + 1);
            payees[i] = royaltyEntry(id, share - 1, onward);
        } else if (kind == 2) {
            if (payees[0].share() == 1) return;
            payees[0] = _originator(payees[0].id(), payees[0].share() - 1);
            payees[i] = royaltyEntry(id, share + 1, onward);
        } else if (kind == 3) {
            uint32 other = _otherTable(id, draw(seed, 5));
            if (other == id) return;
            payees[i] = royaltyEntry(other, share, onward);
            _sort(payees);
        } else if (kind == 4) {
            payees[i] = royaltyEntry(id, share, !onward);
        } else {
            _forbidGift(member, target, payees, sources, seed);
            return;
        }
        _refuse(member, target, payees, sources, "a changed table is taken");
        ++count["forbidden table"];
        if (kind == 0) ++count["forbidden omission"];
        if (kind == 1) ++count["forbidden lower"];
    }

    /// @notice Publishes a derivative whose table was built by a rule that favours its maker.
    function actForbiddenRule(uint256 seed) public sound {
        uint32 member = _pickActive(seed);
        IDatasetRegistry.Source[] memory sources = _pickSources(member, seed, draw(seed, 0) % 4 != 0, true);
        uint32 target = _target(member, draw(seed, 2));
        if (_full() || _ownerOf.length > MOST_DATASETS + 4) return;
        bytes32 honest = keccak256(abi.encode(_buildTable(target, sources, seed)));
        for (uint256 i = 1; i <= uint256(type(Rule).max); ++i) {
            Entry[] memory payees = _buildTableBy(Rule(i), target, sources, seed);
            if (payees.length == 0 || keccak256(abi.encode(payees)) == honest) continue;
            _refuse(member, target, payees, sources, "a table by another rule is taken");
            ++count["forbidden rule"];
        }
    }

    /// @notice A member that may not act tries everything; nobody buys from it, and its grants say no.
    function actInactive(uint256 seed) public sound {
        uint32 member = uint32(within(seed, 2, _members.length - 1));
        if (_active(member)) return;
        address key = _members[member].key;
        uint256 kind = draw(seed, 0) % 6;
        (address target, bytes memory data) = _someAct(member, kind, draw(seed, 1));
        if (target == address(0)) return;
        (bool success, bytes memory reason) = _as(key, target, data);
        _hold(11, !success, "an inactive member acts");
        _hold(
            11,
            bytes4(reason) == IMemberRegistry.MemberRegistry_MemberNotActive.selector,
            "an inactive member is stopped by something else"
        );

        // What it has earned is sent by anybody, however little it is.
        MemberId[] memory one = new MemberId[](1);
        one[0] = MemberId.wrap(member);
        (success, ) = _as(address(this), address(LEDGER), abi.encodeCall(IRevenueLedger.payOut, (one)));
        _hold(11, success && _dueTo(one[0]) == 0, "an inactive member is not paid");
        ++count["inactive refused"];
    }

    /// @notice A key acts on what is another member's, or is no key at all.
    function actStranger(uint256 seed) public sound {
        uint32 member = _pickActive(seed);
        uint256 kind = draw(seed, 0) % 6;
        (address target, bytes memory data) = _someAct(member, kind, draw(seed, 1));
        if (target == address(0)) return;
        if (kind != 0 && kind != 4) {
            uint32 other = _pickActive(draw(seed, 3));
            if (other == member) return;
            (bool acted, ) = _as(_members[other].key, target, data);
            _hold(13, !acted, "a member acts on what is another's");
            ++count["stranger refused"];
        } else {
            (bool acted, ) = _as(address(uint160(draw(seed, 4))), target, data);
            _hold(13, !acted, "a stranger acts");
        }
    }

    /// @notice A second key, bound or revoked just now or before, tries each act that it may not do.
    function actSecondKey(uint256 seed) public sound {
        uint32 member = _pickActive(seed);
        GhostMember storage ghost = _members[member];
        if (ghost.secondKey == address(0) || draw(seed, 0) % 2 == 0) actKeys(seed);
        uint8[6] memory roles = [1, 1, 2, 2, 3, 0];
        for (uint256 kind; kind < 6; ++kind) {
            bool may = !ghost.secondRevoked && (ghost.secondRoles >> roles[kind]) & 1 == 1;
            (address target, bytes memory data) = _someAct(member, kind, draw(seed, 1));
            if (may || target == address(0)) continue;
            (bool acted, ) = _as(ghost.secondKey, target, data);
            _hold(13, !acted, "a key acts beyond its roles or its end");
            ++count["key refused"];
        }
    }

    /// @dev An act that the member could do now, were it active: register, publish, write terms, open or close, buy, revoke.
    function _someAct(uint32 member, uint256 kind, uint256 seed) private view returns (address target, bytes memory data) {
        uint32 dataset = uint32(seed % _ownerOf.length);
        for (uint256 i; i < _ownerOf.length && _ownerOf[dataset] != member; ++i) {
            dataset = uint32((dataset + 1) % _ownerOf.length);
        }
        IDatasetRegistry.Draft memory draft;
        draft.contentRoot = keccak256("never");
        if (kind == 0) {
            draft.payees = new Entry[](1);
            draft.payees[0] = _originator(member, 10_000);
            return (address(DATASETS), abi.encodeCall(IDatasetRegistry.register, (draft)));
        }
        if (kind == 1 || kind == 2) {
            if (_ownerOf[dataset] != member) return (target, data);
            if (kind == 1) return (address(DATASETS), abi.encodeCall(IDatasetRegistry.publish, (DatasetId.wrap(dataset), draft)));
            return (
                address(GRANTS),
                abi.encodeCall(IAccessGrants.writeTerms, (DatasetId.wrap(dataset), VersionId.wrap(0), READ, 0, 1, bytes32(0)))
            );
        }
        uint32 offer = uint32(seed % _offers.length);
        if (kind == 3) {
            for (uint256 i; i < _offers.length; ++i) {
                offer = uint32((offer + 1) % _offers.length);
                if (offer == 0 || _terms[_offers[offer].terms].owner != member) continue;
                if (seed % 2 == 0 && !_offers[offer].closed) {
                    return (address(MARKET), abi.encodeCall(IAccessMarket.closeOffer, (OfferId.wrap(offer))));
                }
                return (
                    address(MARKET),
                    abi.encodeCall(
                        IAccessMarket.openOffer,
                        (IAccessMarket.OfferDraft(TermsId.wrap(_offers[offer].terms), 1, 1 days, 0, MemberId.wrap(0), 0))
                    )
                );
            }
            return (target, data);
        }
        if (kind == 4) {
            return (
                address(MARKET),
                abi.encodeCall(
                    IAccessMarket.purchase,
                    (OfferId.wrap(1), VersionId.wrap(_seen(_offers[1].terms)), 0, type(uint128).max)
                )
            );
        }
        if (_members[member].secondKey == address(0)) return (target, data);
        return (address(MEMBERS), abi.encodeCall(IMemberRegistry.revokeKey, (_members[member].secondKey)));
    }

    /// @dev A royalty that nothing asks for, to a dataset of somebody else, at 0 or more basis points.
    function _forbidGift(
        uint32 member,
        uint32 target,
        Entry[] memory payees,
        IDatasetRegistry.Source[] memory sources,
        uint256 seed
    ) private {
        uint32 to = _pick(_ownerOf.length, draw(seed, 6));
        if (to == target || _ownerOf[to] == member || Entry.unwrap(_royaltyTo(payees, to)) != 0) return;
        uint16 share = draw(seed, 7) % 2 == 0 || payees[0].share() == 1 ? 0 : 1;
        payees = _withGift(payees, _versions[_currentOf[to]].table, share, draw(seed, 8) % 2 == 0);
        _refuse(member, target, payees, sources, "a gift to another's dataset is taken");
        ++count["forbidden gift"];
    }

    function _refuse(
        uint32 member,
        uint32 dataset,
        Entry[] memory payees,
        IDatasetRegistry.Source[] memory sources,
        string memory what
    ) internal {
        _hold(9, !_send(member, dataset, payees, sources, false), what);
        _hold(9, DATASETS.versionCount() == _versions.length - 1, "a refused version left a trace");
    }

    /// @dev Another table of the same dataset; the same one when there is none.
    function _otherTable(uint32 table, uint256 random) private view returns (uint32) {
        for (uint256 i; i < _tables.length; ++i) {
            uint32 other = _tables[((random % _tables.length) + i) % _tables.length];
            if (other != table && _versions[other].dataset == _versions[table].dataset) return other;
        }
        return table;
    }

    /// @dev The first originator takes over what the left-out royalty got.
    function _without(Entry[] memory payees, uint256 left) private pure returns (Entry[] memory fewer) {
        fewer = new Entry[](payees.length - 1);
        for (uint256 i; i < fewer.length; ++i) {
            fewer[i] = payees[i < left ? i : i + 1];
        }
        fewer[0] = _originator(payees[0].id(), payees[0].share() + payees[left].share());
    }
}
