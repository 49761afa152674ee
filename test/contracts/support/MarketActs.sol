// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { IAccessGrants } from "../../../contracts/interfaces/IAccessGrants.sol";
import { IAccessMarket } from "../../../contracts/interfaces/IAccessMarket.sol";
import { ISettlementToken } from "../../../contracts/interfaces/ISettlementToken.sol";
import { DatasetId, GrantId, MemberId, OfferId, TermsId, VersionId } from "../../../contracts/types/Ids.sol";
import { DatasetActs } from "./DatasetActs.sol";

/// @notice Terms, offers, purchases and renewals; each purchase succeeds exactly when the model says so.
abstract contract MarketActs is DatasetActs {
    uint256 private constant MOST_OFFERS = 100;
    uint256 private constant MOST_GRANTS = 120;

    /// @notice An owner writes terms, most of them with derive, and opens an offer on them.
    function actSell(uint256 seed) public sound {
        uint32 dataset = _pick(_ownerOf.length, seed);
        if (_offers.length > MOST_OFFERS || !_active(_ownerOf[dataset])) return;
        if (draw(seed, 20) % 4 == 0) {
            // A second price on terms that have one.
            uint32 terms = _pick(_terms.length, draw(seed, 21));
            if (_active(_terms[terms].owner)) _open(terms, seed);
            return;
        }
        _sell(dataset, seed);
        ++count["sell"];
    }

    /// @notice A seller closes an offer.
    function actClose(uint256 seed) public sound {
        uint32 offer = _pick(_offers.length, seed);
        uint32 owner = _terms[_offers[offer].terms].owner;
        if (draw(seed, 0) % 3 != 0 || _offers[offer].closed || !_active(owner)) return;
        VM.prank(_members[owner].key);
        MARKET.closeOffer(OfferId.wrap(offer));
        _offers[offer].closed = true;
        ++count["close"];
    }

    /// @notice A member, active or not, buys under a random offer, seeing the right version or some other.
    function actBuy(uint256 seed) public sound {
        uint32 offer = _pick(_offers.length, seed);
        uint32 buyer = _pick(_members.length, draw(seed, 0));
        uint32 seen = _seen(_offers[offer].terms);
        if (draw(seed, 1) % 6 == 0) seen = _pick(_versions.length, draw(seed, 2));
        if (draw(seed, 1) % 6 == 1 && _versions[seen].previous != 0) seen = _versions[seen].previous;
        if (_grants.length > MOST_GRANTS) return;
        if (_buy(offer, buyer, seen)) ++count["buy"];
    }

    /// @notice A holder renews, early, in time or late; mostly under the offer that it bought.
    function actRenew(uint256 seed) public sound {
        if (_grants.length < 2) return;
        uint32 grant = _pick(_grants.length, seed);
        for (
            uint256 i;
            draw(seed, 5) % 5 != 0 && i < 8 && (_grants[grant].end <= block.timestamp || _grants[grant].end == NO_END);
            ++i
        ) {
            grant = _pick(_grants.length, draw(seed, 10 + i));
        }
        GhostGrant storage held = _grants[grant];
        uint32 offer = held.offer;
        if (draw(seed, 0) % 10 == 0) offer = _pick(_offers.length, draw(seed, 1));
        if (draw(seed, 0) % 10 == 1 && _active(_terms[held.terms].owner) && _offers.length <= MOST_OFFERS) {
            // Another price on the same terms, made for this; it renews nothing.
            offer = uint32(_offers.length);
            _open(held.terms, seed);
        }
        // Half of the tries wait until the last half of the period.
        uint256 due = held.end - _offers[offer].period / 2;
        if (draw(seed, 2) % 2 == 0 && held.end != NO_END && due > block.timestamp) VM.warp(due);
        _renew(grant, offer, draw(seed, 3) % 8 == 0 ? _pick(_members.length, draw(seed, 4)) : held.member);
    }

    /// @notice A member buys what lets it derive, and derives at once.
    function actBuyAndDerive(uint256 seed) public sound {
        for (uint256 i; i < 6; ++i) {
            uint32 offer = _pick(_offers.length, draw(seed, i));
            uint32 buyer = _pickActive(draw(seed, 20 + i));
            uint32 terms = _offers[offer].terms;
            if (_terms[terms].rights & DERIVE == 0 || _grants.length > MOST_GRANTS) continue;
            if (!_buy(offer, buyer, _seen(terms))) continue;
            ++count["buy"];
            uint256 versions = _versions.length;
            actDerive(buyer - 1 + (_members.length - 1) * (seed % 1e18));
            // What was made is for sale.
            if (_versions.length != versions) _sell(_versions[versions].dataset, draw(seed, 40));
            return;
        }
    }

    function _sell(uint32 dataset, uint256 seed) internal {
        uint32 owner = _ownerOf[dataset];
        GhostTerms memory terms;
        terms.owner = owner;
        terms.dataset = dataset;
        terms.version = draw(seed, 0) % 2 == 0 ? 0 : _currentOf[dataset];
        terms.rights = READ | uint8(draw(seed, 1) % 4 & 2);
        if (draw(seed, 2) % 4 != 0) {
            terms.rights |= DERIVE | (draw(seed, 3) % 4 != 0 ? ONWARD : 0);
            // Often the same few royalties, so that equal ones meet; now and then one that leaves no room.
            uint256 kind = draw(seed, 4) % 8;
            terms.royalty = uint16(kind < 4 ? kind * 200 : within(draw(seed, 11), 1, kind == 7 ? 9999 : 1200));
        }
        terms.purposes = uint64(draw(seed, 5) | 1);
        _write(terms, seed);
    }

    /// @dev Writes terms and puts a price on them.
    function _write(GhostTerms memory terms, uint256 seed) internal {
        VM.prank(_members[terms.owner].key);
        GRANTS.writeTerms(
            DatasetId.wrap(terms.dataset),
            VersionId.wrap(terms.version),
            terms.rights,
            terms.royalty,
            terms.purposes,
            0
        );
        _terms.push(terms);
        _open(uint32(_terms.length - 1), seed);
    }

    function _open(uint32 terms, uint256 seed) private {
        uint32 period = uint32(within(draw(seed, 6), 1 days, 92 days));
        if (!_follows(terms) && draw(seed, 7) % 2 == 0) period = 0;
        uint88 price = uint88(draw(seed, 8) % 5 == 0 ? draw(seed, 9) % 4 : within(draw(seed, 9), 1, 1_000_000));
        VM.prank(_members[_terms[terms].owner].key);
        MARKET.openOffer(IAccessMarket.OfferDraft(TermsId.wrap(terms), price, period, 0, MemberId.wrap(0), 0));
        _offers.push(GhostOffer(terms, price, period, false));
    }

    function _buy(uint32 offerId, uint32 buyer, uint32 seen) internal returns (bool success) {
        GhostOffer storage offer = _offers[offerId];
        (bool expected, uint32 start) = _sells(offer.terms, buyer, seen, offer.period);
        expected = expected && !offer.closed;
        uint256 before = TOKEN.balanceOf(address(LEDGER));
        success = _pay(
            buyer,
            offer.price,
            abi.encodeCall(IAccessMarket.purchase, (OfferId.wrap(offerId), VersionId.wrap(seen), 0, offer.price))
        );
        _hold(10, success || !expected, "a purchase is refused");
        _hold(_lawOfTrade(offer.terms, buyer), expected || !success, "a purchase succeeds that should not");
        if (!success) return false;
        uint32 end = offer.period == 0 ? NO_END : uint32(block.timestamp) + offer.period;
        _grants.push(GhostGrant(buyer, offer.terms, offerId, start, uint32(block.timestamp), end, false));
        _noteSale(_versions[seen].table, offer.price);
        _hold(12, TOKEN.balanceOf(address(LEDGER)) == before + offer.price, "a purchase did not pay its price");
    }

    function _renew(uint32 grant, uint32 offerId, uint32 holder) internal {
        GhostOffer storage offer = _offers[offerId];
        GhostGrant storage held = _grants[grant];
        uint32 seen = _seen(offer.terms);
        (bool expected, uint32 start) = _sells(offer.terms, holder, seen, offer.period);
        expected =
            expected &&
            !offer.closed &&
            held.member == holder &&
            held.offer == offerId &&
            !held.rogue &&
            held.end != NO_END &&
            offer.period != 0 &&
            held.end > block.timestamp;
        if (_follows(offer.terms)) {
            expected =
                expected &&
                held.end - block.timestamp <= offer.period / 2 &&
                _versions[start].ownShare >= _versions[held.version].ownShare;
        }
        bool success = _pay(
            holder,
            offer.price,
            abi.encodeCall(
                IAccessMarket.renew,
                (GrantId.wrap(grant), OfferId.wrap(offerId), VersionId.wrap(seen), 0, offer.price)
            )
        );
        _hold(10, success || !expected, "a renewal is refused");
        _hold(held.rogue ? 12 : _lawOfTrade(offer.terms, holder), expected || !success, "a renewal succeeds that should not");
        if (!success) return;
        held.end += offer.period;
        _noteSale(_versions[seen].table, offer.price);
        ++count["renew"];
    }

    function _noteSale(uint32 table, uint256 amount) internal {
        uint256 fee = (amount * _feeBps) / 10_000;
        _sales[table] += amount - fee;
        _collected += amount;
        _feesTaken += fee;
    }

    /// @dev The law that a sale breaks: of the inactive, or of entitlement.
    function _lawOfTrade(uint32 terms, uint32 buyer) private view returns (uint256) {
        return _active(_terms[terms].owner) && _active(buyer) ? 10 : 11;
    }

    /// @dev An offer on terms.
    function _offerOn(uint32 terms) internal view returns (uint32 offer) {
        offer = 1;
        while (_offers[offer].terms != terms) ++offer;
    }

    /// @dev The version that an attentive buyer sees.
    function _seen(uint32 terms) internal view returns (uint32) {
        return _follows(terms) ? _currentOf[_terms[terms].dataset] : _terms[terms].version;
    }

    /// @dev Calls the market for a member that has at least the price.
    function _pay(uint32 member, uint256 price, bytes memory data) private returns (bool success) {
        address key = _members[member].key;
        uint256 had = TOKEN.balanceOf(key);
        if (had < price) {
            bytes memory mint = abi.encodeCall(ISettlementToken.mint, (key, price - had));
            (success, ) = _as(address(this), address(TOKEN), mint);
            _hold(11, success, "a member receives no tokens");
        }
        (success, ) = _as(key, address(MARKET), data);
    }
}
