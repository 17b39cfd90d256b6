// Made by scripts/schemas from schemas/treue/v1/events.proto: change that instead.
import JSON
import Journal
import Retention

extension Event.Body {
    /// Reads the data of an event of a type.
    static func read(
        _ kind: Event.Kind,
        _ fields: borrowing Fields,
        _ defaults: Defaults
    ) throws(Rejection) -> Event.Body {
        switch kind {
        case .orderCompleted: .orderCompleted(try Order.read(fields, defaults))
        case .orderCancelled: .orderCancelled(try OrderReversal.read(fields, defaults))
        case .orderRefunded: .orderRefunded(try OrderReversal.read(fields, defaults))
        case .productViewed: .productViewed(try ProductView.read(fields, defaults))
        case .productAdded: .productAdded(try CartChange.read(fields, defaults))
        case .productRemoved: .productRemoved(try CartChange.read(fields, defaults))
        case .socialMentioned: .socialMentioned(try Mention.read(fields, defaults))
        case .orderUpdated: .orderUpdated(try OrderVersion.read(fields, defaults))
        case .orderPaid: .orderPaid(try OrderStep.read(fields, defaults))
        case .orderFulfilled: .orderFulfilled(try OrderStep.read(fields, defaults))
        case .orderDeleted: .orderDeleted(try OrderStep.read(fields, defaults))
        case .orderPromiseSet: .orderPromiseSet(try OrderPromise.read(fields, defaults))
        case .orderOwned: .orderOwned(try OrderOwner.read(fields, defaults))
        case .checkoutStarted: .checkoutStarted(try Checkout.read(fields, defaults))
        case .checkoutUpdated: .checkoutUpdated(try Checkout.read(fields, defaults))
        case .checkoutDeleted: .checkoutDeleted(try Checkout.read(fields, defaults))
        case .checkoutStepViewed: .checkoutStepViewed(try CheckoutStep.read(fields, defaults))
        case .checkoutStepCompleted: .checkoutStepCompleted(try CheckoutStep.read(fields, defaults))
        case .paymentInfoEntered: .paymentInfoEntered(try CheckoutStep.read(fields, defaults))
        case .cartViewed: .cartViewed(try CartContents.read(fields, defaults))
        case .cartUpdated: .cartUpdated(try CartContents.read(fields, defaults))
        case .couponEntered: .couponEntered(try CouponUse.read(fields, defaults))
        case .couponApplied: .couponApplied(try CouponUse.read(fields, defaults))
        case .couponDenied: .couponDenied(try CouponUse.read(fields, defaults))
        case .couponRemoved: .couponRemoved(try CouponUse.read(fields, defaults))
        case .productsSearched: .productsSearched(try ProductSearch.read(fields, defaults))
        case .productListViewed: .productListViewed(try ProductList.read(fields, defaults))
        case .productListFiltered: .productListFiltered(try ProductList.read(fields, defaults))
        case .productClicked: .productClicked(try ProductView.read(fields, defaults))
        case .promotionViewed: .promotionViewed(try Promotion.read(fields, defaults))
        case .promotionClicked: .promotionClicked(try Promotion.read(fields, defaults))
        case .pageViewed: .pageViewed(try PageView.read(fields, defaults))
        case .screenViewed: .screenViewed(try PageView.read(fields, defaults))
        case .wishlistProductAdded: .wishlistProductAdded(try WishlistChange.read(fields, defaults))
        case .wishlistProductRemoved: .wishlistProductRemoved(try WishlistChange.read(fields, defaults))
        case .wishlistProductCarted: .wishlistProductCarted(try WishlistChange.read(fields, defaults))
        case .productShared: .productShared(try Share.read(fields, defaults))
        case .cartShared: .cartShared(try Share.read(fields, defaults))
        case .productReviewed: .productReviewed(try Review.read(fields, defaults))
        case .reviewPublished: .reviewPublished(try Review.read(fields, defaults))
        case .emailDelivered: .emailDelivered(try EmailTouch.read(fields, defaults))
        case .emailOpened: .emailOpened(try EmailTouch.read(fields, defaults))
        case .emailLinkClicked: .emailLinkClicked(try EmailTouch.read(fields, defaults))
        case .emailBounced: .emailBounced(try EmailTouch.read(fields, defaults))
        case .emailMarkedAsSpam: .emailMarkedAsSpam(try EmailTouch.read(fields, defaults))
        case .emailUnsubscribed: .emailUnsubscribed(try EmailTouch.read(fields, defaults))
        case .campaignSent: .campaignSent(try CampaignSend.read(fields, defaults))
        case .customerIdentified: .customerIdentified(try Profile.read(fields, defaults))
        case .identityMerged: .identityMerged(try IdentityMerge.read(fields, defaults))
        case .profileUpdated: .profileUpdated(try Profile.read(fields, defaults))
        case .customerDeleted: .customerDeleted(try AccountChange.read(fields, defaults))
        case .customerEnabled: .customerEnabled(try AccountChange.read(fields, defaults))
        case .customerDisabled: .customerDisabled(try AccountChange.read(fields, defaults))
        case .customerTagged: .customerTagged(try Tags.read(fields, defaults))
        case .customerUntagged: .customerUntagged(try Tags.read(fields, defaults))
        case .customerJoinedSegment: .customerJoinedSegment(try SegmentMembership.read(fields, defaults))
        case .customerLeftSegment: .customerLeftSegment(try SegmentMembership.read(fields, defaults))
        case .customerSummarized: .customerSummarized(try PurchaseSummary.read(fields, defaults))
        case .consentRequested: .consentRequested(try Consent.read(fields, defaults))
        case .consentConfirmed: .consentConfirmed(try Consent.read(fields, defaults))
        case .consentGranted: .consentGranted(try Consent.read(fields, defaults))
        case .consentWithdrawn: .consentWithdrawn(try Consent.read(fields, defaults))
        case .consentUpdated: .consentUpdated(try ConsentPreferences.read(fields, defaults))
        case .preferencesUpdated: .preferencesUpdated(try Preferences.read(fields, defaults))
        case .newsletterSubscribed: .newsletterSubscribed(try Consent.read(fields, defaults))
        case .newsletterConfirmed: .newsletterConfirmed(try Consent.read(fields, defaults))
        case .newsletterUnsubscribed: .newsletterUnsubscribed(try Consent.read(fields, defaults))
        case .channelSubscribed: .channelSubscribed(try Channel.read(fields, defaults))
        case .channelUnsubscribed: .channelUnsubscribed(try Channel.read(fields, defaults))
        case .channelEngaged: .channelEngaged(try Channel.read(fields, defaults))
        case .pushEnabled: .pushEnabled(try Channel.read(fields, defaults))
        case .pushDisabled: .pushDisabled(try Channel.read(fields, defaults))
        case .appInstalled: .appInstalled(try Channel.read(fields, defaults))
        case .appRemoved: .appRemoved(try Channel.read(fields, defaults))
        case .shipmentSent: .shipmentSent(try Shipment.read(fields, defaults))
        case .shipmentUpdated: .shipmentUpdated(try Shipment.read(fields, defaults))
        case .deliveryUpdated: .deliveryUpdated(try DeliveryProgress.read(fields, defaults))
        case .deliveryReported: .deliveryReported(try DeliveryReport.read(fields, defaults))
        case .returnRequested: .returnRequested(try Return.read(fields, defaults))
        case .returnApproved: .returnApproved(try Return.read(fields, defaults))
        case .returnDeclined: .returnDeclined(try Return.read(fields, defaults))
        case .returnReceived: .returnReceived(try Return.read(fields, defaults))
        case .disputeOpened: .disputeOpened(try Dispute.read(fields, defaults))
        case .disputeClosed: .disputeClosed(try Dispute.read(fields, defaults))
        case .productPublished: .productPublished(try Product.read(fields, defaults))
        case .productUpdated: .productUpdated(try Product.read(fields, defaults))
        case .productWithdrawn: .productWithdrawn(try Product.read(fields, defaults))
        case .priceChanged: .priceChanged(try PriceChange.read(fields, defaults))
        case .stockChanged: .stockChanged(try StockLevel.read(fields, defaults))
        case .npsAnswered: .npsAnswered(try NPSAnswer.read(fields, defaults))
        case .surveyAnswered: .surveyAnswered(try SurveyAnswer.read(fields, defaults))
        case .complaintOpened: .complaintOpened(try Ticket.read(fields, defaults))
        case .complaintAnswered: .complaintAnswered(try Ticket.read(fields, defaults))
        case .complaintResolved: .complaintResolved(try Ticket.read(fields, defaults))
        case .questionAsked: .questionAsked(try Ticket.read(fields, defaults))
        case .questionAnswered: .questionAnswered(try Ticket.read(fields, defaults))
        case .ticketOpened: .ticketOpened(try Ticket.read(fields, defaults))
        case .ticketAnswered: .ticketAnswered(try Ticket.read(fields, defaults))
        case .ticketResolved: .ticketResolved(try Ticket.read(fields, defaults))
        case .socialEngaged: .socialEngaged(try SocialTouch.read(fields, defaults))
        case .socialFollowed: .socialFollowed(try SocialTouch.read(fields, defaults))
        case .socialUnfollowed: .socialUnfollowed(try SocialTouch.read(fields, defaults))
        case .socialPostTagged: .socialPostTagged(try SocialTouch.read(fields, defaults))
        case .mentionAnswered: .mentionAnswered(try SocialTouch.read(fields, defaults))
        case .ugcPublished: .ugcPublished(try UserContent.read(fields, defaults))
        case .communityPosted: .communityPosted(try SocialTouch.read(fields, defaults))
        case .communityAnswered: .communityAnswered(try SocialTouch.read(fields, defaults))
        case .influencerPosted: .influencerPosted(try SocialTouch.read(fields, defaults))
        case .loyaltyEnrolled: .loyaltyEnrolled(try Enrolment.read(fields, defaults))
        case .loyaltyLeft: .loyaltyLeft(try Enrolment.read(fields, defaults))
        case .rewardRedeemed: .rewardRedeemed(try Redemption.read(fields, defaults))
        case .rewardRedeemFailed: .rewardRedeemFailed(try Redemption.read(fields, defaults))
        case .referralShared: .referralShared(try Referral.read(fields, defaults))
        case .referralCodeUsed: .referralCodeUsed(try Referral.read(fields, defaults))
        case .membershipPurchased: .membershipPurchased(try PaidMembership.read(fields, defaults))
        case .membershipRenewed: .membershipRenewed(try PaidMembership.read(fields, defaults))
        case .membershipCancelled: .membershipCancelled(try PaidMembership.read(fields, defaults))
        case .subscriptionStarted: .subscriptionStarted(try Subscription.read(fields, defaults))
        case .subscriptionRenewed: .subscriptionRenewed(try Subscription.read(fields, defaults))
        case .subscriptionPaused: .subscriptionPaused(try Subscription.read(fields, defaults))
        case .subscriptionResumed: .subscriptionResumed(try Subscription.read(fields, defaults))
        case .subscriptionSkipped: .subscriptionSkipped(try Subscription.read(fields, defaults))
        case .subscriptionCancelled: .subscriptionCancelled(try Subscription.read(fields, defaults))
        case .bookingMade: .bookingMade(try Booking.read(fields, defaults))
        case .leadCaptured: .leadCaptured(try Lead.read(fields, defaults))
        case .contestEntered: .contestEntered(try ContestEntry.read(fields, defaults))
        case .charityChosen: .charityChosen(try CharityChoice.read(fields, defaults))
        case .experimentExposed: .experimentExposed(try Exposure.read(fields, defaults))
        case .acquisitionCostRecorded: .acquisitionCostRecorded(try AcquisitionCost.read(fields, defaults))
        case .incidentDeclared: .incidentDeclared(try Incident.read(fields, defaults))
        case .seasonDeclared: .seasonDeclared(try Season.read(fields, defaults))
        case .privacyDataRequested: .privacyDataRequested(try PrivacyRequest.read(fields, defaults))
        case .privacyErasureRequested: .privacyErasureRequested(try PrivacyRequest.read(fields, defaults))
        case .privacyShopErasureRequested: .privacyShopErasureRequested(try PrivacyRequest.read(fields, defaults))
        }
    }
}

