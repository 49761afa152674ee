// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { Entry } from "../../../contracts/types/Entry.sol";
import { Consortium } from "./Consortium.sol";

/// @notice What should be true, written down by the acts beside the contracts and never read back from them.
/// @dev Ids are plain numbers here: the model shares no type with what it checks, but for the packed table entries.
abstract contract Ghost is Consortium {
    uint32 internal constant NO_END = type(uint32).max;
    uint8 internal constant READ = 1;
    uint8 internal constant DERIVE = 4;
    uint8 internal constant ONWARD = 8;

    struct GhostMember {
        address key;
        address payout;
        uint96 minimum;
        uint40 validUntil;
        bool suspended;
        address secondKey;
        uint16 secondRoles;
        bool secondRevoked;
    }

    struct GhostVersion {
        uint32 dataset;
        uint32 previous;
        uint32 table;
        uint16 ownShare;
        uint40 publishedAt;
        bytes32 root;
        bytes32 wordsHash;
    }

    /// @dev A declared source; by grant when `grant` is not 0, then with what its terms agreed.
    struct Edge {
        uint32 source;
        uint32 grant;
        uint16 royalty;
        bool onward;
        bool justified;
    }

    /// @dev A royalty that nothing asked for, to a dataset of the giver.
    struct Gift {
        uint32 table;
        uint16 royalty;
        bool onward;
    }

    struct GhostTerms {
        uint32 owner;
        uint32 dataset;
        uint32 version;
        uint8 rights;
        uint16 royalty;
        uint64 purposes;
    }

    struct GhostOffer {
        uint32 terms;
        uint88 price;
        uint32 period;
        bool closed;
    }

    struct GhostGrant {
        uint32 member;
        uint32 terms;
        uint32 offer;
        uint32 version;
        uint32 start;
        uint32 end;
        bool rogue;
    }

    /// @dev Index 0 of each list stays empty: ids count from 1.
    GhostMember[] internal _members;
    uint32[] internal _ownerOf;
    uint32[] internal _currentOf;
    GhostVersion[] internal _versions;
    mapping(uint32 version => Edge[]) internal _edges;
    mapping(uint32 version => Gift[]) internal _gifts;
    mapping(uint32 table => Entry[]) internal _payees;
    uint32[] internal _tables;
    GhostTerms[] internal _terms;
    GhostOffer[] internal _offers;
    GhostGrant[] internal _grants;

    mapping(uint32 table => uint256) internal _sales;
    uint256 internal _feeBps = 300;
    uint256 internal _collected;
    uint256 internal _feesTaken;
    uint256 internal _feesPaid;
    uint256 internal _surplus;

    bool private _broken;

    /// @notice How often each act did what it is there for.
    mapping(string act => uint256) public count;
    /// @notice The first breach of a law that an act saw; empty while there is none.
    mapping(uint256 law => string) public breach;

    constructor() {
        _members.push();
        _ownerOf.push();
        _currentOf.push();
        _versions.push();
        _terms.push();
        _offers.push();
        _grants.push();
    }

    /// @dev Acts stop at the first breach: what comes after it says nothing of other laws.
    modifier sound() {
        if (!_broken) _;
    }

    /// @dev Notes a breach when a law does not hold.
    function _hold(uint256 law, bool holds, string memory what) internal {
        if (holds || _broken) return;
        breach[law] = what;
        _broken = true;
    }

    function _active(uint32 member) internal view returns (bool) {
        return !_members[member].suspended && _members[member].validUntil > block.timestamp;
    }

    function _follows(uint32 terms) internal view returns (bool) {
        return _terms[terms].version == 0;
    }

    /// @dev A random one of the ids that a list holds.
    function _pick(uint256 length, uint256 random) internal pure returns (uint32) {
        return uint32(within(random, 1, length - 1));
    }

    /// @dev A random member that is active; the first one never is anything else.
    function _pickActive(uint256 random) internal view returns (uint32 member) {
        member = _pick(_members.length, random);
        if (!_active(member)) member = 1;
    }
}
