// Made by scripts/schemas from schemas/treue/v1/events.proto: change that instead.
extension Event.Body {
    func write(to writer: inout WireWriter) {
        switch self {
        case .orderCompleted(let fact): writer.message(10) { fact.write(to: &$0) }
        case .orderCancelled(let fact): writer.message(11) { fact.write(to: &$0) }
        case .orderRefunded(let fact): writer.message(12) { fact.write(to: &$0) }
        case .productViewed(let fact): writer.message(13) { fact.write(to: &$0) }
        case .productAdded(let fact): writer.message(14) { fact.write(to: &$0) }
        case .productRemoved(let fact): writer.message(15) { fact.write(to: &$0) }
        case .socialMentioned(let fact): writer.message(16) { fact.write(to: &$0) }
        case .orderUpdated(let fact): writer.message(20) { fact.write(to: &$0) }
        case .orderPaid(let fact): writer.message(21) { fact.write(to: &$0) }
        case .orderFulfilled(let fact): writer.message(22) { fact.write(to: &$0) }
        case .orderDeleted(let fact): writer.message(23) { fact.write(to: &$0) }
        case .orderPromiseSet(let fact): writer.message(24) { fact.write(to: &$0) }
        case .orderOwned(let fact): writer.message(25) { fact.write(to: &$0) }
        case .checkoutStarted(let fact): writer.message(26) { fact.write(to: &$0) }
        case .checkoutUpdated(let fact): writer.message(27) { fact.write(to: &$0) }
        case .checkoutDeleted(let fact): writer.message(28) { fact.write(to: &$0) }
        case .checkoutStepViewed(let fact): writer.message(29) { fact.write(to: &$0) }
        case .checkoutStepCompleted(let fact): writer.message(30) { fact.write(to: &$0) }
        case .paymentInfoEntered(let fact): writer.message(32) { fact.write(to: &$0) }
        case .cartViewed(let fact): writer.message(33) { fact.write(to: &$0) }
        case .cartUpdated(let fact): writer.message(34) { fact.write(to: &$0) }
        case .couponEntered(let fact): writer.message(35) { fact.write(to: &$0) }
        case .couponApplied(let fact): writer.message(36) { fact.write(to: &$0) }
        case .couponDenied(let fact): writer.message(37) { fact.write(to: &$0) }
        case .couponRemoved(let fact): writer.message(38) { fact.write(to: &$0) }
        case .productsSearched(let fact): writer.message(40) { fact.write(to: &$0) }
        case .productListViewed(let fact): writer.message(41) { fact.write(to: &$0) }
        case .productListFiltered(let fact): writer.message(42) { fact.write(to: &$0) }
        case .productClicked(let fact): writer.message(43) { fact.write(to: &$0) }
        case .promotionViewed(let fact): writer.message(44) { fact.write(to: &$0) }
        case .promotionClicked(let fact): writer.message(45) { fact.write(to: &$0) }
        case .pageViewed(let fact): writer.message(46) { fact.write(to: &$0) }
        case .screenViewed(let fact): writer.message(47) { fact.write(to: &$0) }
        case .wishlistProductAdded(let fact): writer.message(48) { fact.write(to: &$0) }
        case .wishlistProductRemoved(let fact): writer.message(49) { fact.write(to: &$0) }
        case .wishlistProductCarted(let fact): writer.message(50) { fact.write(to: &$0) }
        case .productShared(let fact): writer.message(51) { fact.write(to: &$0) }
        case .cartShared(let fact): writer.message(52) { fact.write(to: &$0) }
        case .productReviewed(let fact): writer.message(53) { fact.write(to: &$0) }
        case .reviewPublished(let fact): writer.message(54) { fact.write(to: &$0) }
        case .emailDelivered(let fact): writer.message(60) { fact.write(to: &$0) }
        case .emailOpened(let fact): writer.message(61) { fact.write(to: &$0) }
        case .emailLinkClicked(let fact): writer.message(62) { fact.write(to: &$0) }
        case .emailBounced(let fact): writer.message(63) { fact.write(to: &$0) }
        case .emailMarkedAsSpam(let fact): writer.message(64) { fact.write(to: &$0) }
        case .emailUnsubscribed(let fact): writer.message(65) { fact.write(to: &$0) }
        case .campaignSent(let fact): writer.message(66) { fact.write(to: &$0) }
        case .customerIdentified(let fact): writer.message(70) { fact.write(to: &$0) }
        case .identityMerged(let fact): writer.message(71) { fact.write(to: &$0) }
        case .profileUpdated(let fact): writer.message(72) { fact.write(to: &$0) }
        case .customerDeleted(let fact): writer.message(73) { fact.write(to: &$0) }
        case .customerEnabled(let fact): writer.message(74) { fact.write(to: &$0) }
        case .customerDisabled(let fact): writer.message(75) { fact.write(to: &$0) }
        case .customerTagged(let fact): writer.message(76) { fact.write(to: &$0) }
        case .customerUntagged(let fact): writer.message(77) { fact.write(to: &$0) }
        case .customerJoinedSegment(let fact): writer.message(78) { fact.write(to: &$0) }
        case .customerLeftSegment(let fact): writer.message(79) { fact.write(to: &$0) }
        case .customerSummarized(let fact): writer.message(80) { fact.write(to: &$0) }
        case .consentRequested(let fact): writer.message(90) { fact.write(to: &$0) }
        case .consentConfirmed(let fact): writer.message(91) { fact.write(to: &$0) }
        case .consentGranted(let fact): writer.message(92) { fact.write(to: &$0) }
        case .consentWithdrawn(let fact): writer.message(93) { fact.write(to: &$0) }
        case .consentUpdated(let fact): writer.message(94) { fact.write(to: &$0) }
        case .preferencesUpdated(let fact): writer.message(95) { fact.write(to: &$0) }
        case .newsletterSubscribed(let fact): writer.message(96) { fact.write(to: &$0) }
        case .newsletterConfirmed(let fact): writer.message(97) { fact.write(to: &$0) }
        case .newsletterUnsubscribed(let fact): writer.message(98) { fact.write(to: &$0) }
        case .channelSubscribed(let fact): writer.message(99) { fact.write(to: &$0) }
        case .channelUnsubscribed(let fact): writer.message(100) { fact.write(to: &$0) }
        case .channelEngaged(let fact): writer.message(101) { fact.write(to: &$0) }
        case .pushEnabled(let fact): writer.message(102) { fact.write(to: &$0) }
        case .pushDisabled(let fact): writer.message(103) { fact.write(to: &$0) }
        case .appInstalled(let fact): writer.message(104) { fact.write(to: &$0) }
        case .appRemoved(let fact): writer.message(105) { fact.write(to: &$0) }
        case .shipmentSent(let fact): writer.message(110) { fact.write(to: &$0) }
        case .shipmentUpdated(let fact): writer.message(111) { fact.write(to: &$0) }
        case .deliveryUpdated(let fact): writer.message(112) { fact.write(to: &$0) }
        case .deliveryReported(let fact): writer.message(113) { fact.write(to: &$0) }
        case .returnRequested(let fact): writer.message(114) { fact.write(to: &$0) }
        case .returnApproved(let fact): writer.message(115) { fact.write(to: &$0) }
        case .returnDeclined(let fact): writer.message(116) { fact.write(to: &$0) }
        case .returnReceived(let fact): writer.message(117) { fact.write(to: &$0) }
        case .disputeOpened(let fact): writer.message(118) { fact.write(to: &$0) }
        case .disputeClosed(let fact): writer.message(119) { fact.write(to: &$0) }
        case .productPublished(let fact): writer.message(130) { fact.write(to: &$0) }
        case .productUpdated(let fact): writer.message(131) { fact.write(to: &$0) }
        case .productWithdrawn(let fact): writer.message(132) { fact.write(to: &$0) }
        case .priceChanged(let fact): writer.message(133) { fact.write(to: &$0) }
        case .stockChanged(let fact): writer.message(134) { fact.write(to: &$0) }
        case .npsAnswered(let fact): writer.message(140) { fact.write(to: &$0) }
        case .surveyAnswered(let fact): writer.message(141) { fact.write(to: &$0) }
        case .complaintOpened(let fact): writer.message(142) { fact.write(to: &$0) }
        case .complaintAnswered(let fact): writer.message(143) { fact.write(to: &$0) }
        case .complaintResolved(let fact): writer.message(144) { fact.write(to: &$0) }
        case .questionAsked(let fact): writer.message(145) { fact.write(to: &$0) }
        case .questionAnswered(let fact): writer.message(146) { fact.write(to: &$0) }
        case .ticketOpened(let fact): writer.message(147) { fact.write(to: &$0) }
        case .ticketAnswered(let fact): writer.message(148) { fact.write(to: &$0) }
        case .ticketResolved(let fact): writer.message(149) { fact.write(to: &$0) }
        case .socialEngaged(let fact): writer.message(160) { fact.write(to: &$0) }
        case .socialFollowed(let fact): writer.message(161) { fact.write(to: &$0) }
        case .socialUnfollowed(let fact): writer.message(162) { fact.write(to: &$0) }
        case .socialPostTagged(let fact): writer.message(163) { fact.write(to: &$0) }
        case .mentionAnswered(let fact): writer.message(164) { fact.write(to: &$0) }
        case .ugcPublished(let fact): writer.message(165) { fact.write(to: &$0) }
        case .communityPosted(let fact): writer.message(166) { fact.write(to: &$0) }
        case .communityAnswered(let fact): writer.message(167) { fact.write(to: &$0) }
        case .influencerPosted(let fact): writer.message(168) { fact.write(to: &$0) }
        case .loyaltyEnrolled(let fact): writer.message(180) { fact.write(to: &$0) }
        case .loyaltyLeft(let fact): writer.message(181) { fact.write(to: &$0) }
        case .rewardRedeemed(let fact): writer.message(182) { fact.write(to: &$0) }
        case .rewardRedeemFailed(let fact): writer.message(183) { fact.write(to: &$0) }
        case .referralShared(let fact): writer.message(184) { fact.write(to: &$0) }
        case .referralCodeUsed(let fact): writer.message(185) { fact.write(to: &$0) }
        case .membershipPurchased(let fact): writer.message(186) { fact.write(to: &$0) }
        case .membershipRenewed(let fact): writer.message(187) { fact.write(to: &$0) }
        case .membershipCancelled(let fact): writer.message(188) { fact.write(to: &$0) }
        case .subscriptionStarted(let fact): writer.message(189) { fact.write(to: &$0) }
        case .subscriptionRenewed(let fact): writer.message(190) { fact.write(to: &$0) }
        case .subscriptionPaused(let fact): writer.message(191) { fact.write(to: &$0) }
        case .subscriptionResumed(let fact): writer.message(192) { fact.write(to: &$0) }
        case .subscriptionSkipped(let fact): writer.message(193) { fact.write(to: &$0) }
        case .subscriptionCancelled(let fact): writer.message(194) { fact.write(to: &$0) }
        case .bookingMade(let fact): writer.message(195) { fact.write(to: &$0) }
        case .leadCaptured(let fact): writer.message(196) { fact.write(to: &$0) }
        case .contestEntered(let fact): writer.message(197) { fact.write(to: &$0) }
        case .charityChosen(let fact): writer.message(198) { fact.write(to: &$0) }
        case .experimentExposed(let fact): writer.message(199) { fact.write(to: &$0) }
        case .acquisitionCostRecorded(let fact): writer.message(210) { fact.write(to: &$0) }
        case .incidentDeclared(let fact): writer.message(211) { fact.write(to: &$0) }
        case .seasonDeclared(let fact): writer.message(212) { fact.write(to: &$0) }
        case .privacyDataRequested(let fact): writer.message(213) { fact.write(to: &$0) }
        case .privacyErasureRequested(let fact): writer.message(214) { fact.write(to: &$0) }
        case .privacyShopErasureRequested(let fact): writer.message(215) { fact.write(to: &$0) }
        }
    }