extension LineItem {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        let currency = try fields.currency(else: defaults.currency)
        return LineItem(
            product: try fields.text("sku", else: ["product_id", "id", "variant", "name"]),
            quantity: try fields.quantity("quantity"),
            price: try fields.optionalAmount("price", in: currency),
            category: try fields.optionalText("category")
        )
    }
}

extension Order {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        let currency = try fields.currency(else: defaults.currency)
        let lines = try fields.lines("products", in: currency)
        return Order(
            id: try fields.text("order_id", else: ["orderId"]),
            total: try fields.total(lines, in: currency),
            lines: lines,
            coupon: try fields.optionalText("coupon"),
            checkoutID: try fields.optionalText("checkout_id"),
            cartID: try fields.optionalText("cart_id"),
            channel: try fields.optionalText("channel"),
            isReference: try fields.optionalFlag("reference") ?? false
        )
    }
}

extension OrderReversal {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        let currency = try fields.currency(else: defaults.currency)
        return OrderReversal(
            orderID: try fields.text("order_id", else: ["orderId"]),
            amount: try fields.optionalAmount("total", in: currency),
            lines: try fields.lines("products", in: currency),
            reason: try fields.optionalText("reason")
        )
    }
}

extension OrderVersion {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        let currency = try fields.currency(else: defaults.currency)
        let lines = try fields.lines("products", in: currency)
        return OrderVersion(
            id: try fields.text("order_id", else: ["orderId"]),
            total: try fields.total(lines, in: currency),
            version: try fields.time("version"),
            placed: try fields.optionalTime("placed"),
            lines: lines,
            isCancelled: try fields.optionalFlag("cancelled") ?? false,
            isReference: try fields.optionalFlag("reference") ?? false,
            refunded: try fields.optionalAmount("refunded", in: currency)
        )
    }
}

