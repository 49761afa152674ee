// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IERC20Permit } from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { IERC3009 } from "@openzeppelin/contracts/interfaces/draft-IERC3009.sol";
import { IAccessGrants } from "./interfaces/IAccessGrants.sol";
import { IAccessMarket } from "./interfaces/IAccessMarket.sol";
import { IDatasetRegistry } from "./interfaces/IDatasetRegistry.sol";
import { IMemberRegistry } from "./interfaces/IMemberRegistry.sol";
import { IRevenueLedger } from "./interfaces/IRevenueLedger.sol";
import { KeyRole } from "./types/Enums.sol";
import { DatasetId, GrantId, MemberId, OfferId, TermsId, VersionId } from "./types/Ids.sol";
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
    /// @notice Whose data it is.
    IDatasetRegistry public immutable DATASETS;
    /// @notice Where the money goes.
    IRevenueLedger public immutable LEDGER;
    /// @notice The settlement token.
    IERC20 public immutable TOKEN;

    /// @inheritdoc IAccessMarket
    uint32 public offerCount;

    mapping(OfferId offerId => Offer) private _offers;

    constructor(IMemberRegistry members, IDatasetRegistry datasets, IAccessGrants grants, IRevenueLedger ledger) {
        MEMBERS = members;
        DATASETS = datasets;
        GRANTS = grants;
        LEDGER = ledger;
        TOKEN = ledger.TOKEN();
    }

    /// @inheritdoc IAccessMarket
    function openOffer(OfferDraft calldata draft) external returns (OfferId offerId) {
        // Check: the key may sell on these terms, for a period that they allow, to somebody who exists.
        MemberId memberId = _requireSeller(draft.termsId);
        bool follows = VersionId.unwrap(GRANTS.termsOf(draft.termsId).versionId) == 0;
        if (follows && (draft.period == 0 || draft.period > LONGEST_FOLLOWING_PERIOD)) {
            revert AccessMarket_BadPeriod(draft.period);
        }
        if (MemberId.unwrap(draft.buyer) != 0 && !MEMBERS.exists(draft.buyer)) {
            revert IMemberRegistry.MemberRegistry_MemberUnknown(draft.buyer);
        }

        // Effect: the offer.
        offerId = OfferId.wrap(++offerCount);
        _offers[offerId] = Offer(draft.price, draft.period, draft.termsId, draft.units, draft.buyer, draft.seats, 0, false);
        emit OfferOpened(offerId, draft.termsId, memberId, draft.price, draft.period, draft.units, draft.buyer, draft.seats);
    }

    /// @inheritdoc IAccessMarket
    function closeOffer(OfferId offerId) external {
        // Check: the key may sell on these terms.
        Offer storage offer = _openOffer(offerId);
        MemberId memberId = _requireSeller(offer.termsId);

        // Effect: no more sales.
        offer.closed = true;
        emit OfferClosed(offerId, memberId);
    }

    /// @inheritdoc IAccessMarket
    function purchase(
        OfferId offerId,
        VersionId versionId,
        uint24 units,
        uint128 maximumPrice
    ) external returns (GrantId grantId) {
        MemberId memberId = MEMBERS.actingMember(msg.sender, KeyRole.Buy);
        (Offer storage offer, uint128 price) = _priced(offerId, units, maximumPrice);
        _pull(price);
        (grantId, ) = _deliver(memberId, Order(GrantId.wrap(0), offerId, versionId, units), offer, price);
    }

    /// @inheritdoc IAccessMarket
    function renew(
        GrantId grantId,
        OfferId offerId,
        VersionId versionId,
        uint24 units,
        uint128 maximumPrice
    ) external returns (uint32 end) {
        MemberId memberId = MEMBERS.actingMember(msg.sender, KeyRole.Buy);
        (Offer storage offer, uint128 price) = _priced(offerId, units, maximumPrice);
        _pull(price);
        if (GrantId.unwrap(grantId) == 0) revert IAccessGrants.AccessGrants_NotRenewable(grantId);
        (, end) = _deliver(memberId, Order(grantId, offerId, versionId, units), offer, price);
    }

    /// @inheritdoc IAccessMarket
    function acceptWithPermit(Order calldata order, Permit calldata permit) external returns (GrantId grantId, uint32 end) {
        MemberId memberId = MEMBERS.actingMember(msg.sender, KeyRole.Buy);
        (Offer storage offer, uint128 price) = _priced(order.offerId, order.units, permit.value);

        // Interaction: the permit. Anybody can have spent it before, to the same effect; the allowance decides.
        // solhint-disable no-empty-blocks
        try
            IERC20Permit(address(TOKEN)).permit(
                msg.sender,
                address(this),
                permit.value,
                permit.deadline,
                permit.v,
                permit.r,
                permit.s
            )
        {} catch {}
        // solhint-enable no-empty-blocks
        _pull(price);
        return _deliver(memberId, order, offer, price);
    }

    /// @inheritdoc IAccessMarket
    function acceptWithAuthorization(
        Order calldata order,
        Authorization calldata authorization
    ) external returns (GrantId grantId, uint32 end) {
        // Check: the payer's key may buy for an active member. It has signed for the price, and by the nonce for the order.
        MemberId memberId = MEMBERS.actingMember(authorization.from, KeyRole.Buy);
        (Offer storage offer, uint128 price) = _priced(order.offerId, order.units, type(uint128).max);

        // Interaction: the token checks the signature, also for a price of 0; only this contract can make use of it.
        IERC3009(address(TOKEN)).receiveWithAuthorization(
            authorization.from,
            address(this),
            price,
            authorization.validAfter,
            authorization.validBefore,
            orderNonce(order, memberId, authorization.salt),
            authorization.v,
            authorization.r,
            authorization.s
        );
        if (price != 0) TOKEN.safeTransfer(address(LEDGER), price);
        return _deliver(memberId, order, offer, price);
    }

    /// @inheritdoc IAccessMarket
    function endEarly(GrantId grantId, uint128 maximumRefund) external {
        // Check: the key may sell for the dataset's owner, who agrees to the amount; the holder can be paid.
        IAccessGrants.Grant memory grant = _ownGrant(grantId);
        MemberId memberId = MEMBERS.actingMember(msg.sender, KeyRole.Sell);
        DatasetId datasetId = GRANTS.termsOf(grant.termsId).datasetId;
        if (DATASETS.datasetOf(datasetId).owner != memberId) revert AccessMarket_NotTheOwner(grantId, memberId);
        uint128 refund = _unearned(_offers[grant.offerId], grant);
        if (refund > maximumRefund) revert AccessMarket_RefundAboveMaximum(refund, maximumRefund);
        // The minimum is for credit: a refund is paid whole.
        // slither-disable-next-line unused-return
        (address account, ) = MEMBERS.payoutFor(grant.memberId, msg.sender);
        if (account == address(0) && refund != 0) revert AccessMarket_NoPayoutAccount(grant.memberId);

        // Interaction: money back first, then the end.
        if (refund != 0) TOKEN.safeTransferFrom(msg.sender, account, refund);
        GRANTS.endEarly(grantId);
        emit AccessRefunded(grantId, grant.memberId, memberId, account, refund);
    }

    /// @inheritdoc IAccessMarket
    function offerOf(OfferId offerId) external view returns (Offer memory) {
        return _offers[offerId];
    }

    /// @inheritdoc IAccessMarket
    function unearnedOf(GrantId grantId) external view returns (uint128) {
        IAccessGrants.Grant memory grant = _ownGrant(grantId);
        return _unearned(_offers[grant.offerId], grant);
    }

    /// @inheritdoc IAccessMarket
    function orderNonce(Order calldata order, MemberId memberId, bytes32 salt) public view returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    block.chainid,
                    address(this),
                    order.offerId,
                    order.versionId,
                    order.grantId,
                    order.units,
                    memberId,
                    salt
                )
            );
    }

    /// @dev From the caller to the ledger, by allowance.
    function _pull(uint128 price) private {
        if (price != 0) TOKEN.safeTransferFrom(msg.sender, address(LEDGER), price);
    }

    /// @dev The money is there: now the right, then whose money it is.
    function _deliver(
        MemberId memberId,
        Order memory order,
        Offer storage offer,
        uint128 price
    ) private returns (GrantId grantId, uint32 end) {
        VersionId tableId;
        if (GrantId.unwrap(order.grantId) == 0) {
            _requireSeat(memberId, order.offerId, offer);
            (grantId, tableId, end) = GRANTS.issue(
                memberId,
                offer.termsId,
                order.offerId,
                order.versionId,
                offer.period,
                order.units
            );
            emit AccessPurchased(grantId, memberId, order.offerId, order.versionId, tableId, price, order.units);
        } else {
            grantId = order.grantId;
            (tableId, end) = GRANTS.extend(grantId, memberId, order.offerId, order.versionId, offer.period, order.units);
            emit AccessRenewed(grantId, memberId, order.offerId, order.versionId, tableId, price, order.units);
        }
        if (price != 0) LEDGER.collect(memberId, grantId, tableId, price);
    }

    /// @dev Who may buy a new grant. Seats are grants ever issued under the offer; an ended one frees none.
    function _requireSeat(MemberId memberId, OfferId offerId, Offer storage offer) private {
        if (MemberId.unwrap(offer.buyer) != 0 && offer.buyer != memberId) {
            revert AccessMarket_OfferForAnother(offerId, offer.buyer);
        }
        uint16 seats = offer.seats;
        if (seats == 0) return;
        if (offer.taken == seats) revert AccessMarket_SoldOut(offerId, seats);
        ++offer.taken;
    }

    function _requireSeller(TermsId termsId) private view returns (MemberId memberId) {
        memberId = MEMBERS.actingMember(msg.sender, KeyRole.Sell);
        if (GRANTS.termsOf(termsId).owner != memberId) revert AccessMarket_NotTheSeller(termsId, memberId);
    }

    /// @dev A grant that this market issued: only then its offer is one of this market's.
    function _ownGrant(GrantId grantId) private view returns (IAccessGrants.Grant memory grant) {
        grant = GRANTS.grantOf(grantId);
        // A closed market still ends what it issued.
        // slither-disable-next-line unused-return
        (uint8 number, ) = GRANTS.marketOf(address(this));
        if (grant.market != number) revert IAccessGrants.AccessGrants_OfAnotherMarket(grantId, grant.market);
    }

    function _openOffer(OfferId offerId) private view returns (Offer storage offer) {
        offer = _offers[offerId];
        if (TermsId.unwrap(offer.termsId) == 0) revert AccessMarket_OfferUnknown(offerId);
        if (offer.closed) revert AccessMarket_OfferIsClosed(offerId);
    }

    /// @dev An open offer, and what it costs for so many units.
    function _priced(
        OfferId offerId,
        uint24 units,
        uint256 maximumPrice
    ) private view returns (Offer storage offer, uint128 price) {
        offer = _openOffer(offerId);
        price = offer.price;
        if (units != 0 || offer.units != 0) {
            if (offer.units == 0 || units == 0 || units % offer.units != 0) revert AccessMarket_BadUnits(units, offer.units);
            // The division is exact; 88 bits times 24 fit 112.
            // slither-disable-next-line divide-before-multiply
            price *= units / offer.units;
        }
        if (price > maximumPrice) revert AccessMarket_PriceAboveMaximum(price, maximumPrice);
    }

    /// @dev The part of what was paid that is not used up, rounded up: by units if they are counted, else by time, else all. Every payment for
    /// a grant was at its one offer's price, so what is left is worth what it cost.
    function _unearned(Offer storage offer, IAccessGrants.Grant memory grant) private view returns (uint128) {
        // 88 bits of price times 24 of units, or less than a price times a grant's periods: below 2^128.
        uint256 price = offer.price;
        uint256 left = grant.end > block.timestamp ? grant.end - block.timestamp : 0;
        // A time that is over, not a balance.
        // slither-disable-next-line incorrect-equality
        if (left == 0) return 0;
        if (grant.units != 0) return uint128(Math.ceilDiv(price * (grant.units - grant.used), offer.units));
        if (offer.period == 0) return uint128(price);
        return uint128(Math.ceilDiv(price * left, offer.period));
    }
}
