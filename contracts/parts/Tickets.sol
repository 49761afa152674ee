// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { EIP712 } from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import { IAccessGrants } from "../interfaces/IAccessGrants.sol";
import { IMemberRegistry } from "../interfaces/IMemberRegistry.sol";
import { Signatures } from "../libraries/Signatures.sol";
import { KeyRole } from "../types/Enums.sol";
import { GrantWord } from "../types/GrantWord.sol";
import { MemberId } from "../types/Ids.sol";
import { GrantToken } from "./GrantToken.sol";

/// @title Tickets
/// @notice Units are used up by what the holder signs: a running total, so that a replay or a race changes nothing.
abstract contract Tickets is GrantToken, EIP712 {
    bytes32 private constant TICKET_TYPEHASH = keccak256("Ticket(uint32 grantId,uint24 units,address key,uint40 deadline)");

    /// @inheritdoc IAccessGrants
    function consume(Ticket[] calldata tickets) external {
        for (uint256 i; i < tickets.length; ++i) {
            _consume(tickets[i]);
        }
    }

    /// @dev One ticket. What a later one has counted already is not counted again, and stops no batch.
    function _consume(Ticket calldata ticket) private {
        // Check: the grant has so many units, and they are not counted yet.
        GrantWord grant = _grants[ticket.grantId];
        uint24 used = grant.used();
        if (ticket.units > grant.units()) revert AccessGrants_TooFewUnits(ticket.grantId, grant.units(), ticket.units);
        if (ticket.units <= used) return;

        // Check: a good key of the holder with the buy role has signed, in time. Its member's standing is not asked: the use is past.
        MemberId memberId = grant.memberId();
        if (ticket.deadline < block.timestamp) revert AccessGrants_SignatureExpired(ticket.deadline);
        IMemberRegistry.Key memory key = MEMBERS.keyOf(ticket.key);
        bool mayUse = key.memberId == memberId && key.revokedAt == 0 && (key.roles >> uint8(KeyRole.Buy)) & 1 != 0;
        if (!mayUse) revert AccessGrants_NotTheHoldersKey(ticket.grantId, ticket.key);
        bytes32 hash = _hashTypedDataV4(
            keccak256(abi.encode(TICKET_TYPEHASH, ticket.grantId, ticket.units, ticket.key, ticket.deadline))
        );
        if (!Signatures.isBy(ticket.key, hash, ticket.signature)) {
            revert AccessGrants_BadSignature(ticket.key);
        }

        // Effect: so many are used.
        _grants[ticket.grantId] = grant.withUsed(ticket.units);
        emit UnitsUsed(ticket.grantId, memberId, ticket.units - used, ticket.units);
    }
}