extension OrderStep {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return OrderStep(
            orderID: try fields.text("order_id", else: ["orderId"]),
            isPartial: try fields.optionalFlag("partial") ?? false
        )
    }
}

extension OrderPromise {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return OrderPromise(
            orderID: try fields.text("order_id", else: ["orderId"]),
            latest: try fields.time("latest"),
            earliest: try fields.optionalTime("earliest")
        )
    }
}

extension OrderOwner {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return OrderOwner(
            owner: try fields.subject("owner")
        )
    }
}

extension Checkout {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        let currency = try fields.currency(else: defaults.currency)
        return Checkout(
            checkoutID: try fields.optionalText("checkout_id"),
            orderID: try fields.optionalText("order_id"),
            cartID: try fields.optionalText("cart_id"),
            value: try fields.optionalAmount(["value", "total", "revenue"], in: currency),
            shipping: try fields.optionalAmount("shipping", in: currency),
            tax: try fields.optionalAmount("tax", in: currency),
            coupon: try fields.optionalText("coupon"),
            lines: try fields.lines("products", in: currency)
        )
    }
}

extension CheckoutStep {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return CheckoutStep(
            checkoutID: try fields.optionalText("checkout_id"),
            orderID: try fields.optionalText("order_id"),
            step: try fields.optionalNumber("step", in: 0...1000),
            shippingMethod: try fields.optionalText("shipping_method"),
            paymentMethod: try fields.optionalText("payment_method")
        )
    }
}

