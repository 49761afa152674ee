// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { IDatasetRegistry } from "../interfaces/IDatasetRegistry.sol";
import { Entry, royaltyEntry } from "../types/Entry.sol";
import { DatasetId } from "../types/Ids.sol";

/// @title Royalties
/// @notice What a new table owes: per dataset the highest royalty that anything it comes from asks for.
/// @dev In memory. Among equal shares the newest table counts, so that a table is determined by what it comes from.
library Royalties {
    /// @param given The royalty entries of the table, sorted by table id.
    /// @param datasets The dataset of each.
    /// @param owed What was asked for each so far; an unwrapped 0 when nothing was.
    /// @param cursor Where the last search ended: asked and given royalties are in the same order mostly.
    struct Debt {
        Entry[] given;
        DatasetId[] datasets;
        Entry[] owed;
        uint256 cursor;
    }

    /// @notice Starts with the royalties that a table gives.
    /// @param payees The table.
    /// @param first Where its royalties begin.
    /// @return debt Nothing is asked for yet; the datasets are still to be filled in.
    function open(Entry[] calldata payees, uint256 first) internal pure returns (Debt memory debt) {
        uint256 count = payees.length - first;
        debt.given = new Entry[](count);
        debt.datasets = new DatasetId[](count);
        debt.owed = new Entry[](count);
        for (uint256 i; i < count; ++i) {
            debt.given[i] = payees[first + i];
        }
    }

    /// @notice Adds a royalty that something asks for; reverts when the table has none for that dataset.
    /// @param debt What is owed so far.
    /// @param datasetId The dataset that the royalty reaches.
    /// @param asked The royalty.
    function ask(Debt memory debt, DatasetId datasetId, Entry asked) internal pure {
        uint256 i = _find(debt, datasetId, asked);
        Entry owed = debt.owed[i];
        if (Entry.unwrap(owed) == 0) {
            debt.owed[i] = asked;
            return;
        }
        bool higher = asked.share() > owed.share() || (asked.share() == owed.share() && asked.id() > owed.id());
        Entry most = higher ? asked : owed;
        debt.owed[i] = royaltyEntry(most.id(), most.share(), asked.isOnward() && owed.isOnward());
    }

    function _find(Debt memory debt, DatasetId datasetId, Entry asked) private pure returns (uint256 i) {
        uint256 count = debt.given.length;
        i = debt.cursor;
        for (uint256 tried; tried < count; ++tried) {
            if (i >= count) i = 0;
            if (debt.datasets[i] == datasetId) {
                debt.cursor = i + 1;
                return i;
            }
            ++i;
        }
        revert IDatasetRegistry.DatasetRegistry_RoyaltyMissing(datasetId, asked.share());
    }
}
