// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { IAccessGrants } from "./interfaces/IAccessGrants.sol";
import { IAccessMarket } from "./interfaces/IAccessMarket.sol";
import { IMemberRegistry } from "./interfaces/IMemberRegistry.sol";
import { IRevenueLedger } from "./interfaces/IRevenueLedger.sol";
import { KeyRole } from "./types/Enums.sol";
import { GrantId, MemberId, OfferId, TermsId, VersionId } from "./types/Ids.sol";
import { LONGEST_FOLLOWING_PERIOD } from "./types/Periods.sol";

/// @title AccessMarket
/// @notice See {IAccessMarket}.
/// @dev Holds no money and decides no right: the ledger keeps the one, the grants the other.
/// Assumptions on the settlement token: no fee on transfer, no rebasing, no call-backs.
contract AccessMarket is IAccessMarket {
    using SafeERC20 for IERC20;

    /// @notice Who buys and sells.
    IMemberRegistry public immutable MEMBERS;
    /// @notice What is bought.
    IAccessGrants public immutable GRANTS;
    /// @notice Where the money goes.
    IRevenueLedger public immutable LEDGER;
    /// @notice The settlement token.
    IERC20 public immutable TOKEN;

    /// @inheritdoc IAccessMarket
    uint32 public offerCount;

    mapping(OfferId offerId => Offer) private _offers;

    constructor(IMemberRegistry members, IAccessGrants grants, IRevenueLedger ledger) {
        MEMBERS = members;
        GRANTS = grants;
        LEDGER = ledger;
        TOKEN = ledger.TOKEN();
    }

    /// @inheritdoc IAccessMarket
    function openOffer(TermsId termsId, uint88 price, uint32 period) external returns (OfferId offerId) {
        // Check: the key may sell on these terms, for a period that they allow.
        MemberId memberId = _requireSeller(termsId);
        bool follows = VersionId.unwrap(GRANTS.termsOf(termsId).versionId) == 0;
        if (follows && (period == 0 || period > LONGEST_FOLLOWING_PERIOD)) revert AccessMarket_BadPeriod(period);

        // Effect: the offer.
        offerId = OfferId.wrap(++offerCount);
        _offers[offerId] = Offer(price, period, termsId, false);
        emit OfferOpened(offerId, termsId, memberId, price, period);
    }

    /// @inheritdoc IAccessMarket
    function closeOffer(OfferId offerId) external {
        // Check: the key may sell on these terms.
        Offer memory offer = _openOffer(offerId);
        MemberId memberId = _requireSeller(offer.termsId);

        // Effect: no more sales.
        _offers[offerId].closed = true;
        emit OfferClosed(offerId, memberId);
    }

    /// @inheritdoc IAccessMarket
    function purchase(OfferId offerId, VersionId versionId, uint128 maximumPrice) external returns (GrantId grantId) {
        // Check: the key may buy for an active member, at a price it agreed to.
        MemberId memberId = MEMBERS.actingMember(msg.sender, KeyRole.Buy);
        Offer memory offer = _affordableOffer(offerId, maximumPrice);

        // Interaction: money first, then the right, then whose money it is.
        if (offer.price != 0) TOKEN.safeTransferFrom(msg.sender, address(LEDGER), offer.price);
        VersionId tableId;
        uint32 end;
        (grantId, tableId, end) = GRANTS.issue(memberId, offer.termsId, offerId, versionId, offer.period);
        if (offer.price != 0) LEDGER.collect(memberId, grantId, tableId, offer.price);
        emit AccessPurchased(grantId, memberId, offerId, versionId, tableId, offer.price, end);
    }

    /// @inheritdoc IAccessMarket
    function renew(GrantId grantId, OfferId offerId, VersionId versionId, uint128 maximumPrice) external returns (uint32 end) {
        // Check: the key may buy for an active member, at a price it agreed to.
        MemberId memberId = MEMBERS.actingMember(msg.sender, KeyRole.Buy);
        Offer memory offer = _affordableOffer(offerId, maximumPrice);

        // Interaction: money first, then the right, then whose money it is.
        if (offer.price != 0) TOKEN.safeTransferFrom(msg.sender, address(LEDGER), offer.price);
        VersionId tableId;
        (tableId, end) = GRANTS.extend(grantId, memberId, offer.termsId, offerId, versionId, offer.period);
        if (offer.price != 0) LEDGER.collect(memberId, grantId, tableId, offer.price);
        emit AccessRenewed(grantId, memberId, offerId, versionId, tableId, offer.price, end);
    }

    /// @inheritdoc IAccessMarket
    function offerOf(OfferId offerId) external view returns (Offer memory) {
        return _offers[offerId];
    }

    function _requireSeller(TermsId termsId) private view returns (MemberId memberId) {
        memberId = MEMBERS.actingMember(msg.sender, KeyRole.Sell);
        if (GRANTS.termsOf(termsId).owner != memberId) revert AccessMarket_NotTheSeller(termsId, memberId);
    }

    function _openOffer(OfferId offerId) private view returns (Offer memory offer) {
        offer = _offers[offerId];
        if (TermsId.unwrap(offer.termsId) == 0) revert AccessMarket_OfferUnknown(offerId);
        if (offer.closed) revert AccessMarket_OfferIsClosed(offerId);
    }

    function _affordableOffer(OfferId offerId, uint128 maximumPrice) private view returns (Offer memory offer) {
        offer = _openOffer(offerId);
        if (offer.price > maximumPrice) revert AccessMarket_PriceAboveMaximum(offer.price, maximumPrice);
    }
}