extension ProductView {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        let currency = try fields.currency(else: defaults.currency)
        return ProductView(
            product: try fields.text("sku", else: ["product_id", "id", "variant", "name"]),
            category: try fields.optionalText("category"),
            price: try fields.optionalAmount("price", in: currency)
        )
    }
}

extension CartChange {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        let currency = try fields.currency(else: defaults.currency)
        return CartChange(
            product: try fields.text("sku", else: ["product_id", "id", "variant", "name"]),
            quantity: try fields.quantity("quantity"),
            price: try fields.optionalAmount("price", in: currency),
            category: try fields.optionalText("category"),
            cartID: try fields.optionalText("cart_id")
        )
    }
}

extension CartContents {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        let currency = try fields.currency(else: defaults.currency)
        return CartContents(
            cartID: try fields.optionalText("cart_id"),
            lines: try fields.lines("products", in: currency)
        )
    }
}

extension CouponUse {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        let currency = try fields.currency(else: defaults.currency)
        return CouponUse(
            coupon: try fields.text("coupon_id", else: ["coupon_name", "coupon"]),
            orderID: try fields.optionalText("order_id"),
            cartID: try fields.optionalText("cart_id"),
            discount: try fields.optionalAmount("discount", in: currency),
            reason: try fields.optionalText("reason")
        )
    }
}

extension ProductSearch {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return ProductSearch(
            query: try fields.optionalText("query")
        )
    }
}

