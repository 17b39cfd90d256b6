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
        case .orderCompleted: .orderCompleted(try Order(fields, defaults))
        case .orderCancelled: .orderCancelled(try OrderReversal(fields, defaults))
        case .orderRefunded: .orderRefunded(try OrderReversal(fields, defaults))
        case .productViewed: .productViewed(try ProductView(fields, defaults))
        case .productAdded: .productAdded(try CartChange(fields, defaults))
        case .productRemoved: .productRemoved(try CartChange(fields, defaults))
        case .socialMentioned: .socialMentioned(try Mention(fields, defaults))
        case .orderUpdated: .orderUpdated(try OrderVersion(fields, defaults))
        case .orderPaid: .orderPaid(try OrderStep(fields, defaults))
        case .orderFulfilled: .orderFulfilled(try OrderStep(fields, defaults))
        case .orderDeleted: .orderDeleted(try OrderStep(fields, defaults))
        case .orderPromiseSet: .orderPromiseSet(try OrderPromise(fields, defaults))
        case .orderOwned: .orderOwned(try OrderOwner(fields, defaults))
        case .checkoutStarted: .checkoutStarted(try Checkout(fields, defaults))
        case .checkoutUpdated: .checkoutUpdated(try Checkout(fields, defaults))
        case .checkoutDeleted: .checkoutDeleted(try Checkout(fields, defaults))
        case .checkoutStepViewed: .checkoutStepViewed(try CheckoutStep(fields, defaults))
        case .checkoutStepCompleted: .checkoutStepCompleted(try CheckoutStep(fields, defaults))
        case .paymentInfoEntered: .paymentInfoEntered(try CheckoutStep(fields, defaults))
        case .cartViewed: .cartViewed(try CartContents(fields, defaults))
        case .cartUpdated: .cartUpdated(try CartContents(fields, defaults))
        case .couponEntered: .couponEntered(try CouponUse(fields, defaults))
        case .couponApplied: .couponApplied(try CouponUse(fields, defaults))
        case .couponDenied: .couponDenied(try CouponUse(fields, defaults))
        case .couponRemoved: .couponRemoved(try CouponUse(fields, defaults))
        case .productsSearched: .productsSearched(try ProductSearch(fields, defaults))
        case .productListViewed: .productListViewed(try ProductList(fields, defaults))
        case .productListFiltered: .productListFiltered(try ProductList(fields, defaults))
        case .productClicked: .productClicked(try ProductView(fields, defaults))
        case .promotionViewed: .promotionViewed(try Promotion(fields, defaults))
        case .promotionClicked: .promotionClicked(try Promotion(fields, defaults))
        case .pageViewed: .pageViewed(try PageView(fields, defaults))
        case .screenViewed: .screenViewed(try PageView(fields, defaults))
        case .wishlistProductAdded: .wishlistProductAdded(try WishlistChange(fields, defaults))
        case .wishlistProductRemoved: .wishlistProductRemoved(try WishlistChange(fields, defaults))
        case .wishlistProductCarted: .wishlistProductCarted(try WishlistChange(fields, defaults))
        case .productShared: .productShared(try Share(fields, defaults))
        case .cartShared: .cartShared(try Share(fields, defaults))
        case .productReviewed: .productReviewed(try Review(fields, defaults))
        case .reviewPublished: .reviewPublished(try Review(fields, defaults))
        case .emailDelivered: .emailDelivered(try EmailTouch(fields, defaults))
        case .emailOpened: .emailOpened(try EmailTouch(fields, defaults))
        case .emailLinkClicked: .emailLinkClicked(try EmailTouch(fields, defaults))
        case .emailBounced: .emailBounced(try EmailTouch(fields, defaults))
        case .emailMarkedAsSpam: .emailMarkedAsSpam(try EmailTouch(fields, defaults))
        case .emailUnsubscribed: .emailUnsubscribed(try EmailTouch(fields, defaults))
        case .campaignSent: .campaignSent(try CampaignSend(fields, defaults))
        case .customerIdentified: .customerIdentified(try Profile(fields, defaults))
        case .identityMerged: .identityMerged(try IdentityMerge(fields, defaults))
        case .profileUpdated: .profileUpdated(try Profile(fields, defaults))
        case .customerDeleted: .customerDeleted(try AccountChange(fields, defaults))
        case .customerEnabled: .customerEnabled(try AccountChange(fields, defaults))
        case .customerDisabled: .customerDisabled(try AccountChange(fields, defaults))
        case .customerTagged: .customerTagged(try Tags(fields, defaults))
        case .customerUntagged: .customerUntagged(try Tags(fields, defaults))
        case .customerJoinedSegment: .customerJoinedSegment(try SegmentMembership(fields, defaults))
        case .customerLeftSegment: .customerLeftSegment(try SegmentMembership(fields, defaults))
        case .customerSummarized: .customerSummarized(try PurchaseSummary(fields, defaults))
        case .consentRequested: .consentRequested(try Consent(fields, defaults))
        case .consentConfirmed: .consentConfirmed(try Consent(fields, defaults))
        case .consentGranted: .consentGranted(try Consent(fields, defaults))
        case .consentWithdrawn: .consentWithdrawn(try Consent(fields, defaults))
        case .consentUpdated: .consentUpdated(try ConsentPreferences(fields, defaults))
        case .preferencesUpdated: .preferencesUpdated(try Preferences(fields, defaults))
        case .newsletterSubscribed: .newsletterSubscribed(try Consent(fields, defaults))
        case .newsletterConfirmed: .newsletterConfirmed(try Consent(fields, defaults))
        case .newsletterUnsubscribed: .newsletterUnsubscribed(try Consent(fields, defaults))
        case .channelSubscribed: .channelSubscribed(try Channel(fields, defaults))
        case .channelUnsubscribed: .channelUnsubscribed(try Channel(fields, defaults))
        case .channelEngaged: .channelEngaged(try Channel(fields, defaults))
        case .pushEnabled: .pushEnabled(try Channel(fields, defaults))
        case .pushDisabled: .pushDisabled(try Channel(fields, defaults))
        case .appInstalled: .appInstalled(try Channel(fields, defaults))
        case .appRemoved: .appRemoved(try Channel(fields, defaults))
        case .shipmentSent: .shipmentSent(try Shipment(fields, defaults))
        case .shipmentUpdated: .shipmentUpdated(try Shipment(fields, defaults))
        case .deliveryUpdated: .deliveryUpdated(try DeliveryProgress(fields, defaults))
        case .deliveryReported: .deliveryReported(try DeliveryReport(fields, defaults))
        case .returnRequested: .returnRequested(try Return(fields, defaults))
        case .returnApproved: .returnApproved(try Return(fields, defaults))
        case .returnDeclined: .returnDeclined(try Return(fields, defaults))
        case .returnReceived: .returnReceived(try Return(fields, defaults))
        case .disputeOpened: .disputeOpened(try Dispute(fields, defaults))
        case .disputeClosed: .disputeClosed(try Dispute(fields, defaults))
        case .productPublished: .productPublished(try Product(fields, defaults))
        case .productUpdated: .productUpdated(try Product(fields, defaults))
        case .productWithdrawn: .productWithdrawn(try Product(fields, defaults))
        case .priceChanged: .priceChanged(try PriceChange(fields, defaults))
        case .stockChanged: .stockChanged(try StockLevel(fields, defaults))
        case .npsAnswered: .npsAnswered(try NPSAnswer(fields, defaults))
        case .surveyAnswered: .surveyAnswered(try SurveyAnswer(fields, defaults))
        case .complaintOpened: .complaintOpened(try Ticket(fields, defaults))
        case .complaintAnswered: .complaintAnswered(try Ticket(fields, defaults))
        case .complaintResolved: .complaintResolved(try Ticket(fields, defaults))
        case .questionAsked: .questionAsked(try Ticket(fields, defaults))
        case .questionAnswered: .questionAnswered(try Ticket(fields, defaults))
        case .ticketOpened: .ticketOpened(try Ticket(fields, defaults))
        case .ticketAnswered: .ticketAnswered(try Ticket(fields, defaults))
        case .ticketResolved: .ticketResolved(try Ticket(fields, defaults))
        case .socialEngaged: .socialEngaged(try SocialTouch(fields, defaults))
        case .socialFollowed: .socialFollowed(try SocialTouch(fields, defaults))
        case .socialUnfollowed: .socialUnfollowed(try SocialTouch(fields, defaults))
        case .socialPostTagged: .socialPostTagged(try SocialTouch(fields, defaults))
        case .mentionAnswered: .mentionAnswered(try SocialTouch(fields, defaults))
        case .ugcPublished: .ugcPublished(try UserContent(fields, defaults))
        case .communityPosted: .communityPosted(try SocialTouch(fields, defaults))
        case .communityAnswered: .communityAnswered(try SocialTouch(fields, defaults))
        case .influencerPosted: .influencerPosted(try SocialTouch(fields, defaults))
        case .loyaltyEnrolled: .loyaltyEnrolled(try Enrolment(fields, defaults))
        case .loyaltyLeft: .loyaltyLeft(try Enrolment(fields, defaults))
        case .rewardRedeemed: .rewardRedeemed(try Redemption(fields, defaults))
        case .rewardRedeemFailed: .rewardRedeemFailed(try Redemption(fields, defaults))
        case .referralShared: .referralShared(try Referral(fields, defaults))
        case .referralCodeUsed: .referralCodeUsed(try Referral(fields, defaults))
        case .membershipPurchased: .membershipPurchased(try PaidMembership(fields, defaults))
        case .membershipRenewed: .membershipRenewed(try PaidMembership(fields, defaults))
        case .membershipCancelled: .membershipCancelled(try PaidMembership(fields, defaults))
        case .subscriptionStarted: .subscriptionStarted(try Subscription(fields, defaults))
        case .subscriptionRenewed: .subscriptionRenewed(try Subscription(fields, defaults))
        case .subscriptionPaused: .subscriptionPaused(try Subscription(fields, defaults))
        case .subscriptionResumed: .subscriptionResumed(try Subscription(fields, defaults))
        case .subscriptionSkipped: .subscriptionSkipped(try Subscription(fields, defaults))
        case .subscriptionCancelled: .subscriptionCancelled(try Subscription(fields, defaults))
        case .bookingMade: .bookingMade(try Booking(fields, defaults))
        case .leadCaptured: .leadCaptured(try Lead(fields, defaults))
        case .contestEntered: .contestEntered(try ContestEntry(fields, defaults))
        case .charityChosen: .charityChosen(try CharityChoice(fields, defaults))
        case .experimentExposed: .experimentExposed(try Exposure(fields, defaults))
        case .acquisitionCostRecorded: .acquisitionCostRecorded(try AcquisitionCost(fields, defaults))
        case .incidentDeclared: .incidentDeclared(try Incident(fields, defaults))
        case .seasonDeclared: .seasonDeclared(try Season(fields, defaults))
        case .privacyDataRequested: .privacyDataRequested(try PrivacyRequest(fields, defaults))
        case .privacyErasureRequested: .privacyErasureRequested(try PrivacyRequest(fields, defaults))
        case .privacyShopErasureRequested: .privacyShopErasureRequested(try PrivacyRequest(fields, defaults))
        }
    }
}

