// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { GrantId, MemberId, VersionId } from "../types/Ids.sol";

/// @title IRevenueLedger
/// @notice All settlement tokens: revenue per payee table, one account per member, and the consortium's fee.
interface IRevenueLedger {
    /// @notice A pair of running totals that never fall, in settlement-token base units.
    /// @param total What came in.
    /// @param done What went on: settled of revenue, paid of credit.
    struct Totals {
        uint128 total;
        uint128 done;
    }

    /// @notice Emitted when a market brings a price.
    /// @param tableId The payee table that it belongs to.
    /// @param memberId The payer.
    /// @param grantId The grant that was bought or renewed.
    /// @param market The market.
    /// @param amount The price, in settlement-token base units.
    /// @param fee The consortium's part of it, in settlement-token base units.
    event RevenueCollected(
        VersionId indexed tableId,
        MemberId indexed memberId,
        GrantId indexed grantId,
        address market,
        uint128 amount,
        uint128 fee
    );

    /// @notice Emitted when a table's new revenue moves on.
    /// @param tableId The table.
    /// @param salesSettled Sales that have moved on now, in settlement-token base units.
    /// @param royaltiesSettled Royalties that have moved on now, in settlement-token base units.
    /// @param amounts Each payee's amount in table order, two in a word, the earlier one in the low 128 bits.
    event Distributed(VersionId indexed tableId, uint128 salesSettled, uint128 royaltiesSettled, uint256[] amounts);

    /// @notice Emitted when a member is paid.
    /// @param memberId The member.
    /// @param account Its payout account.
    /// @param amount In settlement-token base units.
    event PaidOut(MemberId indexed memberId, address indexed account, uint128 amount);

    /// @notice Emitted when the settlement token refused a payout; the credit stays.
    /// @param memberId The member.
    /// @param account Its payout account.
    /// @param amount In settlement-token base units.
    event PayoutFailed(MemberId indexed memberId, address indexed account, uint128 amount);

    /// @notice Emitted when the fee goes to the consortium's member.
    /// @param memberId The consortium's member.
    /// @param account Its payout account.
    /// @param amount In settlement-token base units.
    event FeesPaid(MemberId indexed memberId, address indexed account, uint128 amount);

    /// @notice Emitted when a rise of the fee is announced.
    /// @param feeBps In basis points of a purchase.
    /// @param from First second at which it may be applied, in Unix seconds.
    event FeeRiseAnnounced(uint16 feeBps, uint40 from);

    /// @notice Emitted when the fee changes.
    /// @param feeBps In basis points of a purchase.
    event FeeChanged(uint16 feeBps);

    /// @notice Emitted when the consortium names the member that gets the fee.
    /// @param memberId The member.
    event ConsortiumChanged(MemberId indexed memberId);

    /// @notice Emitted when a market may bring revenue.
    /// @param market The market.
    event RevenueMarketAdded(address indexed market);

    /// @notice Emitted when a market may no longer bring revenue.
    /// @param market The market.
    event RevenueMarketClosed(address indexed market);

    /// @notice Thrown when the caller is no market.
    error RevenueLedger_NotAMarket(address caller);

    /// @notice Thrown when a market is zero, added twice, or closed without being open.
    error RevenueLedger_MarketUnusable(address market);

    /// @notice Thrown when the tokens did not arrive: the ledger holds less than it must.
    error RevenueLedger_NotReceived(uint256 needed, uint256 held);

    /// @notice Thrown when ids do not strictly descend (tables) or ascend (members).
    error RevenueLedger_OutOfOrder(uint256 index);

    /// @notice Thrown when a fee is above 500 basis points.
    error RevenueLedger_FeeTooHigh(uint16 feeBps);

    /// @notice Thrown when no rise is announced, or its time has not come.
    error RevenueLedger_NoRiseDue(uint16 feeBps, uint40 from);

    /// @notice Thrown when the consortium's payout account is a revoked key, or its member is frozen.
    error RevenueLedger_NoPayoutAccount(MemberId memberId);

    /// @notice Thrown when the consortium has no member yet.
    error RevenueLedger_NoConsortium();

    /// @notice Takes note of a price that a market has transferred just now. Only a market.
    /// @param memberId The payer.
    /// @param grantId The grant.
    /// @param tableId The payee table that the price belongs to.
    /// @param amount In settlement-token base units.
    function collect(MemberId memberId, GrantId grantId, VersionId tableId, uint128 amount) external;

    /// @notice Moves tables' new revenue to their originators' credit and their sources' royalties. Anyone.
    /// @param tableIds Tables in strictly descending order: children before the sources they feed.
    function distribute(VersionId[] calldata tableIds) external;

    /// @notice Pays members what they are due. Anyone. Below its minimum a member is paid only when it calls, or when it is not active.
    /// @param memberIds Members in strictly ascending order.
    function payOut(MemberId[] calldata memberIds) external;

    /// @notice Sends the collected fee to the consortium's member. Anyone.
    function payFees() external;

    /// @notice Lowers the fee at once, or announces a rise. Only the consortium's admin.
    /// @param feeBps In basis points of a purchase, at most 500.
    function setFee(uint16 feeBps) external;

    /// @notice Applies an announced rise after its seven days. Anyone.
    function applyFeeRise() external;

    /// @notice Names the member that gets the fee. Only the consortium's admin.
    /// @param memberId The member.
    function setConsortium(MemberId memberId) external;

    /// @notice Lets a market bring revenue. Only the consortium's admin.
    /// @param market The market.
    function addMarket(address market) external;

    /// @notice Lets a market bring no more revenue. Only the consortium's admin.
    /// @param market The market.
    function closeMarket(address market) external;

    /// @notice The settlement token.
    function TOKEN() external view returns (IERC20);

    /// @notice What the ledger must hold.
    /// @return tracked All that came in and did not go out, in settlement-token base units.
    /// @return fees The part of it that is fee, in settlement-token base units.
    /// @return feeBps The fee of a purchase, in basis points.
    function books() external view returns (uint112 tracked, uint112 fees, uint16 feeBps);

    /// @notice A table's sales: accrued and settled, net of the fee.
    /// @param tableId The table.
    function salesOf(VersionId tableId) external view returns (Totals memory);

    /// @notice A table's royalties from derivatives: accrued and settled.
    /// @param tableId The table.
    function royaltiesOf(VersionId tableId) external view returns (Totals memory);

    /// @notice A member's account: credited and paid.
    /// @param memberId The member.
    function accountOf(MemberId memberId) external view returns (Totals memory);

    /// @notice Who gets the fee, and what is announced.
    /// @return consortium The consortium's member; 0 when there is none.
    /// @return announcedFeeBps The announced rise, in basis points; 0 when there is none.
    /// @return from First second at which it may be applied, in Unix seconds.
    function governance() external view returns (MemberId consortium, uint16 announcedFeeBps, uint40 from);

    /// @notice Whether an address may bring revenue.
    /// @param market The address.
    function isMarket(address market) external view returns (bool);
}