    /// Reads the body under `tag`, or a piece of it, into `body`; `false` for a tag that is none's.
    static func read(
        _ tag: UInt64,
        into body: inout Event.Body?,
        isComplete: inout Bool,
        from reader: inout WireReader
    ) -> Bool {
        switch tag {
        case 82:
            var fact = Order.blank
            if body != nil, case .orderCompleted(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .orderCompleted(consume fact)
        case 90:
            var fact = OrderReversal.blank
            if body != nil, case .orderCancelled(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .orderCancelled(consume fact)
        case 98:
            var fact = OrderReversal.blank
            if body != nil, case .orderRefunded(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .orderRefunded(consume fact)
        case 106:
            var fact = ProductView.blank
            if body != nil, case .productViewed(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .productViewed(consume fact)
        case 114:
            var fact = CartChange.blank
            if body != nil, case .productAdded(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .productAdded(consume fact)
        case 122:
            var fact = CartChange.blank
            if body != nil, case .productRemoved(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .productRemoved(consume fact)
        case 130:
            var fact = Mention.blank
            if body != nil, case .socialMentioned(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .socialMentioned(consume fact)
        case 162:
            var fact = OrderVersion.blank
            if body != nil, case .orderUpdated(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .orderUpdated(consume fact)
        case 170:
            var fact = OrderStep.blank
            if body != nil, case .orderPaid(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .orderPaid(consume fact)
        case 178:
            var fact = OrderStep.blank
            if body != nil, case .orderFulfilled(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .orderFulfilled(consume fact)
        case 186:
            var fact = OrderStep.blank
            if body != nil, case .orderDeleted(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .orderDeleted(consume fact)
        case 194:
            var fact = OrderPromise.blank
            if body != nil, case .orderPromiseSet(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .orderPromiseSet(consume fact)
        case 202:
            var fact = OrderOwner.blank
            if body != nil, case .orderOwned(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .orderOwned(consume fact)
        case 210:
            var fact = Checkout.blank
            if body != nil, case .checkoutStarted(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .checkoutStarted(consume fact)
        case 218:
            var fact = Checkout.blank
            if body != nil, case .checkoutUpdated(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .checkoutUpdated(consume fact)
        case 226:
            var fact = Checkout.blank
            if body != nil, case .checkoutDeleted(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .checkoutDeleted(consume fact)
        case 234:
            var fact = CheckoutStep.blank
            if body != nil, case .checkoutStepViewed(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .checkoutStepViewed(consume fact)
        case 242:
            var fact = CheckoutStep.blank
            if body != nil, case .checkoutStepCompleted(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .checkoutStepCompleted(consume fact)
        case 258:
            var fact = CheckoutStep.blank
            if body != nil, case .paymentInfoEntered(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .paymentInfoEntered(consume fact)
        case 266:
            var fact = CartContents.blank
            if body != nil, case .cartViewed(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .cartViewed(consume fact)
        case 274:
            var fact = CartContents.blank
            if body != nil, case .cartUpdated(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .cartUpdated(consume fact)
        case 282:
            var fact = CouponUse.blank
            if body != nil, case .couponEntered(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .couponEntered(consume fact)
        case 290:
            var fact = CouponUse.blank
            if body != nil, case .couponApplied(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .couponApplied(consume fact)
        case 298:
            var fact = CouponUse.blank
            if body != nil, case .couponDenied(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .couponDenied(consume fact)
        case 306:
            var fact = CouponUse.blank
            if body != nil, case .couponRemoved(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .couponRemoved(consume fact)
        case 322:
            var fact = ProductSearch.blank
            if body != nil, case .productsSearched(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .productsSearched(consume fact)
        case 330:
            var fact = ProductList.blank
            if body != nil, case .productListViewed(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .productListViewed(consume fact)
        case 338:
            var fact = ProductList.blank
            if body != nil, case .productListFiltered(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .productListFiltered(consume fact)
        case 346:
            var fact = ProductView.blank
            if body != nil, case .productClicked(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .productClicked(consume fact)
        case 354:
            var fact = Promotion.blank
            if body != nil, case .promotionViewed(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .promotionViewed(consume fact)
        case 362:
            var fact = Promotion.blank
            if body != nil, case .promotionClicked(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .promotionClicked(consume fact)
        case 370:
            var fact = PageView.blank
            if body != nil, case .pageViewed(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .pageViewed(consume fact)
        case 378:
            var fact = PageView.blank
            if body != nil, case .screenViewed(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .screenViewed(consume fact)
        case 386:
            var fact = WishlistChange.blank
            if body != nil, case .wishlistProductAdded(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .wishlistProductAdded(consume fact)
        case 394:
            var fact = WishlistChange.blank
            if body != nil, case .wishlistProductRemoved(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .wishlistProductRemoved(consume fact)
        case 402:
            var fact = WishlistChange.blank
            if body != nil, case .wishlistProductCarted(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .wishlistProductCarted(consume fact)
        case 410:
            var fact = Share.blank
            if body != nil, case .productShared(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .productShared(consume fact)
        case 418:
            var fact = Share.blank
            if body != nil, case .cartShared(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .cartShared(consume fact)
        case 426:
            var fact = Review.blank
            if body != nil, case .productReviewed(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .productReviewed(consume fact)
        case 434:
            var fact = Review.blank
            if body != nil, case .reviewPublished(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .reviewPublished(consume fact)
        case 482:
            var fact = EmailTouch.blank
            if body != nil, case .emailDelivered(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .emailDelivered(consume fact)
        case 490:
            var fact = EmailTouch.blank
            if body != nil, case .emailOpened(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .emailOpened(consume fact)
        case 498:
            var fact = EmailTouch.blank
            if body != nil, case .emailLinkClicked(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .emailLinkClicked(consume fact)
        case 506:
            var fact = EmailTouch.blank
            if body != nil, case .emailBounced(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .emailBounced(consume fact)
        case 514:
            var fact = EmailTouch.blank
            if body != nil, case .emailMarkedAsSpam(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .emailMarkedAsSpam(consume fact)
        case 522:
            var fact = EmailTouch.blank
            if body != nil, case .emailUnsubscribed(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .emailUnsubscribed(consume fact)
        case 530:
            var fact = CampaignSend.blank
            if body != nil, case .campaignSent(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .campaignSent(consume fact)
        case 562:
            var fact = Profile.blank
            if body != nil, case .customerIdentified(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .customerIdentified(consume fact)
        case 570:
            var fact = IdentityMerge.blank
            if body != nil, case .identityMerged(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .identityMerged(consume fact)
        case 578:
            var fact = Profile.blank
            if body != nil, case .profileUpdated(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .profileUpdated(consume fact)
        case 586:
            var fact = AccountChange.blank
            if body != nil, case .customerDeleted(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .customerDeleted(consume fact)
        case 594:
            var fact = AccountChange.blank
            if body != nil, case .customerEnabled(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .customerEnabled(consume fact)
        case 602:
            var fact = AccountChange.blank
            if body != nil, case .customerDisabled(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .customerDisabled(consume fact)
        case 610:
            var fact = Tags.blank
            if body != nil, case .customerTagged(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .customerTagged(consume fact)
        case 618:
            var fact = Tags.blank
            if body != nil, case .customerUntagged(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .customerUntagged(consume fact)
        case 626:
            var fact = SegmentMembership.blank
            if body != nil, case .customerJoinedSegment(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .customerJoinedSegment(consume fact)
        case 634:
            var fact = SegmentMembership.blank
            if body != nil, case .customerLeftSegment(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .customerLeftSegment(consume fact)
        case 642:
            var fact = PurchaseSummary.blank
            if body != nil, case .customerSummarized(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .customerSummarized(consume fact)
        case 722:
            var fact = Consent.blank
            if body != nil, case .consentRequested(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .consentRequested(consume fact)
        case 730:
            var fact = Consent.blank
            if body != nil, case .consentConfirmed(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .consentConfirmed(consume fact)
        case 738:
            var fact = Consent.blank
            if body != nil, case .consentGranted(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .consentGranted(consume fact)
        case 746:
            var fact = Consent.blank
            if body != nil, case .consentWithdrawn(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .consentWithdrawn(consume fact)
        case 754:
            var fact = ConsentPreferences.blank
            if body != nil, case .consentUpdated(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .consentUpdated(consume fact)
        case 762:
            var fact = Preferences.blank
            if body != nil, case .preferencesUpdated(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .preferencesUpdated(consume fact)
        case 770:
            var fact = Consent.blank
            if body != nil, case .newsletterSubscribed(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .newsletterSubscribed(consume fact)
        case 778:
            var fact = Consent.blank
            if body != nil, case .newsletterConfirmed(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .newsletterConfirmed(consume fact)
        case 786:
            var fact = Consent.blank
            if body != nil, case .newsletterUnsubscribed(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .newsletterUnsubscribed(consume fact)
        case 794:
            var fact = Channel.blank
            if body != nil, case .channelSubscribed(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .channelSubscribed(consume fact)
        case 802:
            var fact = Channel.blank
            if body != nil, case .channelUnsubscribed(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .channelUnsubscribed(consume fact)
        case 810:
            var fact = Channel.blank
            if body != nil, case .channelEngaged(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .channelEngaged(consume fact)
        case 818:
            var fact = Channel.blank
            if body != nil, case .pushEnabled(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .pushEnabled(consume fact)
        case 826:
            var fact = Channel.blank
            if body != nil, case .pushDisabled(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .pushDisabled(consume fact)
        case 834:
            var fact = Channel.blank
            if body != nil, case .appInstalled(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .appInstalled(consume fact)
        case 842:
            var fact = Channel.blank
            if body != nil, case .appRemoved(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .appRemoved(consume fact)
        case 882:
            var fact = Shipment.blank
            if body != nil, case .shipmentSent(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .shipmentSent(consume fact)
        case 890:
            var fact = Shipment.blank
            if body != nil, case .shipmentUpdated(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .shipmentUpdated(consume fact)
        case 898:
            var fact = DeliveryProgress.blank
            if body != nil, case .deliveryUpdated(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .deliveryUpdated(consume fact)
        case 906:
            var fact = DeliveryReport.blank
            if body != nil, case .deliveryReported(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .deliveryReported(consume fact)
        case 914:
            var fact = Return.blank
            if body != nil, case .returnRequested(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .returnRequested(consume fact)
        case 922:
            var fact = Return.blank
            if body != nil, case .returnApproved(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .returnApproved(consume fact)
        case 930:
            var fact = Return.blank
            if body != nil, case .returnDeclined(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .returnDeclined(consume fact)
        case 938:
            var fact = Return.blank
            if body != nil, case .returnReceived(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .returnReceived(consume fact)
        case 946:
            var fact = Dispute.blank
            if body != nil, case .disputeOpened(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .disputeOpened(consume fact)
        case 954:
            var fact = Dispute.blank
            if body != nil, case .disputeClosed(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .disputeClosed(consume fact)
        case 1042:
            var fact = Product.blank
            if body != nil, case .productPublished(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .productPublished(consume fact)
        case 1050:
            var fact = Product.blank
            if body != nil, case .productUpdated(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .productUpdated(consume fact)
        case 1058:
            var fact = Product.blank
            if body != nil, case .productWithdrawn(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .productWithdrawn(consume fact)
        case 1066:
            var fact = PriceChange.blank
            if body != nil, case .priceChanged(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .priceChanged(consume fact)
        case 1074:
            var fact = StockLevel.blank
            if body != nil, case .stockChanged(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .stockChanged(consume fact)
        case 1122:
            var fact = NPSAnswer.blank
            if body != nil, case .npsAnswered(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .npsAnswered(consume fact)
        case 1130:
            var fact = SurveyAnswer.blank
            if body != nil, case .surveyAnswered(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .surveyAnswered(consume fact)
        case 1138:
            var fact = Ticket.blank
            if body != nil, case .complaintOpened(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .complaintOpened(consume fact)
        case 1146:
            var fact = Ticket.blank
            if body != nil, case .complaintAnswered(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .complaintAnswered(consume fact)
        case 1154:
            var fact = Ticket.blank
            if body != nil, case .complaintResolved(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .complaintResolved(consume fact)
        case 1162:
            var fact = Ticket.blank
            if body != nil, case .questionAsked(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .questionAsked(consume fact)
        case 1170:
            var fact = Ticket.blank
            if body != nil, case .questionAnswered(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .questionAnswered(consume fact)
        case 1178:
            var fact = Ticket.blank
            if body != nil, case .ticketOpened(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .ticketOpened(consume fact)
        case 1186:
            var fact = Ticket.blank
            if body != nil, case .ticketAnswered(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .ticketAnswered(consume fact)
        case 1194:
            var fact = Ticket.blank
            if body != nil, case .ticketResolved(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .ticketResolved(consume fact)
        case 1282:
            var fact = SocialTouch.blank
            if body != nil, case .socialEngaged(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .socialEngaged(consume fact)
        case 1290:
            var fact = SocialTouch.blank
            if body != nil, case .socialFollowed(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .socialFollowed(consume fact)
        case 1298:
            var fact = SocialTouch.blank
            if body != nil, case .socialUnfollowed(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .socialUnfollowed(consume fact)
        case 1306:
            var fact = SocialTouch.blank
            if body != nil, case .socialPostTagged(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .socialPostTagged(consume fact)
        case 1314:
            var fact = SocialTouch.blank
            if body != nil, case .mentionAnswered(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .mentionAnswered(consume fact)
        case 1322:
            var fact = UserContent.blank
            if body != nil, case .ugcPublished(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .ugcPublished(consume fact)
        case 1330:
            var fact = SocialTouch.blank
            if body != nil, case .communityPosted(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .communityPosted(consume fact)
        case 1338:
            var fact = SocialTouch.blank
            if body != nil, case .communityAnswered(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .communityAnswered(consume fact)
        case 1346:
            var fact = SocialTouch.blank
            if body != nil, case .influencerPosted(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .influencerPosted(consume fact)
        case 1442:
            var fact = Enrolment.blank
            if body != nil, case .loyaltyEnrolled(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .loyaltyEnrolled(consume fact)
        case 1450:
            var fact = Enrolment.blank
            if body != nil, case .loyaltyLeft(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .loyaltyLeft(consume fact)
        case 1458:
            var fact = Redemption.blank
            if body != nil, case .rewardRedeemed(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .rewardRedeemed(consume fact)
        case 1466:
            var fact = Redemption.blank
            if body != nil, case .rewardRedeemFailed(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .rewardRedeemFailed(consume fact)
        case 1474:
            var fact = Referral.blank
            if body != nil, case .referralShared(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .referralShared(consume fact)
        case 1482:
            var fact = Referral.blank
            if body != nil, case .referralCodeUsed(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .referralCodeUsed(consume fact)
        case 1490:
            var fact = PaidMembership.blank
            if body != nil, case .membershipPurchased(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .membershipPurchased(consume fact)
        case 1498:
            var fact = PaidMembership.blank
            if body != nil, case .membershipRenewed(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .membershipRenewed(consume fact)
        case 1506:
            var fact = PaidMembership.blank
            if body != nil, case .membershipCancelled(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .membershipCancelled(consume fact)
        case 1514:
            var fact = Subscription.blank
            if body != nil, case .subscriptionStarted(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .subscriptionStarted(consume fact)
        case 1522:
            var fact = Subscription.blank
            if body != nil, case .subscriptionRenewed(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .subscriptionRenewed(consume fact)
        case 1530:
            var fact = Subscription.blank
            if body != nil, case .subscriptionPaused(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .subscriptionPaused(consume fact)
        case 1538:
            var fact = Subscription.blank
            if body != nil, case .subscriptionResumed(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .subscriptionResumed(consume fact)
        case 1546:
            var fact = Subscription.blank
            if body != nil, case .subscriptionSkipped(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .subscriptionSkipped(consume fact)
        case 1554:
            var fact = Subscription.blank
            if body != nil, case .subscriptionCancelled(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .subscriptionCancelled(consume fact)
        case 1562:
            var fact = Booking.blank
            if body != nil, case .bookingMade(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .bookingMade(consume fact)
        case 1570:
            var fact = Lead.blank
            if body != nil, case .leadCaptured(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .leadCaptured(consume fact)
        case 1578:
            var fact = ContestEntry.blank
            if body != nil, case .contestEntered(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .contestEntered(consume fact)
        case 1586:
            var fact = CharityChoice.blank
            if body != nil, case .charityChosen(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .charityChosen(consume fact)
        case 1594:
            var fact = Exposure.blank
            if body != nil, case .experimentExposed(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .experimentExposed(consume fact)
        case 1682:
            var fact = AcquisitionCost.blank
            if body != nil, case .acquisitionCostRecorded(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .acquisitionCostRecorded(consume fact)
        case 1690:
            var fact = Incident.blank
            if body != nil, case .incidentDeclared(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .incidentDeclared(consume fact)
        case 1698:
            var fact = Season.blank
            if body != nil, case .seasonDeclared(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .seasonDeclared(consume fact)
        case 1706:
            var fact = PrivacyRequest.blank
            if body != nil, case .privacyDataRequested(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .privacyDataRequested(consume fact)
        case 1714:
            var fact = PrivacyRequest.blank
            if body != nil, case .privacyErasureRequested(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .privacyErasureRequested(consume fact)
        case 1722:
            var fact = PrivacyRequest.blank
            if body != nil, case .privacyShopErasureRequested(let earlier) = body.take() { fact = earlier }
            let outer = reader.enter()
            fact.read(from: &reader)
            reader.leave(outer)
            isComplete = fact.isComplete
            body = .privacyShopErasureRequested(consume fact)
        default: return false
        }
        return true
    }
}

extension LineItem {
    static var blank: LineItem { LineItem(product: "") }

    func write(to writer: inout WireWriter) {
        writer.text(1, self.product)
        writer.number(2, self.quantity)
        if let value = self.price { writer.message(3) { value.write(to: &$0) } }
        if let value = self.category { writer.text(4, value) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.product = reader.text()
            case 16: self.quantity = reader.number()
            case 26:
                var value = self.price ?? .none
                let outer = reader.enter()
                value.read(from: &reader)
                reader.leave(outer)
                self.price = value
            case 34: self.category = reader.text()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { !self.product.isEmpty && self.price?.isComplete != false }
}

extension Order {
    static var blank: Order { Order(id: "", total: .none) }

    func write(to writer: inout WireWriter) {
        writer.text(1, self.id)
        writer.message(2) { self.total.write(to: &$0) }
        for each in self.lines { writer.message(4) { each.write(to: &$0) } }
        if let value = self.coupon { writer.text(5, value) }
        if let value = self.checkoutID { writer.text(6, value) }
        if let value = self.cartID { writer.text(7, value) }
        if let value = self.channel { writer.text(8, value) }
        if self.isReference { writer.flag(9, self.isReference) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.id = reader.text()
            case 18:
                let outer = reader.enter()
                self.total.read(from: &reader)
                reader.leave(outer)
            case 34:
                var each = LineItem.blank
                let outer = reader.enter()
                each.read(from: &reader)
                reader.leave(outer)
                if !each.isComplete { reader.fail() }
                if self.lines.isEmpty { self.lines.reserveCapacity(4) }
                self.lines.append(consume each)
            case 42: self.coupon = reader.text()
            case 50: self.checkoutID = reader.text()
            case 58: self.cartID = reader.text()
            case 66: self.channel = reader.text()
            case 72: self.isReference = reader.number() != 0
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { !self.id.isEmpty && self.total.isComplete }
}

extension OrderReversal {
    static var blank: OrderReversal { OrderReversal(orderID: "") }

    func write(to writer: inout WireWriter) {
        writer.text(1, self.orderID)
        if let value = self.amount { writer.message(2) { value.write(to: &$0) } }
        for each in self.lines { writer.message(3) { each.write(to: &$0) } }
        if let value = self.reason { writer.text(4, value) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.orderID = reader.text()
            case 18:
                var value = self.amount ?? .none
                let outer = reader.enter()
                value.read(from: &reader)
                reader.leave(outer)
                self.amount = value
            case 26:
                var each = LineItem.blank
                let outer = reader.enter()
                each.read(from: &reader)
                reader.leave(outer)
                if !each.isComplete { reader.fail() }
                if self.lines.isEmpty { self.lines.reserveCapacity(4) }
                self.lines.append(consume each)
            case 34: self.reason = reader.text()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { !self.orderID.isEmpty && self.amount?.isComplete != false }
}

extension OrderVersion {
    static var blank: OrderVersion { OrderVersion(id: "", total: .none, version: .distantPast) }

    func write(to writer: inout WireWriter) {
        writer.text(1, self.id)
        writer.message(2) { self.total.write(to: &$0) }
        writer.signed(3, self.version.milliseconds)
        if let value = self.placed { writer.signed(4, value.milliseconds) }
        for each in self.lines { writer.message(5) { each.write(to: &$0) } }
        if self.isCancelled { writer.flag(6, self.isCancelled) }
        if self.isReference { writer.flag(7, self.isReference) }
        if let value = self.refunded { writer.message(8) { value.write(to: &$0) } }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.id = reader.text()
            case 18:
                let outer = reader.enter()
                self.total.read(from: &reader)
                reader.leave(outer)
            case 24: self.version = Timestamp(milliseconds: reader.signed())
            case 32: self.placed = Timestamp(milliseconds: reader.signed())
            case 42:
                var each = LineItem.blank
                let outer = reader.enter()
                each.read(from: &reader)
                reader.leave(outer)
                if !each.isComplete { reader.fail() }
                if self.lines.isEmpty { self.lines.reserveCapacity(4) }
                self.lines.append(consume each)
            case 48: self.isCancelled = reader.number() != 0
            case 56: self.isReference = reader.number() != 0
            case 66:
                var value = self.refunded ?? .none
                let outer = reader.enter()
                value.read(from: &reader)
                reader.leave(outer)
                self.refunded = value
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool {
        !self.id.isEmpty && self.total.isComplete && self.version != .distantPast && self.refunded?.isComplete != false
    }
}

extension OrderStep {
    static var blank: OrderStep { OrderStep(orderID: "") }

    func write(to writer: inout WireWriter) {
        writer.text(1, self.orderID)
        if self.isPartial { writer.flag(2, self.isPartial) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.orderID = reader.text()
            case 16: self.isPartial = reader.number() != 0
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { !self.orderID.isEmpty }
}

extension OrderPromise {
    static var blank: OrderPromise { OrderPromise(orderID: "", latest: .distantPast) }

    func write(to writer: inout WireWriter) {
        writer.text(1, self.orderID)
        writer.signed(2, self.latest.milliseconds)
        if let value = self.earliest { writer.signed(3, value.milliseconds) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.orderID = reader.text()
            case 16: self.latest = Timestamp(milliseconds: reader.signed())
            case 24: self.earliest = Timestamp(milliseconds: reader.signed())
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { !self.orderID.isEmpty && self.latest != .distantPast }
}

extension OrderOwner {
    static var blank: OrderOwner { OrderOwner(owner: Subject(.customer, "")) }

    func write(to writer: inout WireWriter) {
        writer.text(1, self.owner.description)
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.owner = reader.subject()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { !self.owner.id.isEmpty }
}

extension Checkout {
    static var blank: Checkout { Checkout() }

    func write(to writer: inout WireWriter) {
        if let value = self.checkoutID { writer.text(1, value) }
        if let value = self.orderID { writer.text(2, value) }
        if let value = self.cartID { writer.text(3, value) }
        if let value = self.value { writer.message(4) { value.write(to: &$0) } }
        if let value = self.shipping { writer.message(5) { value.write(to: &$0) } }
        if let value = self.tax { writer.message(6) { value.write(to: &$0) } }
        if let value = self.coupon { writer.text(7, value) }
        for each in self.lines { writer.message(8) { each.write(to: &$0) } }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.checkoutID = reader.text()
            case 18: self.orderID = reader.text()
            case 26: self.cartID = reader.text()
            case 34:
                var value = self.value ?? .none
                let outer = reader.enter()
                value.read(from: &reader)
                reader.leave(outer)
                self.value = value
            case 42:
                var value = self.shipping ?? .none
                let outer = reader.enter()
                value.read(from: &reader)
                reader.leave(outer)
                self.shipping = value
            case 50:
                var value = self.tax ?? .none
                let outer = reader.enter()
                value.read(from: &reader)
                reader.leave(outer)
                self.tax = value
            case 58: self.coupon = reader.text()
            case 66:
                var each = LineItem.blank
                let outer = reader.enter()
                each.read(from: &reader)
                reader.leave(outer)
                if !each.isComplete { reader.fail() }
                if self.lines.isEmpty { self.lines.reserveCapacity(4) }
                self.lines.append(consume each)
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool {
        self.value?.isComplete != false && self.shipping?.isComplete != false && self.tax?.isComplete != false
    }
}

extension CheckoutStep {
    static var blank: CheckoutStep { CheckoutStep() }

    func write(to writer: inout WireWriter) {
        if let value = self.checkoutID { writer.text(1, value) }
        if let value = self.orderID { writer.text(2, value) }
        if let value = self.step { writer.number(3, value) }
        if let value = self.shippingMethod { writer.text(4, value) }
        if let value = self.paymentMethod { writer.text(5, value) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.checkoutID = reader.text()
            case 18: self.orderID = reader.text()
            case 24: self.step = reader.number()
            case 34: self.shippingMethod = reader.text()
            case 42: self.paymentMethod = reader.text()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { true }
}

extension ProductView {
    static var blank: ProductView { ProductView(product: "") }

    func write(to writer: inout WireWriter) {
        writer.text(1, self.product)
        if let value = self.category { writer.text(2, value) }
        if let value = self.price { writer.message(3) { value.write(to: &$0) } }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.product = reader.text()
            case 18: self.category = reader.text()
            case 26:
                var value = self.price ?? .none
                let outer = reader.enter()
                value.read(from: &reader)
                reader.leave(outer)
                self.price = value
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { !self.product.isEmpty && self.price?.isComplete != false }
}

extension CartChange {
    static var blank: CartChange { CartChange(product: "") }

    func write(to writer: inout WireWriter) {
        writer.text(1, self.product)
        writer.number(2, self.quantity)
        if let value = self.price { writer.message(3) { value.write(to: &$0) } }
        if let value = self.category { writer.text(4, value) }
        if let value = self.cartID { writer.text(5, value) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.product = reader.text()
            case 16: self.quantity = reader.number()
            case 26:
                var value = self.price ?? .none
                let outer = reader.enter()
                value.read(from: &reader)
                reader.leave(outer)
                self.price = value
            case 34: self.category = reader.text()
            case 42: self.cartID = reader.text()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { !self.product.isEmpty && self.price?.isComplete != false }
}

extension CartContents {
    static var blank: CartContents { CartContents() }

    func write(to writer: inout WireWriter) {
        if let value = self.cartID { writer.text(1, value) }
        for each in self.lines { writer.message(2) { each.write(to: &$0) } }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.cartID = reader.text()
            case 18:
                var each = LineItem.blank
                let outer = reader.enter()
                each.read(from: &reader)
                reader.leave(outer)
                if !each.isComplete { reader.fail() }
                if self.lines.isEmpty { self.lines.reserveCapacity(4) }
                self.lines.append(consume each)
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { true }
}

extension CouponUse {
    static var blank: CouponUse { CouponUse(coupon: "") }

    func write(to writer: inout WireWriter) {
        writer.text(1, self.coupon)
        if let value = self.orderID { writer.text(2, value) }
        if let value = self.cartID { writer.text(3, value) }
        if let value = self.discount { writer.message(4) { value.write(to: &$0) } }
        if let value = self.reason { writer.text(5, value) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.coupon = reader.text()
            case 18: self.orderID = reader.text()
            case 26: self.cartID = reader.text()
            case 34:
                var value = self.discount ?? .none
                let outer = reader.enter()
                value.read(from: &reader)
                reader.leave(outer)
                self.discount = value
            case 42: self.reason = reader.text()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { !self.coupon.isEmpty && self.discount?.isComplete != false }
}

extension ProductSearch {
    static var blank: ProductSearch { ProductSearch() }

    func write(to writer: inout WireWriter) {
        if let value = self.query { writer.text(1, value) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.query = reader.text()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { true }
}

extension ProductList {
    static var blank: ProductList { ProductList() }

    func write(to writer: inout WireWriter) {
        if let value = self.listID { writer.text(1, value) }
        if let value = self.category { writer.text(2, value) }
        for each in self.lines { writer.message(3) { each.write(to: &$0) } }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.listID = reader.text()
            case 18: self.category = reader.text()
            case 26:
                var each = LineItem.blank
                let outer = reader.enter()
                each.read(from: &reader)
                reader.leave(outer)
                if !each.isComplete { reader.fail() }
                if self.lines.isEmpty { self.lines.reserveCapacity(4) }
                self.lines.append(consume each)
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { true }
}

extension Promotion {
    static var blank: Promotion { Promotion() }

    func write(to writer: inout WireWriter) {
        if let value = self.promotionID { writer.text(1, value) }
        if let value = self.creative { writer.text(2, value) }
        if let value = self.position { writer.text(3, value) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.promotionID = reader.text()
            case 18: self.creative = reader.text()
            case 26: self.position = reader.text()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { true }
}

extension PageView {
    static var blank: PageView { PageView() }

    func write(to writer: inout WireWriter) {
        if let value = self.name { writer.text(1, value) }
        if let value = self.category { writer.text(2, value) }
        if let value = self.path { writer.text(3, value) }
        if let value = self.campaign { writer.text(4, value) }
        if let value = self.source { writer.text(5, value) }
        if let value = self.medium { writer.text(6, value) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.name = reader.text()
            case 18: self.category = reader.text()
            case 26: self.path = reader.text()
            case 34: self.campaign = reader.text()
            case 42: self.source = reader.text()
            case 50: self.medium = reader.text()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { true }
}

extension WishlistChange {
    static var blank: WishlistChange { WishlistChange(product: "") }

    func write(to writer: inout WireWriter) {
        writer.text(1, self.product)
        if let value = self.wishlistID { writer.text(2, value) }
        if let value = self.category { writer.text(3, value) }
        if let value = self.price { writer.message(4) { value.write(to: &$0) } }
        if let value = self.cartID { writer.text(5, value) }
        writer.number(6, self.quantity)
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.product = reader.text()
            case 18: self.wishlistID = reader.text()
            case 26: self.category = reader.text()
            case 34:
                var value = self.price ?? .none
                let outer = reader.enter()
                value.read(from: &reader)
                reader.leave(outer)
                self.price = value
            case 42: self.cartID = reader.text()
            case 48: self.quantity = reader.number()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { !self.product.isEmpty && self.price?.isComplete != false }
}

extension Share {
    static var blank: Share { Share() }

    func write(to writer: inout WireWriter) {
        if let value = self.via { writer.text(1, value) }
        if let value = self.product { writer.text(2, value) }
        if let value = self.cartID { writer.text(3, value) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.via = reader.text()
            case 18: self.product = reader.text()
            case 26: self.cartID = reader.text()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { true }
}

extension Review {
    static var blank: Review { Review() }

    func write(to writer: inout WireWriter) {
        if let value = self.product { writer.text(1, value) }
        if let value = self.reviewID { writer.text(2, value) }
        if let value = self.rating { writer.signed(3, value) }
        if let value = self.site { writer.text(4, value) }
        if let value = self.orderID { writer.text(5, value) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.product = reader.text()
            case 18: self.reviewID = reader.text()
            case 24: self.rating = reader.signed()
            case 34: self.site = reader.text()
            case 42: self.orderID = reader.text()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { true }
}

extension EmailTouch {
    static var blank: EmailTouch { EmailTouch() }

    func write(to writer: inout WireWriter) {
        if let value = self.emailID { writer.text(1, value) }
        if let value = self.campaign { writer.text(2, value) }
        if let value = self.linkID { writer.text(3, value) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.emailID = reader.text()
            case 18: self.campaign = reader.text()
            case 26: self.linkID = reader.text()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { true }
}

extension CampaignSend {
    static var blank: CampaignSend { CampaignSend(campaign: "", channel: "") }

    func write(to writer: inout WireWriter) {
        writer.text(1, self.campaign)
        writer.text(2, self.channel)
        if let value = self.messageID { writer.text(3, value) }
        if let value = self.signalID { writer.text(4, value) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.campaign = reader.text()
            case 18: self.channel = reader.text()
            case 26: self.messageID = reader.text()
            case 34: self.signalID = reader.text()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { !self.campaign.isEmpty && !self.channel.isEmpty }
}

extension Profile {
    static var blank: Profile { Profile() }

    func write(to writer: inout WireWriter) {
        if let value = self.birthDate { writer.signed(1, Int64(value.number)) }
        if let value = self.timeZone { writer.text(2, value) }
        if let value = self.locale { writer.text(3, value) }
        if let value = self.country { writer.text(4, value) }
        if let value = self.region { writer.text(5, value) }
        if let value = self.postalCode { writer.text(6, value) }
        if let value = self.gender { writer.text(7, value) }
        if let value = self.since { writer.signed(8, value.milliseconds) }
        if let value = self.handle { writer.text(9, value) }
        if let value = self.visitor { writer.text(10, value) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 8: self.birthDate = reader.day()
            case 18: self.timeZone = reader.text()
            case 26: self.locale = reader.text()
            case 34: self.country = reader.text()
            case 42: self.region = reader.text()
            case 50: self.postalCode = reader.text()
            case 58: self.gender = reader.text()
            case 64: self.since = Timestamp(milliseconds: reader.signed())
            case 74: self.handle = reader.text()
            case 82: self.visitor = reader.text()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { true }
}

extension IdentityMerge {
    static var blank: IdentityMerge { IdentityMerge(previous: Subject(.customer, "")) }

    func write(to writer: inout WireWriter) {
        writer.text(1, self.previous.description)
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.previous = reader.subject()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { !self.previous.id.isEmpty }
}

extension AccountChange {
    static var blank: AccountChange { AccountChange() }

    func write(to writer: inout WireWriter) {
        if let value = self.reason { writer.text(1, value) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.reason = reader.text()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { true }
}

extension Tags {
    static var blank: Tags { Tags(tags: []) }

    func write(to writer: inout WireWriter) {
        for each in self.tags { writer.text(1, each) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.tags.append(reader.text())
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { !self.tags.isEmpty }
}

extension SegmentMembership {
    static var blank: SegmentMembership { SegmentMembership(segment: "") }

    func write(to writer: inout WireWriter) {
        writer.text(1, self.segment)
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.segment = reader.text()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { !self.segment.isEmpty }
}

extension PurchaseSummary {
    static var blank: PurchaseSummary { PurchaseSummary() }

    func write(to writer: inout WireWriter) {
        if let value = self.orders { writer.number(1, value) }
        if let value = self.spent { writer.message(2) { value.write(to: &$0) } }
        if let value = self.lastOrderID { writer.text(3, value) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 8: self.orders = reader.number()
            case 18:
                var value = self.spent ?? .none
                let outer = reader.enter()
                value.read(from: &reader)
                reader.leave(outer)
                self.spent = value
            case 26: self.lastOrderID = reader.text()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { self.spent?.isComplete != false }
}

extension Consent {
    static var blank: Consent { Consent(channel: "") }

    func write(to writer: inout WireWriter) {
        writer.text(1, self.channel)
        if let value = self.purpose { writer.text(2, value) }
        if let value = self.textVersion { writer.text(3, value) }
        if let value = self.source { writer.text(4, value) }
        if let value = self.ip { writer.text(5, value) }
        if let value = self.userAgent { writer.text(6, value) }
        if let value = self.requestID { writer.text(7, value) }
        if let value = self.expires { writer.signed(8, value.milliseconds) }
        if self.isIncentivised { writer.flag(9, self.isIncentivised) }
        if let value = self.isConfirmed { writer.flag(10, value) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.channel = reader.text()
            case 18: self.purpose = reader.text()
            case 26: self.textVersion = reader.text()
            case 34: self.source = reader.text()
            case 42: self.ip = reader.text()
            case 50: self.userAgent = reader.text()
            case 58: self.requestID = reader.text()
            case 64: self.expires = Timestamp(milliseconds: reader.signed())
            case 72: self.isIncentivised = reader.number() != 0
            case 80: self.isConfirmed = reader.number() != 0
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { !self.channel.isEmpty }
}

extension ConsentPreferences {
    static var blank: ConsentPreferences { ConsentPreferences() }

    func write(to writer: inout WireWriter) {
        for each in self.granted { writer.text(1, each) }
        for each in self.refused { writer.text(2, each) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.granted.append(reader.text())
            case 18: self.refused.append(reader.text())
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { true }
}

extension Preferences {
    static var blank: Preferences { Preferences() }

    func write(to writer: inout WireWriter) {
        for each in self.topics { writer.text(1, each) }
        for each in self.channels { writer.text(2, each) }
        if let value = self.maxPerWeek { writer.number(3, value) }
        if let value = self.quietFrom { writer.number(4, value) }
        if let value = self.quietUntil { writer.number(5, value) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.topics.append(reader.text())
            case 18: self.channels.append(reader.text())
            case 24: self.maxPerWeek = reader.number()
            case 32: self.quietFrom = reader.number()
            case 40: self.quietUntil = reader.number()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { true }
}

extension Channel {
    static var blank: Channel { Channel() }

    func write(to writer: inout WireWriter) {
        if let value = self.channel { writer.text(1, value) }
        if let value = self.action { writer.text(2, value) }
        if let value = self.campaign { writer.text(3, value) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.channel = reader.text()
            case 18: self.action = reader.text()
            case 26: self.campaign = reader.text()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { true }
}

extension Shipment {
    static var blank: Shipment { Shipment(shipmentID: "", orderID: "") }

    func write(to writer: inout WireWriter) {
        writer.text(1, self.shipmentID)
        writer.text(2, self.orderID)
        if let value = self.carrier { writer.text(3, value) }
        if let value = self.trackingNumber { writer.text(4, value) }
        for each in self.lines { writer.message(5) { each.write(to: &$0) } }
        if let value = self.mode { writer.text(6, value) }
        if self.isCancelled { writer.flag(7, self.isCancelled) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.shipmentID = reader.text()
            case 18: self.orderID = reader.text()
            case 26: self.carrier = reader.text()
            case 34: self.trackingNumber = reader.text()
            case 42:
                var each = LineItem.blank
                let outer = reader.enter()
                each.read(from: &reader)
                reader.leave(outer)
                if !each.isComplete { reader.fail() }
                if self.lines.isEmpty { self.lines.reserveCapacity(4) }
                self.lines.append(consume each)
            case 50: self.mode = reader.text()
            case 56: self.isCancelled = reader.number() != 0
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { !self.shipmentID.isEmpty && !self.orderID.isEmpty }
}

extension DeliveryProgress {
    static var blank: DeliveryProgress { DeliveryProgress(orderID: "", status: .other) }

    func write(to writer: inout WireWriter) {
        writer.text(1, self.orderID)
        if let value = self.shipmentID { writer.text(2, value) }
        writer.number(3, Int64(self.status.rawValue))
        if let value = self.estimated { writer.signed(4, value.milliseconds) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.orderID = reader.text()
            case 18: self.shipmentID = reader.text()
            case 24: self.status = reader.choice(Status.init(rawValue:)) ?? .other
            case 32: self.estimated = Timestamp(milliseconds: reader.signed())
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { !self.orderID.isEmpty }
}

extension DeliveryReport {
    static var blank: DeliveryReport { DeliveryReport(orderID: "", problem: .other) }

    func write(to writer: inout WireWriter) {
        writer.text(1, self.orderID)
        writer.number(2, Int64(self.problem.rawValue))
        if let value = self.shipmentID { writer.text(3, value) }
        for each in self.lines { writer.message(4) { each.write(to: &$0) } }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.orderID = reader.text()
            case 16: self.problem = reader.choice(Problem.init(rawValue:)) ?? .other
            case 26: self.shipmentID = reader.text()
            case 34:
                var each = LineItem.blank
                let outer = reader.enter()
                each.read(from: &reader)
                reader.leave(outer)
                if !each.isComplete { reader.fail() }
                if self.lines.isEmpty { self.lines.reserveCapacity(4) }
                self.lines.append(consume each)
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { !self.orderID.isEmpty }
}

extension Return {
    static var blank: Return { Return(orderID: "") }

    func write(to writer: inout WireWriter) {
        writer.text(1, self.orderID)
        if let value = self.returnID { writer.text(2, value) }
        if let value = self.reason { writer.text(3, value) }
        for each in self.lines { writer.message(4) { each.write(to: &$0) } }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.orderID = reader.text()
            case 18: self.returnID = reader.text()
            case 26: self.reason = reader.text()
            case 34:
                var each = LineItem.blank
                let outer = reader.enter()
                each.read(from: &reader)
                reader.leave(outer)
                if !each.isComplete { reader.fail() }
                if self.lines.isEmpty { self.lines.reserveCapacity(4) }
                self.lines.append(consume each)
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { !self.orderID.isEmpty }
}

extension Dispute {
    static var blank: Dispute { Dispute(orderID: "") }

    func write(to writer: inout WireWriter) {
        writer.text(1, self.orderID)
        if let value = self.amount { writer.message(2) { value.write(to: &$0) } }
        if let value = self.reason { writer.text(3, value) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.orderID = reader.text()
            case 18:
                var value = self.amount ?? .none
                let outer = reader.enter()
                value.read(from: &reader)
                reader.leave(outer)
                self.amount = value
            case 26: self.reason = reader.text()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { !self.orderID.isEmpty && self.amount?.isComplete != false }
}

extension Product {
    static var blank: Product { Product() }

    func write(to writer: inout WireWriter) {
        if let value = self.name { writer.text(1, value) }
        if let value = self.category { writer.text(2, value) }
        if let value = self.brand { writer.text(3, value) }
        if let value = self.price { writer.message(4) { value.write(to: &$0) } }
        if let value = self.margin { writer.message(5) { value.write(to: &$0) } }
        if let value = self.parent { writer.text(6, value) }
        if let value = self.inventoryID { writer.text(7, value) }
        for each in self.variants { writer.message(8) { each.write(to: &$0) } }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.name = reader.text()
            case 18: self.category = reader.text()
            case 26: self.brand = reader.text()
            case 34:
                var value = self.price ?? .none
                let outer = reader.enter()
                value.read(from: &reader)
                reader.leave(outer)
                self.price = value
            case 42:
                var value = self.margin ?? .none
                let outer = reader.enter()
                value.read(from: &reader)
                reader.leave(outer)
                self.margin = value
            case 50: self.parent = reader.text()
            case 58: self.inventoryID = reader.text()
            case 66:
                var each = LineItem.blank
                let outer = reader.enter()
                each.read(from: &reader)
                reader.leave(outer)
                if !each.isComplete { reader.fail() }
                if self.variants.isEmpty { self.variants.reserveCapacity(4) }
                self.variants.append(consume each)
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { self.price?.isComplete != false && self.margin?.isComplete != false }
}

extension PriceChange {
    static var blank: PriceChange { PriceChange(price: .none) }

    func write(to writer: inout WireWriter) {
        writer.message(1) { self.price.write(to: &$0) }
        if let value = self.previous { writer.message(2) { value.write(to: &$0) } }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10:
                let outer = reader.enter()
                self.price.read(from: &reader)
                reader.leave(outer)
            case 18:
                var value = self.previous ?? .none
                let outer = reader.enter()
                value.read(from: &reader)
                reader.leave(outer)
                self.previous = value
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { self.price.isComplete && self.previous?.isComplete != false }
}

extension StockLevel {
    static var blank: StockLevel { StockLevel(available: .min) }

    func write(to writer: inout WireWriter) {
        writer.signed(1, self.available)
        if let value = self.location { writer.text(2, value) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 8: self.available = reader.signed()
            case 18: self.location = reader.text()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { self.available != .min }
}

extension NPSAnswer {
    static var blank: NPSAnswer { NPSAnswer(score: .min) }

    func write(to writer: inout WireWriter) {
        writer.number(1, self.score)
        if let value = self.surveyID { writer.text(2, value) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 8: self.score = reader.number()
            case 18: self.surveyID = reader.text()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { self.score != .min }
}

extension SurveyAnswer {
    static var blank: SurveyAnswer { SurveyAnswer(surveyID: "") }

    func write(to writer: inout WireWriter) {
        writer.text(1, self.surveyID)
        if let value = self.question { writer.text(2, value) }
        if let value = self.score { writer.signed(3, value) }
        if let value = self.choice { writer.text(4, value) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.surveyID = reader.text()
            case 18: self.question = reader.text()
            case 24: self.score = reader.signed()
            case 34: self.choice = reader.text()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { !self.surveyID.isEmpty }
}

extension Ticket {
    static var blank: Ticket { Ticket(ticketID: "") }

    func write(to writer: inout WireWriter) {
        writer.text(1, self.ticketID)
        if let value = self.topic { writer.text(2, value) }
        if let value = self.channel { writer.text(3, value) }
        if let value = self.orderID { writer.text(4, value) }
        if let value = self.product { writer.text(5, value) }
        if let value = self.satisfaction { writer.number(6, value) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.ticketID = reader.text()
            case 18: self.topic = reader.text()
            case 26: self.channel = reader.text()
            case 34: self.orderID = reader.text()
            case 42: self.product = reader.text()
            case 48: self.satisfaction = reader.number()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { !self.ticketID.isEmpty }
}

extension Mention {
    static var blank: Mention { Mention(network: "") }

    func write(to writer: inout WireWriter) {
        writer.text(1, self.network)
        if let value = self.sentiment { writer.signed(2, Int64(value.millionths)) }
        if let value = self.postID { writer.text(3, value) }
        if let value = self.handle { writer.text(4, value) }
        if let value = self.topic { writer.text(5, value) }
        if let value = self.product { writer.text(6, value) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.network = reader.text()
            case 16: self.sentiment = reader.sentiment()
            case 26: self.postID = reader.text()
            case 34: self.handle = reader.text()
            case 42: self.topic = reader.text()
            case 50: self.product = reader.text()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { !self.network.isEmpty }
}

extension SocialTouch {
    static var blank: SocialTouch { SocialTouch() }

    func write(to writer: inout WireWriter) {
        if let value = self.network { writer.text(1, value) }
        if let value = self.postID { writer.text(2, value) }
        if let value = self.action { writer.text(3, value) }
        if let value = self.product { writer.text(4, value) }
        if let value = self.handle { writer.text(5, value) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.network = reader.text()
            case 18: self.postID = reader.text()
            case 26: self.action = reader.text()
            case 34: self.product = reader.text()
            case 42: self.handle = reader.text()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { true }
}

extension UserContent {
    static var blank: UserContent { UserContent(postID: "") }

    func write(to writer: inout WireWriter) {
        if let value = self.network { writer.text(1, value) }
        writer.text(2, self.postID)
        if let value = self.product { writer.text(3, value) }
        if let value = self.hasRights { writer.flag(4, value) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.network = reader.text()
            case 18: self.postID = reader.text()
            case 26: self.product = reader.text()
            case 32: self.hasRights = reader.number() != 0
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { !self.postID.isEmpty }
}

extension Enrolment {
    static var blank: Enrolment { Enrolment() }

    func write(to writer: inout WireWriter) {
        if let value = self.programme { writer.text(1, value) }
        if let value = self.tier { writer.text(2, value) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.programme = reader.text()
            case 18: self.tier = reader.text()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { true }
}

extension Redemption {
    static var blank: Redemption { Redemption(reward: "") }

    func write(to writer: inout WireWriter) {
        writer.text(1, self.reward)
        if let value = self.points { writer.number(2, value) }
        if let value = self.orderID { writer.text(3, value) }
        if let value = self.reason { writer.text(4, value) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.reward = reader.text()
            case 16: self.points = reader.number()
            case 26: self.orderID = reader.text()
            case 34: self.reason = reader.text()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { !self.reward.isEmpty }
}

extension Referral {
    static var blank: Referral { Referral(code: "") }

    func write(to writer: inout WireWriter) {
        writer.text(1, self.code)
        if let value = self.channel { writer.text(2, value) }
        if let value = self.friend { writer.text(3, value) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.code = reader.text()
            case 18: self.channel = reader.text()
            case 26: self.friend = reader.text()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { !self.code.isEmpty }
}

extension PaidMembership {
    static var blank: PaidMembership { PaidMembership(membershipID: "") }

    func write(to writer: inout WireWriter) {
        writer.text(1, self.membershipID)
        if let value = self.plan { writer.text(2, value) }
        if let value = self.fee { writer.message(3) { value.write(to: &$0) } }
        if let value = self.until { writer.signed(4, value.milliseconds) }
        if let value = self.reason { writer.text(5, value) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.membershipID = reader.text()
            case 18: self.plan = reader.text()
            case 26:
                var value = self.fee ?? .none
                let outer = reader.enter()
                value.read(from: &reader)
                reader.leave(outer)
                self.fee = value
            case 32: self.until = Timestamp(milliseconds: reader.signed())
            case 42: self.reason = reader.text()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { !self.membershipID.isEmpty && self.fee?.isComplete != false }
}

extension Subscription {
    static var blank: Subscription { Subscription(subscriptionID: "") }

    func write(to writer: inout WireWriter) {
        writer.text(1, self.subscriptionID)
        if let value = self.plan { writer.text(2, value) }
        if let value = self.price { writer.message(3) { value.write(to: &$0) } }
        if let value = self.intervalDays { writer.number(4, value) }
        if let value = self.until { writer.signed(5, value.milliseconds) }
        if let value = self.reason { writer.text(6, value) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.subscriptionID = reader.text()
            case 18: self.plan = reader.text()
            case 26:
                var value = self.price ?? .none
                let outer = reader.enter()
                value.read(from: &reader)
                reader.leave(outer)
                self.price = value
            case 32: self.intervalDays = reader.number()
            case 40: self.until = Timestamp(milliseconds: reader.signed())
            case 50: self.reason = reader.text()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { !self.subscriptionID.isEmpty && self.price?.isComplete != false }
}

extension Booking {
    static var blank: Booking { Booking(bookingID: "") }

    func write(to writer: inout WireWriter) {
        writer.text(1, self.bookingID)
        if let value = self.service { writer.text(2, value) }
        if let value = self.price { writer.message(3) { value.write(to: &$0) } }
        if let value = self.starts { writer.signed(4, value.milliseconds) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.bookingID = reader.text()
            case 18: self.service = reader.text()
            case 26:
                var value = self.price ?? .none
                let outer = reader.enter()
                value.read(from: &reader)
                reader.leave(outer)
                self.price = value
            case 32: self.starts = Timestamp(milliseconds: reader.signed())
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { !self.bookingID.isEmpty && self.price?.isComplete != false }
}

extension Lead {
    static var blank: Lead { Lead() }

    func write(to writer: inout WireWriter) {
        if let value = self.source { writer.text(1, value) }
        if let value = self.prize { writer.text(2, value) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.source = reader.text()
            case 18: self.prize = reader.text()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { true }
}

extension ContestEntry {
    static var blank: ContestEntry { ContestEntry(contest: "") }

    func write(to writer: inout WireWriter) {
        writer.text(1, self.contest)
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.contest = reader.text()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { !self.contest.isEmpty }
}

extension CharityChoice {
    static var blank: CharityChoice { CharityChoice(charity: "") }

    func write(to writer: inout WireWriter) {
        writer.text(1, self.charity)
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.charity = reader.text()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { !self.charity.isEmpty }
}

extension Exposure {
    static var blank: Exposure { Exposure(experiment: "", arm: "") }

    func write(to writer: inout WireWriter) {
        writer.text(1, self.experiment)
        writer.text(2, self.arm)
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.experiment = reader.text()
            case 18: self.arm = reader.text()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { !self.experiment.isEmpty && !self.arm.isEmpty }
}

extension AcquisitionCost {
    static var blank: AcquisitionCost { AcquisitionCost(amount: .none) }

    func write(to writer: inout WireWriter) {
        writer.message(1) { self.amount.write(to: &$0) }
        if let value = self.source { writer.text(2, value) }
        if let value = self.campaign { writer.text(3, value) }
        if self.isRetention { writer.flag(4, self.isRetention) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10:
                let outer = reader.enter()
                self.amount.read(from: &reader)
                reader.leave(outer)
            case 18: self.source = reader.text()
            case 26: self.campaign = reader.text()
            case 32: self.isRetention = reader.number() != 0
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { self.amount.isComplete }
}

extension Incident {
    static var blank: Incident { Incident(incidentID: "", from: .distantPast) }

    func write(to writer: inout WireWriter) {
        writer.text(1, self.incidentID)
        writer.signed(2, self.from.milliseconds)
        if let value = self.until { writer.signed(3, value.milliseconds) }
        if let value = self.scope { writer.text(4, value) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.incidentID = reader.text()
            case 16: self.from = Timestamp(milliseconds: reader.signed())
            case 24: self.until = Timestamp(milliseconds: reader.signed())
            case 34: self.scope = reader.text()
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { !self.incidentID.isEmpty && self.from != .distantPast }
}

extension Season {
    static var blank: Season { Season(season: "", from: .distantPast, until: .distantPast) }

    func write(to writer: inout WireWriter) {
        writer.text(1, self.season)
        writer.signed(2, self.from.milliseconds)
        writer.signed(3, self.until.milliseconds)
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.season = reader.text()
            case 16: self.from = Timestamp(milliseconds: reader.signed())
            case 24: self.until = Timestamp(milliseconds: reader.signed())
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { !self.season.isEmpty && self.from != .distantPast && self.until != .distantPast }
}

extension PrivacyRequest {
    static var blank: PrivacyRequest { PrivacyRequest() }

    func write(to writer: inout WireWriter) {
        if let value = self.requestID { writer.text(1, value) }
        for each in self.orders { writer.text(2, each) }
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.requestID = reader.text()
            case 18: self.orders.append(reader.text())
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { true }
}