extension LineItem {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        let currency = try fields.currency(else: defaults.currency)
        self.init(
            product: try fields.text(["sku", "product_id", "id", "variant", "name"]),
            quantity: try fields.quantity("quantity"),
            price: try fields.optionalAmount("price", in: currency),
            category: try fields.optionalText("category")
        )
    }
}

extension Order {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        let currency = try fields.currency(else: defaults.currency)
        let lines = try fields.lines("products", in: currency)
        self.init(
            id: try fields.text(["order_id", "orderId"]),
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
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        let currency = try fields.currency(else: defaults.currency)
        self.init(
            orderID: try fields.text(["order_id", "orderId"]),
            amount: try fields.optionalAmount("total", in: currency),
            lines: try fields.lines("products", in: currency),
            reason: try fields.optionalText("reason")
        )
    }
}

extension OrderVersion {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        let currency = try fields.currency(else: defaults.currency)
        let lines = try fields.lines("products", in: currency)
        self.init(
            id: try fields.text(["order_id", "orderId"]),
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
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
            orderID: try fields.text(["order_id", "orderId"]),
            isPartial: try fields.optionalFlag("partial") ?? false
        )
    }
}

extension OrderPromise {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
            orderID: try fields.text(["order_id", "orderId"]),
            latest: try fields.time("latest"),
            earliest: try fields.optionalTime("earliest")
        )
    }
}

