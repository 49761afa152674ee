// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { Access, Right } from "../../../contracts/types/Enums.sol";
import { GrantId, MemberId, VersionId } from "../../../contracts/types/Ids.sol";
import { GraphModel } from "./GraphModel.sol";

/// @notice Who may use what, from what was bought, renewed and published.
abstract contract RightsModel is GraphModel {
    uint32 private constant LONGEST_FOLLOWING_PERIOD = 92 days;

    /// @notice Requires that the grants answer a random question as the model does.
    function requireEntitledIffBought(uint256 seed) public view {
        uint32 grant = uint32(within(draw(seed, 0), 0, _grants.length));
        // Half of the questions are the holder's own, half anybody's.
        bool known = grant != 0 && grant < _grants.length;
        uint32 member = known && draw(seed, 1) % 2 == 0 ? _grants[grant].member : _pick(_members.length, draw(seed, 2));
        uint32 version =
            known && draw(seed, 3) % 2 == 0
                ? _currentOf[_terms[_grants[grant].terms].dataset]
                : uint32(within(draw(seed, 4), 1, _versions.length));
        if (known && draw(seed, 3) % 4 == 1) version = _grants[grant].version;
        // All terms hold the first right and purpose: half of the questions are about the rest.
        bool plain = draw(seed, 5) % 8 > 3;
        uint8 right = plain ? 0 : uint8(draw(seed, 5) % 4);
        uint8 purpose = plain ? 0 : uint8(draw(seed, 6) % 70);
        uint40 at = uint40(block.timestamp);
        if (draw(seed, 7) % 3 == 0) at = uint40(at + within(draw(seed, 8), 0, 100 days) - 20 days);
        // The first second after the end is the dearest, and what was published after it.
        if (known && draw(seed, 7) % 4 == 1 && _grants[grant].end != NO_END) at = _grants[grant].end - uint40(draw(seed, 9) % 2);

        (Access reason, uint40 until) = GRANTS.allows(
            GrantId.wrap(grant),
            MemberId.wrap(member),
            VersionId.wrap(version),
            Right(right),
            purpose,
            at
        );
        bool entitled =
            known &&
                _entitled(grant, member, version, right, at) &&
                purpose < 64 &&
                (_terms[_grants[grant].terms].purposes >> purpose) & 1 == 1;
        require((reason == Access.Allowed) == entitled, entitled ? "a buyer is refused" : "a use that nobody bought is allowed");
        if (entitled) {
            uint40 end = _members[member].validUntil;
            if (_grants[grant].end != NO_END && _grants[grant].end < end) end = _grants[grant].end;
            require(until == end, "access ends at another time than was paid");
        }
    }

    /// @notice Requires that the grants of a member that may not act say so, and nothing else.
    function requireInactiveRefused() public view {
        for (uint32 i = 1; i < _grants.length; ++i) {
            GhostGrant storage held = _grants[i];
            if (_active(held.member)) continue;
            (Access reason, uint40 until) = GRANTS.allows(
                GrantId.wrap(i),
                MemberId.wrap(held.member),
                VersionId.wrap(held.version),
                Right.Read,
                0,
                uint40(block.timestamp)
            );
            require(reason == Access.HolderNotActive && until == 0, "an inactive holder is not refused");
        }
    }

    /// @dev Everything that a use needs but its purpose.
    function _entitled(uint32 grant, uint32 member, uint32 version, uint8 right, uint40 at) internal view returns (bool) {
        GhostGrant storage held = _grants[grant];
        if (held.member != member || !_active(member) || _members[member].validUntil <= at) return false;
        if (at < held.start || (held.end != NO_END && at >= held.end)) return false;
        return (_terms[held.terms].rights >> right) & 1 == 1 && _covers(grant, version);
    }

    /// @dev Whether a member may name a version as a source now: its own, or by a grant that lets it derive and pass on.
    function _mayName(uint32 member, uint32 version, uint32 grant) internal view returns (bool) {
        if (version == 0 || version >= _versions.length) return false;
        if (grant == 0) return _ownerOf[_versions[version].dataset] == member;
        return
            grant < _grants.length &&
            _entitled(grant, member, version, 2, uint40(block.timestamp)) &&
            _mayPassOn(version, member);
    }

    /// @dev Whether a version sells under terms to a member now, and with which version the grant starts.
    function _sells(uint32 termsId, uint32 buyer, uint32 seen, uint32 period) internal view returns (bool, uint32 start) {
        GhostTerms storage terms = _terms[termsId];
        start = seen;
        if (_follows(termsId)) {
            if (period == 0 || period > LONGEST_FOLLOWING_PERIOD) return (false, 0);
            start = _currentOf[terms.dataset];
            if (_versions[start].table != _versions[seen].table) return (false, 0);
        } else if (terms.version != seen) {
            return (false, 0);
        }
        if (_versions[seen].dataset != terms.dataset || !_active(buyer) || !_active(terms.owner)) return (false, 0);
        if (terms.rights & DERIVE != 0) {
            if (uint256(terms.royalty) + 10_000 - _versions[start].ownShare > 9999 || !_mayPassOn(start, buyer))
                return (false, 0);
        }
        return (true, start);
    }

    function _covers(uint32 grant, uint32 version) private view returns (bool) {
        GhostGrant storage held = _grants[grant];
        if (version == held.version) return true;
        if (version == 0 || version >= _versions.length || !_follows(held.terms)) return false;
        GhostVersion storage asked = _versions[version];
        return
            asked.dataset == _terms[held.terms].dataset &&
            version > held.version &&
            asked.publishedAt < held.end &&
            asked.ownShare >= _versions[held.version].ownShare;
    }
}