extension ProductList {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        let currency = try fields.currency(else: defaults.currency)
        return ProductList(
            listID: try fields.optionalText("list_id"),
            category: try fields.optionalText("category"),
            lines: try fields.lines("products", in: currency)
        )
    }
}

extension Promotion {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return Promotion(
            promotionID: try fields.optionalText("promotion_id", else: ["name"]),
            creative: try fields.optionalText("creative"),
            position: try fields.optionalText("position")
        )
    }
}

extension PageView {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return PageView(
            name: try fields.optionalText("name"),
            category: try fields.optionalText("category"),
            path: try fields.optionalText("path"),
            campaign: try fields.optionalText("campaign"),
            source: try fields.optionalText("source"),
            medium: try fields.optionalText("medium")
        )
    }
}

extension WishlistChange {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        let currency = try fields.currency(else: defaults.currency)
        return WishlistChange(
            product: try fields.text("sku", else: ["product_id", "id", "variant", "name"]),
            wishlistID: try fields.optionalText("wishlist_id"),
            category: try fields.optionalText("category"),
            price: try fields.optionalAmount("price", in: currency),
            cartID: try fields.optionalText("cart_id"),
            quantity: try fields.quantity("quantity")
        )
    }
}

extension Share {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return Share(
            via: try fields.optionalText("share_via"),
            product: try fields.optionalText("sku", else: ["product_id", "product"]),
            cartID: try fields.optionalText("cart_id")
        )
    }
}

extension Review {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return Review(
            product: try fields.optionalText("sku", else: ["product_id", "product"]),
            reviewID: try fields.optionalText("review_id"),
            rating: try fields.optionalMillionths("rating", in: 0...100),
            site: try fields.optionalText("site"),
            orderID: try fields.optionalText("order_id")
        )
    }
}

extension EmailTouch {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return EmailTouch(
            emailID: try fields.optionalText("email_id"),
            campaign: try fields.optionalText("campaign_id", else: ["campaign_name", "campaign"]),
            linkID: try fields.optionalText("link_id")
        )
    }
}

extension CampaignSend {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return CampaignSend(
            campaign: try fields.text("campaign_id", else: ["campaign_name", "campaign"]),
            channel: try fields.text("channel"),
            messageID: try fields.optionalText("message_id"),
            signalID: try fields.optionalText("signal_id")
        )
    }
}

extension Profile {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return Profile(
            birthDate: try fields.optionalDate(["birth_date", "birthday"]),
            timeZone: try fields.optionalText("time_zone", else: ["timezone"]),
            locale: try fields.optionalText("locale"),
            country: try fields.optionalText("country"),
            region: try fields.optionalText("region"),
            postalCode: try fields.optionalText("postal_code"),
            gender: try fields.optionalText("gender"),
            since: try fields.optionalTime(["created_at", "since"]),
            handle: try fields.optionalText("handle"),
            visitor: try fields.optionalText("anonymous_id", else: ["visitor"])
        )
    }
}

extension IdentityMerge {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return IdentityMerge(
            previous: try fields.subject("previous")
        )
    }
}

extension AccountChange {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return AccountChange(
            reason: try fields.optionalText("reason")
        )
    }
}

extension Tags {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return Tags(
            tags: try fields.texts("tags")
        )
    }
}

extension SegmentMembership {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return SegmentMembership(
            segment: try fields.text("segment_id", else: ["segment"])
        )
    }
}

extension PurchaseSummary {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        let currency = try fields.currency(else: defaults.currency)
        return PurchaseSummary(
            orders: try fields.optionalNumber("orders", in: 0...1000000000),
            spent: try fields.optionalAmount("spent", in: currency),
            lastOrderID: try fields.optionalText("last_order_id")
        )
    }
}

extension Consent {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return Consent(
            channel: try fields.text("channel"),
            purpose: try fields.optionalText("purpose"),
            textVersion: try fields.optionalText("text_version"),
            source: try fields.optionalText("source"),
            ip: try fields.optionalText("ip"),
            userAgent: try fields.optionalText("user_agent"),
            requestID: try fields.optionalText("request_id"),
            expires: try fields.optionalTime("expires"),
            isIncentivised: try fields.optionalFlag("incentivised") ?? false,
            isConfirmed: try fields.optionalFlag("confirmed")
        )
    }
}