extension OrderOwner {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
            owner: try fields.subject("owner")
        )
    }
}

extension Checkout {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        let currency = try fields.currency(else: defaults.currency)
        self.init(
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
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
            checkoutID: try fields.optionalText("checkout_id"),
            orderID: try fields.optionalText("order_id"),
            step: try fields.optionalNumber("step", in: 0...1000),
            shippingMethod: try fields.optionalText("shipping_method"),
            paymentMethod: try fields.optionalText("payment_method")
        )
    }
}

extension ProductView {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        let currency = try fields.currency(else: defaults.currency)
        self.init(
            product: try fields.text(["sku", "product_id", "id", "variant", "name"]),
            category: try fields.optionalText("category"),
            price: try fields.optionalAmount("price", in: currency)
        )
    }
}

extension CartChange {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        let currency = try fields.currency(else: defaults.currency)
        self.init(
            product: try fields.text(["sku", "product_id", "id", "variant", "name"]),
            quantity: try fields.quantity("quantity"),
            price: try fields.optionalAmount("price", in: currency),
            category: try fields.optionalText("category"),
            cartID: try fields.optionalText("cart_id")
        )
    }
}

extension CartContents {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        let currency = try fields.currency(else: defaults.currency)
        self.init(
            cartID: try fields.optionalText("cart_id"),
            lines: try fields.lines("products", in: currency)
        )
    }
}

