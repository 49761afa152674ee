// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { IRevenueLedger } from "../../../contracts/interfaces/IRevenueLedger.sol";
import { Entry } from "../../../contracts/types/Entry.sol";
import { MemberId, VersionId } from "../../../contracts/types/Ids.sol";
import { RightsModel } from "./RightsModel.sol";

/// @notice Whose money is whose, from what was paid and the tables as they were published.
abstract contract MoneyModel is RightsModel {
    /// @dev Where the money of the whole ledger stands, in settlement-token base units.
    struct Standing {
        uint256 undistributed;
        uint256 dust;
        uint256 unpaid;
        uint256 paid;
    }

    /// @notice Requires that the books are what the parts make, and that the tokens are there.
    function requireSolvent() public view {
        (uint112 tracked, uint112 fees, ) = LEDGER.books();
        Standing memory standing = _standing();
        require(TOKEN.balanceOf(address(LEDGER)) >= tracked, "the ledger holds less than it owes");
        require(
            tracked == fees + standing.undistributed + standing.dust + standing.unpaid,
            "the books are not the sum of their parts"
        );
    }

    /// @notice Requires that every unit that came in is somewhere, counted in tokens where tokens moved.
    function requireConserved() public view {
        (, uint112 fees, ) = LEDGER.books();
        Standing memory standing = _standing();
        uint256 paid;
        for (uint32 i = 1; i < _members.length; ++i) {
            paid += TOKEN.balanceOf(_members[i].payout);
        }
        require(paid - _feesPaid == standing.paid, "what members hold is not what the ledger says it paid");
        require(_collected == paid + fees + standing.undistributed + standing.dust + standing.unpaid, "a unit was made or lost");
        require(_feesTaken == fees + _feesPaid, "the fee is not what was taken");
        for (uint256 t; t < _tables.length; ++t) {
            (uint256 ofSales, uint256 ofRoyalties, uint256 payees, uint256 originators) = _dust(_tables[t]);
            require(ofSales < payees && ofRoyalties < originators, "floors leave more than one unit a payee");
        }
    }

    /// @notice Requires that credits are what the settled part of revenue makes, and never more than all of it makes.
    function requireNotPaidTwice() public view {
        uint256[] memory earned = new uint256[](_members.length);
        uint256[] memory settled = new uint256[](_members.length);
        uint256[] memory reaching = new uint256[](_versions.length);
        uint256[] memory arrived = new uint256[](_versions.length);
        // Tables descend, so that what a table gets is complete when its turn comes.
        for (uint256 t = _tables.length; t != 0; --t) {
            uint32 table = _tables[t - 1];
            IRevenueLedger.Totals memory sales = LEDGER.salesOf(VersionId.wrap(table));
            IRevenueLedger.Totals memory royalties = LEDGER.royaltiesOf(VersionId.wrap(table));
            require(sales.total == _sales[table], "sales are not what was bought");
            require(sales.done <= sales.total && royalties.done <= royalties.total, "more was settled than came in");
            require(royalties.total == arrived[table], "royalties are not what the derivatives sold");
            Entry[] storage payees = _payees[table];
            uint256 ownShare = _versions[table].ownShare;
            for (uint256 i; i < payees.length; ++i) {
                (uint256 id, uint256 share) = (payees[i].id(), payees[i].share());
                if (payees[i].isRoyalty()) {
                    reaching[id] += (sales.total * share) / 10_000;
                    arrived[id] += (sales.done * share) / 10_000;
                } else {
                    earned[id] += (sales.total * share) / 10_000 + (reaching[table] * share) / ownShare;
                    settled[id] += (sales.done * share) / 10_000 + (royalties.done * share) / ownShare;
                }
            }
        }
        for (uint32 i = 1; i < _members.length; ++i) {
            IRevenueLedger.Totals memory account = LEDGER.accountOf(MemberId.wrap(i));
            require(account.done <= earned[i], "a member was paid more than it earned");
            require(account.total == settled[i], "a credit is not what the settled revenue makes");
            require(account.done <= account.total, "a member was paid more than its credit");
        }
    }

    /// @notice Requires that what the ledger holds beyond its books is just what was given to it and claimed by nobody.
    function requireSurplusKnown() public view {
        (uint112 tracked, , ) = LEDGER.books();
        require(TOKEN.balanceOf(address(LEDGER)) == tracked + _surplus, "tokens were taken from others, or for others");
    }

    function _standing() private view returns (Standing memory standing) {
        for (uint256 t; t < _tables.length; ++t) {
            IRevenueLedger.Totals memory sales = LEDGER.salesOf(VersionId.wrap(_tables[t]));
            IRevenueLedger.Totals memory royalties = LEDGER.royaltiesOf(VersionId.wrap(_tables[t]));
            standing.undistributed += sales.total - sales.done + royalties.total - royalties.done;
            (uint256 ofSales, uint256 ofRoyalties, , ) = _dust(_tables[t]);
            standing.dust += ofSales + ofRoyalties;
        }
        for (uint32 i = 1; i < _members.length; ++i) {
            IRevenueLedger.Totals memory account = LEDGER.accountOf(MemberId.wrap(i));
            standing.unpaid += account.total - account.done;
            standing.paid += account.done;
        }
    }

    /// @dev What floors left of a table's settled sales and royalties, and among how many payees.
    function _dust(
        uint32 table
    ) private view returns (uint256 ofSales, uint256 ofRoyalties, uint256 payees, uint256 originators) {
        ofSales = LEDGER.salesOf(VersionId.wrap(table)).done;
        ofRoyalties = LEDGER.royaltiesOf(VersionId.wrap(table)).done;
        (uint256 sold, uint256 derived) = (ofSales, ofRoyalties);
        Entry[] storage entries = _payees[table];
        payees = entries.length;
        for (uint256 i; i < payees; ++i) {
            ofSales -= (sold * entries[i].share()) / 10_000;
            if (entries[i].isRoyalty()) continue;
            ++originators;
            ofRoyalties -= (derived * entries[i].share()) / _versions[table].ownShare;
        }
    }

    /// @dev One number for all that the ledger keeps.
    function _ledgerDigest() internal view returns (bytes32 digest) {
        (uint112 tracked, uint112 fees, uint16 feeBps) = LEDGER.books();
        digest = keccak256(abi.encode(tracked, fees, feeBps, TOKEN.balanceOf(address(LEDGER))));
        for (uint256 t; t < _tables.length; ++t) {
            VersionId table = VersionId.wrap(_tables[t]);
            digest = keccak256(abi.encode(digest, LEDGER.salesOf(table), LEDGER.royaltiesOf(table)));
        }
        return keccak256(abi.encode(digest, _creditDigest()));
    }

    /// @dev One number for all members' accounts.
    function _creditDigest() internal view returns (bytes32 digest) {
        for (uint32 i = 1; i < _members.length; ++i) {
            digest = keccak256(abi.encode(digest, LEDGER.accountOf(MemberId.wrap(i))));
        }
    }

    /// @dev Tables in descending order: all of them, or a random part.
    function _descendingTables(uint256 seed, bool all) internal view returns (VersionId[] memory ids) {
        ids = new VersionId[](_tables.length);
        uint256 chosen;
        for (uint256 t = _tables.length; t != 0; --t) {
            if (all || draw(seed, t) % 3 == 0) ids[chosen++] = VersionId.wrap(_tables[t - 1]);
        }
        assembly ("memory-safe") {
            mstore(ids, chosen)
        }
    }
}