extension ConsentPreferences {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return ConsentPreferences(
            granted: try fields.optionalTexts("granted"),
            refused: try fields.optionalTexts("refused")
        )
    }
}

extension Preferences {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return Preferences(
            topics: try fields.optionalTexts("topics"),
            channels: try fields.optionalTexts("channels"),
            maxPerWeek: try fields.optionalNumber("max_per_week", in: 0...1000),
            quietFrom: try fields.optionalNumber("quiet_from", in: 0...1439),
            quietUntil: try fields.optionalNumber("quiet_until", in: 0...1439)
        )
    }
}

extension Channel {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return Channel(
            channel: try fields.optionalText("channel"),
            action: try fields.optionalText("action"),
            campaign: try fields.optionalText("campaign")
        )
    }
}

extension Shipment {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        let currency = try fields.currency(else: defaults.currency)
        return Shipment(
            shipmentID: try fields.text("shipment_id", else: ["fulfillment_id"]),
            orderID: try fields.text("order_id", else: ["orderId"]),
            carrier: try fields.optionalText("carrier", else: ["tracking_company"]),
            trackingNumber: try fields.optionalText("tracking_number"),
            lines: try fields.lines("products", in: currency),
            mode: try fields.optionalText("mode"),
            isCancelled: try fields.optionalFlag("cancelled") ?? false
        )
    }
}

extension DeliveryProgress {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return DeliveryProgress(
            orderID: try fields.text("order_id", else: ["orderId"]),
            status: try fields.choice("status", of: DeliveryProgress.Status.allCases, \.name),
            shipmentID: try fields.optionalText("shipment_id", else: ["fulfillment_id"]),
            estimated: try fields.optionalTime(["estimated", "estimated_delivery_at"])
        )
    }
}

extension DeliveryReport {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        let currency = try fields.currency(else: defaults.currency)
        return DeliveryReport(
            orderID: try fields.text("order_id", else: ["orderId"]),
            problem: try fields.choice("problem", of: DeliveryReport.Problem.allCases, \.name),
            shipmentID: try fields.optionalText("shipment_id"),
            lines: try fields.lines("products", in: currency)
        )
    }
}

extension Return {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        let currency = try fields.currency(else: defaults.currency)
        return Return(
            orderID: try fields.text("order_id", else: ["orderId"]),
            returnID: try fields.optionalText("return_id"),
            reason: try fields.optionalText("reason"),
            lines: try fields.lines("products", in: currency)
        )
    }
}

extension Dispute {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        let currency = try fields.currency(else: defaults.currency)
        return Dispute(
            orderID: try fields.text("order_id", else: ["orderId"]),
            amount: try fields.optionalAmount("amount", in: currency),
            reason: try fields.optionalText("reason")
        )
    }
}

extension Product {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        let currency = try fields.currency(else: defaults.currency)
        return Product(
            name: try fields.optionalText("name", else: ["title"]),
            category: try fields.optionalText("category", else: ["product_type"]),
            brand: try fields.optionalText("brand", else: ["vendor"]),
            price: try fields.optionalAmount("price", in: currency),
            margin: try fields.optionalAmount("margin", in: currency),
            parent: try fields.optionalText("parent"),
            inventoryID: try fields.optionalText("inventory_item_id", else: ["inventory_id"]),
            variants: try fields.lines("variants", in: currency)
        )
    }
}

extension PriceChange {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        let currency = try fields.currency(else: defaults.currency)
        return PriceChange(
            price: try fields.amount("price", in: currency),
            previous: try fields.optionalAmount(["previous", "compare_at_price"], in: currency)
        )
    }
}

extension StockLevel {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return StockLevel(
            available: try fields.number("available", in: -1000000000...1000000000),
            location: try fields.optionalText("location_id", else: ["location"])
        )
    }
}

extension NPSAnswer {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return NPSAnswer(
            score: try fields.number("score", in: 0...10),
            surveyID: try fields.optionalText("survey_id")
        )
    }
}

extension SurveyAnswer {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return SurveyAnswer(
            surveyID: try fields.text("survey_id"),
            question: try fields.optionalText("question"),
            score: try fields.optionalMillionths("score", in: -1000000...1000000),
            choice: try fields.optionalText("choice")
        )
    }
}