extension CouponUse {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        let currency = try fields.currency(else: defaults.currency)
        self.init(
            coupon: try fields.text(["coupon_id", "coupon_name", "coupon"]),
            orderID: try fields.optionalText("order_id"),
            cartID: try fields.optionalText("cart_id"),
            discount: try fields.optionalAmount("discount", in: currency),
            reason: try fields.optionalText("reason")
        )
    }
}

extension ProductSearch {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
            query: try fields.optionalText("query")
        )
    }
}

extension ProductList {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        let currency = try fields.currency(else: defaults.currency)
        self.init(
            listID: try fields.optionalText("list_id"),
            category: try fields.optionalText("category"),
            lines: try fields.lines("products", in: currency)
        )
    }
}

extension Promotion {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
            promotionID: try fields.optionalText(["promotion_id", "name"]),
            creative: try fields.optionalText("creative"),
            position: try fields.optionalText("position")
        )
    }
}

extension PageView {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
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
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        let currency = try fields.currency(else: defaults.currency)
        self.init(
            product: try fields.text(["sku", "product_id", "id", "variant", "name"]),
            wishlistID: try fields.optionalText("wishlist_id"),
            category: try fields.optionalText("category"),
            price: try fields.optionalAmount("price", in: currency),
            cartID: try fields.optionalText("cart_id"),
            quantity: try fields.quantity("quantity")
        )
    }
}

extension Share {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
            via: try fields.optionalText("share_via"),
            product: try fields.optionalText(["sku", "product_id", "product"]),
            cartID: try fields.optionalText("cart_id")
        )
    }
}

extension Review {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
            product: try fields.optionalText(["sku", "product_id", "product"]),
            reviewID: try fields.optionalText("review_id"),
            rating: try fields.optionalMillionths("rating", in: 0...100),
            site: try fields.optionalText("site"),
            orderID: try fields.optionalText("order_id")
        )
    }
}

extension EmailTouch {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
            emailID: try fields.optionalText("email_id"),
            campaign: try fields.optionalText(["campaign_id", "campaign_name", "campaign"]),
            linkID: try fields.optionalText("link_id")
        )
    }
}

extension CampaignSend {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
            campaign: try fields.text(["campaign_id", "campaign_name", "campaign"]),
            channel: try fields.text("channel"),
            messageID: try fields.optionalText("message_id"),
            signalID: try fields.optionalText("signal_id")
        )
    }
}

extension Profile {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
            birthDate: try fields.optionalDate(["birth_date", "birthday"]),
            timeZone: try fields.optionalText(["time_zone", "timezone"]),
            locale: try fields.optionalText("locale"),
            country: try fields.optionalText("country"),
            region: try fields.optionalText("region"),
            postalCode: try fields.optionalText("postal_code"),
            gender: try fields.optionalText("gender"),
            since: try fields.optionalTime(["created_at", "since"]),
            handle: try fields.optionalText("handle"),
            visitor: try fields.optionalText(["anonymous_id", "visitor"])
        )
    }
}

