// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { IRevenueLedger } from "../../../contracts/interfaces/IRevenueLedger.sol";
import { Entry } from "../../../contracts/types/Entry.sol";
import { GrantId, MemberId, VersionId } from "../../../contracts/types/Ids.sol";
import { TableModel } from "./TableModel.sol";

/// @notice A small consortium in which everything may happen, and the model of what should be true of it.
contract World is TableModel {
    uint256 private constant FIRST_MEMBERS = 5;
    uint256 private constant SEVERAL = 8;

    /// @dev Five members, each with data that others may derive from; the last one's admission ends within the year.
    constructor() {
        for (uint32 i = 1; i <= FIRST_MEMBERS; ++i) {
            _admit(i * 500, uint40(block.timestamp + (i == FIRST_MEMBERS ? 200 days : 4000 days)));
        }
        LEDGER.setConsortium(MemberId.wrap(1));
        for (uint32 i = 1; i <= FIRST_MEMBERS; ++i) {
            actRegister(i - 1);
            _sell(i, draw(i, 0));
            _sell(i, draw(i, 1));
        }
    }

    /// @notice One random act.
    function act(uint256 seed) public {
        uint256 next = draw(seed, 1000);
        uint256 kind = seed % 118;
        if (kind < 10) actBuyAndDerive(next);
        else if (kind < 14) actDerive(next);
        else if (kind < 20) actLayer(next);
        else if (kind < 26) actBuy(next);
        else if (kind < 36) actRenew(next);
        else if (kind < 41) actSell(next);
        else if (kind < 44) actRetable(next);
        else if (kind < 47) actInherit(next);
        else if (kind < 48) actRegister(next);
        else if (kind < 58) actDistribute(next);
        else if (kind < 64) actPayOut(next);
        else if (kind < 65) actPayFees(next);
        else if (kind < 68) actWarp(next);
        else if (kind < 73) actForbiddenSource(next);
        else if (kind < 79) actForbiddenTable(next);
        else if (kind < 83) actInactive(next);
        else if (kind < 88) actStranger(next);
        else if (kind < 92) actRogue(next);
        else if (kind < 93) actDonate(next);
        else if (kind < 94) actSuspend(next);
        else if (kind < 95) actReinstate(next);
        else if (kind < 97) actKeys(next);
        else if (kind < 98) actFee(next);
        else if (kind < 99) actClose(next);
        else if (kind < 100) actNarrow(next);
        else if (kind < 101) actAdmit(next);
        else if (kind < 106) actMalformed(next);
        else if (kind < 110) actForbiddenRule(next);
        else if (kind < 113) actRise(next);
        else if (kind < 116) actLate(next);
        else actSecondKey(next);
    }

    /// @notice Some random acts in one go, so that histories grow deep.
    function actSeveral(uint256 seed) external sound {
        live(seed, SEVERAL);
    }

    /// @notice A history of random acts.
    function live(uint256 seed, uint256 acts) public {
        for (uint256 i; i < acts; ++i) {
            act(draw(seed, i));
        }
    }

    /// @notice Distributes all tables in one descending pass; returns what everybody is credited then.
    function settleInOnePass() public returns (bytes32 credits) {
        LEDGER.distribute(_descendingTables(0, true));
        return _creditDigest();
    }

    /// @notice Distributes in random batches and one by one, in no order, until nothing is due; returns the credits.
    function settleInAnyOrder(uint256 seed) external returns (bytes32 credits) {
        for (uint256 round; _anythingDue(); ++round) {
            if (draw(seed, round) % 3 == 0) {
                LEDGER.distribute(_descendingTables(draw(seed, round), false));
                continue;
            }
            // A table after the other, from a random one, upwards: the order that is worst.
            VersionId[] memory one = new VersionId[](1);
            for (uint256 i; i < _tables.length; ++i) {
                one[0] = VersionId.wrap(_tables[(draw(seed, round) + i) % _tables.length]);
                LEDGER.distribute(one);
            }
        }
        return _creditDigest();
    }

    /// @notice Sells a version at rest and requires that each dataset it comes from gets just what was agreed on the way.
    function requireMoneyArrives(uint32 version, uint128 amount) external {
        settleInOnePass();
        uint32 table = _versions[version].table;
        uint256[] memory had = _royaltiesByDataset();
        uint256 before = _sales[table];
        _mint(address(LEDGER), amount);
        (bool success, ) = ROGUE.attempt(
            address(LEDGER),
            abi.encodeCall(IRevenueLedger.collect, (MemberId.wrap(1), GrantId.wrap(1), VersionId.wrap(table), amount))
        );
        require(success, "the money is not taken");
        _noteSale(table, amount);
        settleInOnePass();
        uint256[] memory has = _royaltiesByDataset();
        for (uint32 dataset = 1; dataset < _ownerOf.length; ++dataset) {
            uint256 share = _agreed(version, dataset).royalty;
            uint256 due = (_sales[table] * share) / 10_000 - (before * share) / 10_000;
            require(has[dataset] - had[dataset] == due, "a dataset did not get its royalty");
        }
        requireNotPaidTwice();
        require(!_anythingDue(), "one pass does not settle");
    }

    /// @notice Something of everything that the ledger keeps.
    function digest() external view returns (bytes32) {
        return _ledgerDigest();
    }

    function _royaltiesByDataset() private view returns (uint256[] memory received) {
        received = new uint256[](_ownerOf.length);
        for (uint256 t; t < _tables.length; ++t) {
            received[_versions[_tables[t]].dataset] += LEDGER.royaltiesOf(VersionId.wrap(_tables[t])).done;
        }
    }

    function _anythingDue() private view returns (bool) {
        for (uint256 t; t < _tables.length; ++t) {
            IRevenueLedger.Totals memory sales = LEDGER.salesOf(VersionId.wrap(_tables[t]));
            IRevenueLedger.Totals memory royalties = LEDGER.royaltiesOf(VersionId.wrap(_tables[t]));
            if (sales.total != sales.done || royalties.total != royalties.done) return true;
        }
        return false;
    }
}
