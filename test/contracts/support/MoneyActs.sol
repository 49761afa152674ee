// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { IAccessGrants } from "../../../contracts/interfaces/IAccessGrants.sol";
import { IRevenueLedger } from "../../../contracts/interfaces/IRevenueLedger.sol";
import { GrantId, MemberId, OfferId, TermsId, VersionId } from "../../../contracts/types/Ids.sol";
import { MarketActs } from "./MarketActs.sol";

/// @notice Distribution, payouts, fees, gifts of tokens, and a market that lies.
abstract contract MoneyActs is MarketActs {
    /// @notice Anybody distributes some tables, twice.
    function actDistribute(uint256 seed) public sound {
        VersionId[] memory ids = _descendingTables(seed, seed % 3 == 0);
        if (ids.length == 0) return;
        bytes32 credits = _creditDigest();
        uint256 settled = _royaltiesSettled();
        LEDGER.distribute(ids);
        if (settled != _royaltiesSettled()) ++count["distribute royalties"];
        if (credits != _creditDigest()) ++count["distribute"];
        credits = _ledgerDigest();
        LEDGER.distribute(ids);
        _hold(3, credits == _ledgerDigest(), "distributing again moved money");

        VersionId[] memory twice = new VersionId[](2);
        (twice[0], twice[1]) = (ids[0], ids[0]);
        (bool success, ) = _as(address(ROGUE), address(LEDGER), abi.encodeCall(IRevenueLedger.distribute, (twice)));
        _hold(3, !success, "a batch holds one table twice");
    }

    /// @notice Anybody, or a member itself, pays some members, twice.
    function actPayOut(uint256 seed) public sound {
        uint32 caller = _pick(_members.length, draw(seed, 0));
        address key = draw(seed, 1) % 2 == 0 ? _members[caller].key : address(this);
        MemberId[] memory ids = new MemberId[](_members.length - 1);
        uint256 chosen;
        for (uint32 i = 1; i < _members.length; ++i) {
            if (draw(seed, 1 + i) % 2 == 0) ids[chosen++] = MemberId.wrap(i);
        }
        assembly ("memory-safe") {
            mstore(ids, chosen)
        }
        uint256[] memory due = new uint256[](chosen);
        for (uint256 i; i < chosen; ++i) {
            due[i] = _dueTo(ids[i]);
        }
        (bool success, ) = _as(key, address(LEDGER), abi.encodeCall(IRevenueLedger.payOut, (ids)));
        _hold(11, success, "a payout reverts");
        for (uint256 i; i < chosen; ++i) {
            uint32 member = MemberId.unwrap(ids[i]);
            bool active = _active(member);
            bool pays = due[i] != 0 && (due[i] >= _members[member].minimum || !active || _members[member].key == key);
            _hold(active ? 3 : 11, (_dueTo(ids[i]) == 0) == (pays || due[i] == 0), "a payout is not what is due");
            if (pays) ++count["pay out"];
            if (pays && !active) ++count["pay out to the inactive"];
        }
        bytes32 digest = _ledgerDigest();
        _as(key, address(LEDGER), abi.encodeCall(IRevenueLedger.payOut, (ids)));
        _hold(3, digest == _ledgerDigest(), "paying again moved money");
    }

    /// @notice Anybody sends the fee to the consortium's member.
    function actPayFees(uint256) public sound {
        uint256 had = TOKEN.balanceOf(_members[1].payout);
        (bool success, ) = _as(address(this), address(LEDGER), abi.encodeCall(IRevenueLedger.payFees, ()));
        _hold(1, success, "the fee cannot be paid");
        _feesPaid += TOKEN.balanceOf(_members[1].payout) - had;
        ++count["pay fees"];
    }

    /// @notice The office lowers the fee, or a rise of it comes due.
    function actFee(uint256 seed) public sound {
        uint16 feeBps = uint16(within(seed, 0, 500));
        LEDGER.setFee(feeBps);
        if (feeBps > _feeBps) {
            VM.warp(block.timestamp + 7 days);
            LEDGER.applyFeeRise();
        }
        _feeBps = feeBps;
        ++count["change the fee"];
    }

    /// @notice Somebody sends tokens to the ledger without a word: nobody's books change.
    function actDonate(uint256 seed) public sound {
        bytes32 credits = _creditDigest();
        (uint112 tracked, , ) = LEDGER.books();
        uint256 amount = within(seed, 1, 5000);
        _mint(address(LEDGER), amount);
        _surplus += amount;
        (uint112 after_, , ) = LEDGER.books();
        _hold(12, credits == _creditDigest() && after_ == tracked, "a gift of tokens made a credit");
        ++count["donate"];
    }

    /// @notice The rogue market brings some money and claims more, less, or other markets' grants.
    function actRogue(uint256 seed) public sound {
        uint32 table = _tables[seed % _tables.length];
        uint256 brought = within(draw(seed, 0), 0, 3000);
        if (draw(seed, 1) % 2 == 0) _mint(address(LEDGER), brought);
        else brought = 0;
        uint256 most = brought + _surplus;
        uint256 claimed = draw(seed, 2) % 2 == 0 ? within(draw(seed, 3), 0, most) : most + within(draw(seed, 3), 1, 1e12);
        bytes32 digest = _ledgerDigest();
        bool success = _attempt(
            address(LEDGER),
            abi.encodeCall(IRevenueLedger.collect, (MemberId.wrap(1), GrantId.wrap(1), VersionId.wrap(table), uint128(claimed)))
        );
        _hold(12, success == (claimed <= most), "a market spends what it did not bring");
        _surplus = most;
        if (success) {
            if (claimed <= most) _surplus = most - claimed;
            _noteSale(table, claimed);
            ++count["rogue collects"];
        } else {
            _hold(12, digest == _ledgerDigest(), "a refused claim left a trace");
            ++count["rogue refused"];
        }
        _extendAnothers(draw(seed, 4));
        if (draw(seed, 5) % 3 == 0) _rogueIssue(draw(seed, 6));
        _unregistered(table);
    }

    /// @dev A market extends only what it issued.
    function _extendAnothers(uint256 seed) private {
        if (_grants.length < 2) return;
        uint32 grant = _pick(_grants.length, seed);
        GhostGrant storage held = _grants[grant];
        if (held.rogue || held.end == NO_END) return;
        bool success = _attempt(
            address(GRANTS),
            abi.encodeCall(
                IAccessGrants.extend,
                (
                    GrantId.wrap(grant),
                    MemberId.wrap(held.member),
                    OfferId.wrap(held.offer),
                    VersionId.wrap(_seen(held.terms)),
                    held.end > block.timestamp && held.end - block.timestamp < 46 days
                        ? uint32(held.end - block.timestamp) * 2
                        : 92 days,
                    0
                )
            )
        );
        _hold(12, !success, "a market extends another market's grant");
        ++count["rogue extends"];
    }

    /// @dev What a registered market issues is a grant like any other; only its own market can extend it.
    function _rogueIssue(uint256 seed) private {
        uint32 terms = _pick(_terms.length, seed);
        uint32 holder = _pick(_members.length, draw(seed, 0));
        uint32 period = uint32(within(draw(seed, 1), 1 days, 92 days));
        (bool sells, uint32 start) = _sells(terms, holder, _seen(terms), period);
        if (!sells) return;
        uint32 offer = _offerOn(terms);
        bool success = _attempt(
            address(GRANTS),
            abi.encodeCall(
                IAccessGrants.issue,
                (MemberId.wrap(holder), TermsId.wrap(terms), OfferId.wrap(offer), VersionId.wrap(_seen(terms)), period, 0)
            )
        );
        _hold(10, success, "a market may not issue");
        if (!success) return;
        _grants.push(GhostGrant(holder, terms, offer, start, uint32(block.timestamp), uint32(block.timestamp) + period, true));
        ++count["rogue issues"];
    }

    /// @dev Who is no market collects, issues and extends nothing.
    function _unregistered(uint32 table) private {
        VersionId version = VersionId.wrap(table);
        (bool collected, ) = address(LEDGER).call(
            abi.encodeCall(IRevenueLedger.collect, (MemberId.wrap(1), GrantId.wrap(1), version, uint128(0)))
        );
        (bool issued, ) = address(GRANTS).call(
            abi.encodeCall(
                IAccessGrants.issue,
                (MemberId.wrap(1), TermsId.wrap(1), OfferId.wrap(1), VersionId.wrap(_seen(1)), 1 days, 0)
            )
        );
        _hold(12, !collected && !issued, "who is no market sells");
    }

    function _attempt(address target, bytes memory data) private returns (bool success) {
        (success, ) = ROGUE.attempt(target, data);
    }

    function _royaltiesSettled() private view returns (uint256 settled) {
        for (uint256 t; t < _tables.length; ++t) {
            settled += LEDGER.royaltiesOf(VersionId.wrap(_tables[t])).done;
        }
    }

    function _dueTo(MemberId member) internal view returns (uint256) {
        IRevenueLedger.Totals memory account = LEDGER.accountOf(member);
        return account.total - account.done;
    }
}
