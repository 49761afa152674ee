// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { IDatasetRegistry } from "../../../contracts/interfaces/IDatasetRegistry.sol";
import { Entry } from "../../../contracts/types/Entry.sol";
import { DatasetId, GrantId, VersionId } from "../../../contracts/types/Ids.sol";
import { MemberActs } from "./MemberActs.sol";

/// @notice Registers, publishes and derives; what should succeed must, and what succeeds is written down.
abstract contract DatasetActs is MemberActs {
    uint256 internal constant MOST_DATASETS = 18;
    uint256 internal constant MOST_VERSIONS = 80;
    uint256 private constant MOST_SOURCES = 4;

    /// @notice A member registers raw data.
    function actRegister(uint256 seed) public sound {
        if (_full()) return;
        if (_publish(_pickActive(seed), 0, new IDatasetRegistry.Source[](0), seed)) ++count["register"];
    }

    /// @notice An owner publishes a version that inherits the table of the one before.
    function actInherit(uint256 seed) public sound {
        uint32 dataset = _pick(_ownerOf.length, seed);
        if (_full() || !_active(_ownerOf[dataset])) return;
        if (_send(_ownerOf[dataset], dataset, new Entry[](0), new IDatasetRegistry.Source[](0), true)) ++count["inherit"];
    }

    /// @notice An owner publishes a version with a table of its own.
    function actRetable(uint256 seed) public sound {
        uint32 dataset = _pick(_ownerOf.length, seed);
        if (_full() || !_active(_ownerOf[dataset])) return;
        if (_publish(_ownerOf[dataset], dataset, new IDatasetRegistry.Source[](0), seed)) ++count["new table"];
    }

    /// @notice A member derives from what it bought, and maybe from its own, into a new dataset or one of its own.
    function actDerive(uint256 seed) public sound {
        uint32 member = _pickActive(seed);
        IDatasetRegistry.Source[] memory sources = _pickSources(member, seed, true, draw(seed, 1) % 2 == 0);
        if (sources.length == 0 || _full()) return;
        if (_publish(member, _target(member, draw(seed, 2)), sources, seed)) {
            ++count["derive"];
            for (uint256 i; i < sources.length; ++i) {
                if (GrantId.unwrap(sources[i].grantId) != 0) ++count["derive by grant"];
            }
        }
    }

    /// @notice A member puts a layer of its own over a version of its own.
    function actLayer(uint256 seed) public sound {
        uint32 member = _pickActive(seed);
        IDatasetRegistry.Source[] memory sources = _pickSources(member, seed, false, true);
        if (sources.length == 0 || _full()) return;
        uint32 target = _target(member, draw(seed, 2));
        if (!_publish(member, target, sources, seed)) return;
        for (uint256 i; i < sources.length; ++i) {
            GhostVersion storage source = _versions[VersionId.unwrap(sources[i].versionId)];
            if (source.ownShare < 10_000 && source.dataset != target) ++count["layer over royalties"];
        }
    }

    /// @dev Builds the table, maybe gives a gift, and sends it; false when there was no room or the contract refused.
    function _publish(
        uint32 member,
        uint32 dataset,
        IDatasetRegistry.Source[] memory sources,
        uint256 seed
    ) internal returns (bool) {
        Entry[] memory payees = _buildTable(dataset, sources, seed);
        if (payees.length == 0) return false;
        uint32 to = draw(seed, 3) % 4 == 0 ? _pick(_ownerOf.length, draw(seed, 4)) : 0;
        Gift memory gift;
        if (to != 0 && to != dataset && _ownerOf[to] == member && Entry.unwrap(_royaltyTo(payees, to)) == 0) {
            gift = Gift(
                _versions[_currentOf[to]].table,
                uint16(within(draw(seed, 5), 0, payees[0].share() - 1)) / 4,
                draw(seed, 6) % 2 == 0
            );
            payees = _withGift(payees, gift.table, gift.royalty, gift.onward);
        }
        if (!_send(member, dataset, payees, sources, true)) return false;
        if (gift.table != 0) {
            _gifts[uint32(_versions.length - 1)].push(gift);
            ++count["gift"];
        }
        return true;
    }

    /// @dev Publishes (dataset 0: registers) and notes the version; a law is broken when the outcome is not the expected one.
    function _send(
        uint32 member,
        uint32 dataset,
        Entry[] memory payees,
        IDatasetRegistry.Source[] memory sources,
        bool expected
    ) internal returns (bool success) {
        IDatasetRegistry.Draft memory draft;
        draft.contentRoot = keccak256(abi.encode(_versions.length));
        draft.payees = payees;
        draft.sources = sources;
        bytes32 books = _ledgerDigest();
        bool[] memory justified = new bool[](sources.length);
        for (uint256 i; i < sources.length; ++i) {
            justified[i] = _mayName(member, VersionId.unwrap(sources[i].versionId), GrantId.unwrap(sources[i].grantId));
        }
        bytes memory data =
            dataset == 0
                ? abi.encodeCall(IDatasetRegistry.register, (draft))
                : abi.encodeCall(IDatasetRegistry.publish, (DatasetId.wrap(dataset), draft));
        (success, ) = _as(_members[member].key, address(DATASETS), data);
        if (expected) _hold(8, success, "an honest table is refused");
        _hold(5, books == _ledgerDigest(), "a publication moved money");
        if (success) _note(member, dataset, draft, justified);
    }

    /// @dev Sources that a member may name, ascending: of what it bought, of its own, or both.
    function _pickSources(
        uint32 member,
        uint256 seed,
        bool bought,
        bool own
    ) internal view returns (IDatasetRegistry.Source[] memory sources) {
        sources = new IDatasetRegistry.Source[](MOST_SOURCES);
        uint256 found;
        uint256 grants = bought ? _grants.length : 0;
        for (uint256 i; i < grants && found < MOST_SOURCES - 2; ++i) {
            uint32 grant = uint32(((seed % grants) + i) % grants);
            if (_grants[grant].member != member || _terms[_grants[grant].terms].rights & DERIVE == 0) continue;
            uint32 version =
                draw(seed, 10 + i) % 2 == 0 ? _grants[grant].version : _currentOf[_terms[_grants[grant].terms].dataset];
            if (_mayName(member, version, grant)) found = _insert(sources, found, version, grant);
        }
        if (bought && found == 0) own = false;
        for (uint256 i; own && i < 2; ++i) {
            uint32 version = _ownVersion(member, draw(seed, 50 + i));
            if (version != 0) found = _insert(sources, found, version, 0);
        }
        assembly ("memory-safe") {
            mstore(sources, found)
        }
    }

    /// @dev A version of the member's own, one that owes royalties if there is one; 0 when it has none.
    function _ownVersion(uint32 member, uint256 random) private view returns (uint32 found) {
        uint256 versions = _versions.length;
        for (uint256 i; i < versions; ++i) {
            uint32 version = uint32(((random % versions) + i) % versions);
            if (version == 0 || _ownerOf[_versions[version].dataset] != member) continue;
            if (_versions[version].ownShare < 10_000) return version;
            if (found == 0) found = version;
        }
    }

    function _full() internal view returns (bool) {
        return _versions.length > MOST_VERSIONS;
    }

    /// @dev A dataset of the member, or 0 for a new one.
    function _target(uint32 member, uint256 seed) internal view returns (uint32 dataset) {
        uint256 datasets = _ownerOf.length;
        if (seed % 2 == 0 && datasets <= MOST_DATASETS) return 0;
        for (uint256 i; i < datasets; ++i) {
            dataset = uint32((seed / 2 + i) % datasets);
            if (_ownerOf[dataset] == member) return dataset;
        }
        return 0;
    }

    function _insert(
        IDatasetRegistry.Source[] memory sources,
        uint256 found,
        uint32 version,
        uint32 grant
    ) private pure returns (uint256) {
        uint256 place = found;
        for (uint256 i = found; i != 0; --i) {
            uint32 other = VersionId.unwrap(sources[i - 1].versionId);
            if (other == version) return found;
            if (other > version) place = i - 1;
        }
        for (uint256 i = found; i > place; --i) {
            sources[i] = sources[i - 1];
        }
        sources[place] = IDatasetRegistry.Source(VersionId.wrap(version), GrantId.wrap(grant));
        return found + 1;
    }

    function _note(uint32 member, uint32 dataset, IDatasetRegistry.Draft memory draft, bool[] memory justified) private {
        uint32 version = uint32(_versions.length);
        if (dataset == 0) {
            dataset = uint32(_ownerOf.length);
            _ownerOf.push(member);
            _currentOf.push(0);
        }
        uint32 previous = _currentOf[dataset];
        _currentOf[dataset] = version;
        bool inherits = draft.payees.length == 0;
        uint32 table = inherits ? _versions[previous].table : version;
        uint256 ownShare = inherits ? _versions[previous].ownShare : 0;
        for (uint256 i; i < draft.payees.length; ++i) {
            if (!draft.payees[i].isRoyalty()) ownShare += draft.payees[i].share();
            _payees[version].push(draft.payees[i]);
        }
        if (!inherits) _tables.push(version);
        _versions.push(
            GhostVersion(
                dataset,
                previous,
                table,
                uint16(ownShare),
                uint40(block.timestamp),
                draft.contentRoot,
                keccak256(abi.encode(DATASETS.tableWords(VersionId.wrap(table))))
            )
        );
        for (uint256 i; i < draft.sources.length; ++i) {
            uint32 grant = GrantId.unwrap(draft.sources[i].grantId);
            GhostTerms storage terms = _terms[_grants[grant].terms];
            _edges[version].push(
                Edge(VersionId.unwrap(draft.sources[i].versionId), grant, terms.royalty, terms.rights & ONWARD != 0, justified[i])
            );
        }
    }
}