extension IdentityMerge {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
            previous: try fields.subject("previous")
        )
    }
}

extension AccountChange {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
            reason: try fields.optionalText("reason")
        )
    }
}

extension Tags {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
            tags: try fields.texts("tags")
        )
    }
}

extension SegmentMembership {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
            segment: try fields.text(["segment_id", "segment"])
        )
    }
}

extension PurchaseSummary {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        let currency = try fields.currency(else: defaults.currency)
        self.init(
            orders: try fields.optionalNumber("orders", in: 0...1000000000),
            spent: try fields.optionalAmount("spent", in: currency),
            lastOrderID: try fields.optionalText("last_order_id")
        )
    }
}

extension Consent {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
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
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
            granted: try fields.optionalTexts("granted"),
            refused: try fields.optionalTexts("refused")
        )
    }
}

extension Preferences {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
            topics: try fields.optionalTexts("topics"),
            channels: try fields.optionalTexts("channels"),
            maxPerWeek: try fields.optionalNumber("max_per_week", in: 0...1000),
            quietFrom: try fields.optionalNumber("quiet_from", in: 0...1439),
            quietUntil: try fields.optionalNumber("quiet_until", in: 0...1439)
        )
    }
}

extension Channel {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
            channel: try fields.optionalText("channel"),
            action: try fields.optionalText("action"),
            campaign: try fields.optionalText("campaign")
        )
    }
}

extension Shipment {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        let currency = try fields.currency(else: defaults.currency)
        self.init(
            shipmentID: try fields.text(["shipment_id", "fulfillment_id"]),
            orderID: try fields.text(["order_id", "orderId"]),
            carrier: try fields.optionalText(["carrier", "tracking_company"]),
            trackingNumber: try fields.optionalText("tracking_number"),
            lines: try fields.lines("products", in: currency),
            mode: try fields.optionalText("mode"),
            isCancelled: try fields.optionalFlag("cancelled") ?? false
        )
    }
}

extension DeliveryProgress {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
            orderID: try fields.text(["order_id", "orderId"]),
            status: try fields.choice("status", of: DeliveryProgress.Status.allCases, \.name),
            shipmentID: try fields.optionalText(["shipment_id", "fulfillment_id"]),
            estimated: try fields.optionalTime(["estimated", "estimated_delivery_at"])
        )
    }
}

extension DeliveryReport {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        let currency = try fields.currency(else: defaults.currency)
        self.init(
            orderID: try fields.text(["order_id", "orderId"]),
            problem: try fields.choice("problem", of: DeliveryReport.Problem.allCases, \.name),
            shipmentID: try fields.optionalText("shipment_id"),
            lines: try fields.lines("products", in: currency)
        )
    }
}

extension Return {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        let currency = try fields.currency(else: defaults.currency)
        self.init(
            orderID: try fields.text(["order_id", "orderId"]),
            returnID: try fields.optionalText("return_id"),
            reason: try fields.optionalText("reason"),
            lines: try fields.lines("products", in: currency)
        )
    }
}

extension Dispute {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        let currency = try fields.currency(else: defaults.currency)
        self.init(
            orderID: try fields.text(["order_id", "orderId"]),
            amount: try fields.optionalAmount("amount", in: currency),
            reason: try fields.optionalText("reason")
        )
    }
}

extension Product {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        let currency = try fields.currency(else: defaults.currency)
        self.init(
            name: try fields.optionalText(["name", "title"]),
            category: try fields.optionalText(["category", "product_type"]),
            brand: try fields.optionalText(["brand", "vendor"]),
            price: try fields.optionalAmount("price", in: currency),
            margin: try fields.optionalAmount("margin", in: currency),
            parent: try fields.optionalText("parent"),
            inventoryID: try fields.optionalText(["inventory_item_id", "inventory_id"]),
            variants: try fields.lines("variants", in: currency)
        )
    }
}

extension PriceChange {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        let currency = try fields.currency(else: defaults.currency)
        self.init(
            price: try fields.amount("price", in: currency),
            previous: try fields.optionalAmount(["previous", "compare_at_price"], in: currency)
        )
    }
}

extension StockLevel {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
            available: try fields.number("available", in: -1000000000...1000000000),
            location: try fields.optionalText(["location_id", "location"])
        )
    }
}

