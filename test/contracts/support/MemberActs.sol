// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { IMemberRegistry } from "../../../contracts/interfaces/IMemberRegistry.sol";
import { MemberId } from "../../../contracts/types/Ids.sol";
import { TableBuilder } from "./TableBuilder.sol";

/// @notice What notaries, the office and the members' admin keys do; and the clock.
abstract contract MemberActs is TableBuilder {
    uint256 private constant MOST_MEMBERS = 8;
    uint256 private constant KEYS = 0x6b6579;
    uint256 private constant SECOND_KEYS = 0x327365;

    /// @notice Lets time pass: a minute, some days, or most of a quarter.
    function actWarp(uint256 seed) public sound {
        uint256 kind = seed % 4;
        uint256 longest =
            kind == 0
                ? 1 hours
                : kind == 3
                    ? 60 days
                    : 10 days;
        VM.warp(block.timestamp + within(draw(seed, 0), 1, longest));
    }

    /// @notice A notary admits one more member.
    function actAdmit(uint256 seed) public sound {
        if (_members.length > MOST_MEMBERS) return;
        _admit(seed, uint40(block.timestamp + within(seed, 30 days, 2000 days)));
        ++count["admit"];
    }

    /// @notice A member binds a second key with few roles, or revokes it.
    function actKeys(uint256 seed) public sound {
        uint32 member = _pickActive(seed);
        GhostMember storage ghost = _members[member];
        if (ghost.secondKey == address(0)) {
            uint256 privateKey = SECOND_KEYS + member;
            uint16 roles = uint16(within(draw(seed, 0), 1, ALL_ROLES - 1));
            uint40 deadline = uint40(block.timestamp + 1);
            bytes memory signature = _signBinding(privateKey, member, roles, deadline);
            VM.prank(ghost.key);
            MEMBERS.addKey(VM.addr(privateKey), roles, 0, deadline, signature);
            (ghost.secondKey, ghost.secondRoles) = (VM.addr(privateKey), roles);
            ++count["add a key"];
        } else if (!ghost.secondRevoked) {
            VM.prank(ghost.key);
            MEMBERS.revokeKey(ghost.secondKey);
            ghost.secondRevoked = true;
            ++count["revoke a key"];
        }
    }

    /// @notice The office suspends a member, but for the first, and never more than two.
    function actSuspend(uint256 seed) public sound {
        uint256 suspended;
        for (uint256 i = 2; i < _members.length; ++i) {
            if (_members[i].suspended) ++suspended;
        }
        uint32 member = uint32(within(seed, 2, _members.length - 1));
        if (suspended > 1 || _members[member].suspended) return;
        MEMBERS.suspend(MemberId.wrap(member), "a law is tested");
        _members[member].suspended = true;
        ++count["suspend"];
    }

    /// @notice The office ends a suspension.
    function actReinstate(uint256 seed) public sound {
        for (uint256 i; i < _members.length; ++i) {
            uint32 member = uint32(((seed % _members.length) + i) % _members.length);
            if (!_members[member].suspended) continue;
            MEMBERS.reinstate(MemberId.wrap(member));
            _members[member].suspended = false;
            ++count["reinstate"];
            return;
        }
    }

    function _admit(uint256 seed, uint40 validUntil) internal {
        uint32 member = uint32(_members.length);
        uint256 privateKey = KEYS + member;
        GhostMember memory ghost;
        ghost.key = VM.addr(privateKey);
        ghost.payout = address(uint160(uint256(keccak256(abi.encode("payout", member)))));
        ghost.minimum = member % 2 == 0 ? uint96(within(draw(seed, 0), 1, 2_000_000)) : 0;
        ghost.validUntil = validUntil;

        IMemberRegistry.Admission memory admission;
        admission.legalName = "Genba Test KK";
        admission.scheme = "LEI";
        admission.identifier = string(abi.encodePacked(bytes1(uint8(64 + member))));
        admission.validUntil = validUntil;
        admission.key = ghost.key;
        admission.roles = ALL_ROLES;
        admission.payoutAccount = ghost.payout;
        admission.payoutMinimum = ghost.minimum;
        admission.deadline = uint40(block.timestamp);
        MEMBERS.admit(admission, _signAdmission(privateKey, admission));
        _members.push(ghost);
        VM.prank(ghost.key);
        TOKEN.approve(address(MARKET), type(uint256).max);
    }
}
