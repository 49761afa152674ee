// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { AccessManaged } from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { IDatasetRegistry } from "./interfaces/IDatasetRegistry.sol";
import { IMemberRegistry } from "./interfaces/IMemberRegistry.sol";
import { IRevenueLedger } from "./interfaces/IRevenueLedger.sol";
import { Entry } from "./types/Entry.sol";
import { GrantId, MemberId, VersionId } from "./types/Ids.sol";
import { TotalsWord } from "./types/TotalsWord.sol";
import { VersionWord } from "./types/VersionWord.sol";

/// @title RevenueLedger
/// @notice See {IRevenueLedger}.
/// @dev Assumptions: the settlement token takes no fee on transfer, does not rebase and makes no call-backs; a market names a table
/// that exists. Amounts are computed from running totals, so splitting a payment changes nothing.
contract RevenueLedger is IRevenueLedger, AccessManaged {
    using SafeERC20 for IERC20;

    /// @dev One slot: all that came in and did not go out, the part of it that is fee, and the fee of a purchase.
    struct Books {
        uint112 tracked;
        uint112 fees;
        uint16 feeBps;
    }

    uint256 private constant WHOLE_BPS = 10_000;
    uint16 private constant MOST_FEE_BPS = 500;
    uint40 private constant FEE_RISE_DELAY = 7 days;

    /// @notice Who is paid, and where.
    IMemberRegistry public immutable MEMBERS;
    /// @notice Where payee tables are.
    IDatasetRegistry public immutable DATASETS;
    /// @inheritdoc IRevenueLedger
    IERC20 public immutable TOKEN;

    Books private _books;

    MemberId private _consortium;
    uint16 private _announcedFeeBps;
    uint40 private _announcedFrom;

    mapping(VersionId tableId => TotalsWord) private _sales;
    mapping(VersionId tableId => TotalsWord) private _royalties;
    mapping(MemberId memberId => TotalsWord) private _accounts;
    /// @inheritdoc IRevenueLedger
    mapping(address market => bool) public isMarket;

    constructor(
        address authority,
        IMemberRegistry members,
        IDatasetRegistry datasets,
        IERC20 token,
        uint16 feeBps
    ) AccessManaged(authority) {
        if (feeBps > MOST_FEE_BPS) revert RevenueLedger_FeeTooHigh(feeBps);
        MEMBERS = members;
        DATASETS = datasets;
        TOKEN = token;
        _books.feeBps = feeBps;
        emit FeeChanged(feeBps);
    }

    /// @inheritdoc IRevenueLedger
    function collect(MemberId memberId, GrantId grantId, VersionId tableId, uint128 amount) external {
        // Check: a market calls, and the tokens are here.
        if (!isMarket[msg.sender]) revert RevenueLedger_NotAMarket(msg.sender);
        Books storage current = _books;
        uint256 needed = uint256(current.tracked) + amount;
        uint256 held = TOKEN.balanceOf(address(this));
        if (held < needed || needed > type(uint112).max) revert RevenueLedger_NotReceived(needed, held);

        // Effect: the fee once, the rest to the table. The fee is at most a twentieth of an amount that fits 112 bits.
        uint128 fee = uint128((uint256(amount) * current.feeBps) / WHOLE_BPS);
        current.tracked = uint112(needed);
        current.fees += uint112(fee);
        _sales[tableId] = _sales[tableId].plus(amount - fee);
        emit RevenueCollected(tableId, memberId, grantId, msg.sender, amount, fee);
    }

    /// @inheritdoc IRevenueLedger
    function distribute(VersionId[] calldata tableIds) external {
        uint256 last = type(uint256).max;
        for (uint256 i; i < tableIds.length; ++i) {
            // Check: children come before the sources they feed, and none twice.
            uint256 id = VersionId.unwrap(tableIds[i]);
            if (id >= last) revert RevenueLedger_OutOfOrder(i);
            last = id;
            _distribute(tableIds[i]);
        }
    }

    /// @inheritdoc IRevenueLedger
    function payOut(MemberId[] calldata memberIds) external {
        uint256 last = 0;
        for (uint256 i; i < memberIds.length; ++i) {
            // Check: ids ascend.
            uint256 id = MemberId.unwrap(memberIds[i]);
            if (id <= last) revert RevenueLedger_OutOfOrder(i);
            last = id;
            _payOut(memberIds[i]);
        }
    }

    /// @inheritdoc IRevenueLedger
    function payFees() external {
        // Check: there is somebody to pay.
        MemberId consortium = _consortium;
        if (MemberId.unwrap(consortium) == 0) revert RevenueLedger_NoConsortium();
        uint112 amount = _books.fees;
        if (amount == 0) return;
        // The minimum is for credit: fees are paid whole.
        // slither-disable-next-line unused-return
        (address account, ) = MEMBERS.payoutFor(consortium, msg.sender);
        if (account == address(0)) revert RevenueLedger_NoPayoutAccount(consortium);

        // Effect: the books.
        _books.fees = 0;
        _books.tracked -= amount;

        // Interaction: the transfer.
        emit FeesPaid(consortium, account, amount);
        TOKEN.safeTransfer(account, amount);
    }

    /// @inheritdoc IRevenueLedger
    function setFee(uint16 feeBps) external restricted {
        if (feeBps > MOST_FEE_BPS) revert RevenueLedger_FeeTooHigh(feeBps);
        if (feeBps > _books.feeBps) {
            (_announcedFeeBps, _announcedFrom) = (feeBps, uint40(block.timestamp) + FEE_RISE_DELAY);
            emit FeeRiseAnnounced(feeBps, _announcedFrom);
        } else {
            (_books.feeBps, _announcedFeeBps, _announcedFrom) = (feeBps, 0, 0);
            emit FeeChanged(feeBps);
        }
    }

    /// @inheritdoc IRevenueLedger
    function applyFeeRise() external {
        (uint16 feeBps, uint40 from) = (_announcedFeeBps, _announcedFrom);
        // 0 is a mark for "no rise announced".
        // slither-disable-next-line incorrect-equality
        if (from == 0 || from > block.timestamp) revert RevenueLedger_NoRiseDue(feeBps, from);
        (_books.feeBps, _announcedFeeBps, _announcedFrom) = (feeBps, 0, 0);
        emit FeeChanged(feeBps);
    }

    /// @inheritdoc IRevenueLedger
    function setConsortium(MemberId memberId) external restricted {
        if (!MEMBERS.exists(memberId)) revert IMemberRegistry.MemberRegistry_MemberUnknown(memberId);
        _consortium = memberId;
        emit ConsortiumChanged(memberId);
    }

    /// @inheritdoc IRevenueLedger
    function addMarket(address market) external restricted {
        if (market == address(0) || isMarket[market]) revert RevenueLedger_MarketUnusable(market);
        isMarket[market] = true;
        emit RevenueMarketAdded(market);
    }

    /// @inheritdoc IRevenueLedger
    function closeMarket(address market) external restricted {
        if (!isMarket[market]) revert RevenueLedger_MarketUnusable(market);
        isMarket[market] = false;
        emit RevenueMarketClosed(market);
    }

    /// @inheritdoc IRevenueLedger
    function books() external view returns (uint112 tracked, uint112 fees, uint16 feeBps) {
        return (_books.tracked, _books.fees, _books.feeBps);
    }

    /// @inheritdoc IRevenueLedger
    function salesOf(VersionId tableId) external view returns (Totals memory) {
        return Totals(_sales[tableId].total(), _sales[tableId].done());
    }

    /// @inheritdoc IRevenueLedger
    function royaltiesOf(VersionId tableId) external view returns (Totals memory) {
        return Totals(_royalties[tableId].total(), _royalties[tableId].done());
    }

    /// @inheritdoc IRevenueLedger
    function accountOf(MemberId memberId) external view returns (Totals memory) {
        return Totals(_accounts[memberId].total(), _accounts[memberId].done());
    }

    /// @inheritdoc IRevenueLedger
    function governance() external view returns (MemberId consortium, uint16 announcedFeeBps, uint40 from) {
        return (_consortium, _announcedFeeBps, _announcedFrom);
    }

    /// @dev One table: sales to all entries by share, royalties to the originators by their part of the originators' part.
    function _distribute(VersionId tableId) private {
        TotalsWord sales = _sales[tableId];
        TotalsWord royalties = _royalties[tableId];
        uint256[] memory words = DATASETS.tableWords(tableId);
        if (sales.isSettled() && royalties.isSettled()) return;

        // Effect: settle both running totals.
        if (!sales.isSettled()) _sales[tableId] = sales.settled();
        if (!royalties.isSettled()) _royalties[tableId] = royalties.settled();

        // Effect: credit each payee.
        uint256[] memory amounts = _credit(words, sales, royalties);
        emit Distributed(tableId, sales.total(), royalties.total(), amounts);
    }

    /// @dev Credits each payee of a table; returns the amounts in table order, two in a word.
    function _credit(uint256[] memory words, TotalsWord sales, TotalsWord royalties) private returns (uint256[] memory amounts) {
        uint256 count = VersionWord.wrap(words[0]).payees();
        uint256 ownShare = VersionWord.wrap(words[0]).ownShare();
        amounts = new uint256[]((count + 1) / 2);
        uint256 bits = words[0] >> 128;
        // Counts are at most 128; a sum of amounts never exceeds what came in, which fits 112 bits.
        unchecked {
            for (uint256 i; i < count; ++i) {
                if (i > 1 && (i - 2) & 3 == 0) bits = words[1 + (i - 2) / 4];
                Entry entry = Entry.wrap(uint64(bits));
                bits >>= 64;
                uint256 amount = sales.part(entry.share(), WHOLE_BPS);
                if (entry.isRoyalty()) {
                    VersionId paid = VersionId.wrap(entry.id());
                    if (amount != 0) _royalties[paid] = _royalties[paid].plus(amount);
                } else {
                    MemberId paid = MemberId.wrap(entry.id());
                    if (!royalties.isSettled()) amount += royalties.part(entry.share(), ownShare);
                    if (amount != 0) _accounts[paid] = _accounts[paid].plus(amount);
                }
                amounts[i >> 1] |= amount << (128 * (i & 1));
            }
        }
    }

    /// @dev One member, on its own: a transfer that the token refuses leaves the credit and stops nobody.
    function _payOut(MemberId memberId) private {
        // Check: something is due, enough of it, and there is an account to pay to.
        TotalsWord account = _accounts[memberId];
        if (account.isSettled()) return;
        uint128 amount = account.total() - account.done();
        (address to, uint96 minimum) = MEMBERS.payoutFor(memberId, msg.sender);
        if (amount < minimum || to == address(0)) return;

        // Effect: paid, before the transfer. What is credited is tracked, and that fits 112 bits.
        _accounts[memberId] = account.settled();
        _books.tracked -= uint112(amount);

        // Interaction: the transfer; undone by the same amount when the token refuses it.
        if (TOKEN.trySafeTransfer(to, amount)) {
            emit PaidOut(memberId, to, amount);
        } else {
            _accounts[memberId] = _accounts[memberId].unsettled(amount);
            _books.tracked += uint112(amount);
            emit PayoutFailed(memberId, to, amount);
        }
    }
}