extension NPSAnswer {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
            score: try fields.number("score", in: 0...10),
            surveyID: try fields.optionalText("survey_id")
        )
    }
}

extension SurveyAnswer {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
            surveyID: try fields.text("survey_id"),
            question: try fields.optionalText("question"),
            score: try fields.optionalMillionths("score", in: -1000000...1000000),
            choice: try fields.optionalText("choice")
        )
    }
}

extension Ticket {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
            ticketID: try fields.text("ticket_id"),
            topic: try fields.optionalText("topic"),
            channel: try fields.optionalText("channel"),
            orderID: try fields.optionalText("order_id"),
            product: try fields.optionalText(["sku", "product_id", "product"]),
            satisfaction: try fields.optionalNumber("satisfaction", in: 0...10)
        )
    }
}

extension Mention {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
            network: try fields.optionalText("network") ?? "unknown",
            sentiment: try fields.optionalSentiment("sentiment"),
            postID: try fields.optionalText("post_id"),
            handle: try fields.optionalText(["author_handle", "handle"]),
            topic: try fields.optionalText("topic"),
            product: try fields.optionalText(["sku", "product_id", "product"])
        )
    }
}

extension SocialTouch {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
            network: try fields.optionalText("network"),
            postID: try fields.optionalText("post_id"),
            action: try fields.optionalText("action"),
            product: try fields.optionalText(["sku", "product_id", "product"]),
            handle: try fields.optionalText(["author_handle", "handle"])
        )
    }
}

extension UserContent {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
            postID: try fields.text("post_id"),
            network: try fields.optionalText("network"),
            product: try fields.optionalText(["sku", "product_id", "product"]),
            hasRights: try fields.optionalFlag("rights")
        )
    }
}

extension Enrolment {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
            programme: try fields.optionalText("programme"),
            tier: try fields.optionalText("tier")
        )
    }
}

extension Redemption {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
            reward: try fields.text("reward"),
            points: try fields.optionalNumber("points", in: 0...1000000000),
            orderID: try fields.optionalText("order_id"),
            reason: try fields.optionalText("reason")
        )
    }
}

extension Referral {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
            code: try fields.text("code"),
            channel: try fields.optionalText("channel"),
            friend: try fields.optionalText("friend")
        )
    }
}

extension PaidMembership {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        let currency = try fields.currency(else: defaults.currency)
        self.init(
            membershipID: try fields.text("membership_id"),
            plan: try fields.optionalText("plan"),
            fee: try fields.optionalAmount("fee", in: currency),
            until: try fields.optionalTime("until"),
            reason: try fields.optionalText("reason")
        )
    }
}

extension Subscription {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        let currency = try fields.currency(else: defaults.currency)
        self.init(
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
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        let currency = try fields.currency(else: defaults.currency)
        self.init(
            bookingID: try fields.text("booking_id"),
            service: try fields.optionalText("service"),
            price: try fields.optionalAmount("price", in: currency),
            starts: try fields.optionalTime("starts")
        )
    }
}

extension Lead {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
            source: try fields.optionalText("source"),
            prize: try fields.optionalText("prize")
        )
    }
}

extension ContestEntry {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
            contest: try fields.text("contest")
        )
    }
}

extension CharityChoice {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
            charity: try fields.text("charity")
        )
    }
}

extension Exposure {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
            experiment: try fields.text("experiment"),
            arm: try fields.text("arm")
        )
    }
}

extension AcquisitionCost {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        let currency = try fields.currency(else: defaults.currency)
        self.init(
            amount: try fields.amount("amount", in: currency),
            source: try fields.optionalText("source"),
            campaign: try fields.optionalText("campaign"),
            isRetention: try fields.optionalFlag("retention") ?? false
        )
    }
}

extension Incident {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
            incidentID: try fields.text("incident_id"),
            from: try fields.time("from"),
            until: try fields.optionalTime("until"),
            scope: try fields.optionalText("scope")
        )
    }
}

extension Season {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
            season: try fields.text("season"),
            from: try fields.time("from"),
            until: try fields.time("until")
        )
    }
}

extension PrivacyRequest {
    init(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) {
        self.init(
            requestID: try fields.optionalText("request_id"),
            orders: try fields.optionalTexts("orders")
        )
    }
}