extension Ticket {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return Ticket(
            ticketID: try fields.text("ticket_id"),
            topic: try fields.optionalText("topic"),
            channel: try fields.optionalText("channel"),
            orderID: try fields.optionalText("order_id"),
            product: try fields.optionalText("sku", else: ["product_id", "product"]),
            satisfaction: try fields.optionalNumber("satisfaction", in: 0...10)
        )
    }
}

extension Mention {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return Mention(
            network: try fields.optionalText("network") ?? "unknown",
            sentiment: try fields.optionalSentiment("sentiment"),
            postID: try fields.optionalText("post_id"),
            handle: try fields.optionalText("author_handle", else: ["handle"]),
            topic: try fields.optionalText("topic"),
            product: try fields.optionalText("sku", else: ["product_id", "product"])
        )
    }
}

extension SocialTouch {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return SocialTouch(
            network: try fields.optionalText("network"),
            postID: try fields.optionalText("post_id"),
            action: try fields.optionalText("action"),
            product: try fields.optionalText("sku", else: ["product_id", "product"]),
            handle: try fields.optionalText("author_handle", else: ["handle"])
        )
    }
}

extension UserContent {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return UserContent(
            postID: try fields.text("post_id"),
            network: try fields.optionalText("network"),
            product: try fields.optionalText("sku", else: ["product_id", "product"]),
            hasRights: try fields.optionalFlag("rights")
        )
    }
}

extension Enrolment {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return Enrolment(
            programme: try fields.optionalText("programme"),
            tier: try fields.optionalText("tier")
        )
    }
}

extension Redemption {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return Redemption(
            reward: try fields.text("reward"),
            points: try fields.optionalNumber("points", in: 0...1000000000),
            orderID: try fields.optionalText("order_id"),
            reason: try fields.optionalText("reason")
        )
    }
}

extension Referral {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return Referral(
            code: try fields.text("code"),
            channel: try fields.optionalText("channel"),
            friend: try fields.optionalText("friend")
        )
    }
}

extension PaidMembership {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        let currency = try fields.currency(else: defaults.currency)
        return PaidMembership(
            membershipID: try fields.text("membership_id"),
            plan: try fields.optionalText("plan"),
            fee: try fields.optionalAmount("fee", in: currency),
            until: try fields.optionalTime("until"),
            reason: try fields.optionalText("reason")
        )
    }
}

extension Subscription {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        let currency = try fields.currency(else: defaults.currency)
        return Subscription(
            subscriptionID: try fields.text("subscription_id"),
            plan: try fields.optionalText("plan"),
            price: try fields.optionalAmount("price", in: currency),
            intervalDays: try fields.optionalNumber("interval_days", in: 1...3660),
            until: try fields.optionalTime("until"),
            reason: try fields.optionalText("reason")
        )
    }
}

extension Booking {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        let currency = try fields.currency(else: defaults.currency)
        return Booking(
            bookingID: try fields.text("booking_id"),
            service: try fields.optionalText("service"),
            price: try fields.optionalAmount("price", in: currency),
            starts: try fields.optionalTime("starts")
        )
    }
}

extension Lead {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return Lead(
            source: try fields.optionalText("source"),
            prize: try fields.optionalText("prize")
        )
    }
}

extension ContestEntry {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return ContestEntry(
            contest: try fields.text("contest")
        )
    }
}

extension CharityChoice {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return CharityChoice(
            charity: try fields.text("charity")
        )
    }
}

extension Exposure {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return Exposure(
            experiment: try fields.text("experiment"),
            arm: try fields.text("arm")
        )
    }
}

extension AcquisitionCost {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        let currency = try fields.currency(else: defaults.currency)
        return AcquisitionCost(
            amount: try fields.amount("amount", in: currency),
            source: try fields.optionalText("source"),
            campaign: try fields.optionalText("campaign"),
            isRetention: try fields.optionalFlag("retention") ?? false
        )
    }
}

extension Incident {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return Incident(
            incidentID: try fields.text("incident_id"),
            from: try fields.time("from"),
            until: try fields.optionalTime("until"),
            scope: try fields.optionalText("scope")
        )
    }
}

extension Season {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return Season(
            season: try fields.text("season"),
            from: try fields.time("from"),
            until: try fields.time("until")
        )
    }
}

extension PrivacyRequest {
    static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self {
        return PrivacyRequest(
            requestID: try fields.optionalText("request_id"),
            orders: try fields.optionalTexts("orders")
        )
    }
}
