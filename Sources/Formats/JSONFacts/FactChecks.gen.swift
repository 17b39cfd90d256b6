// Made by scripts/schemas from schemas/treue/v1/events.proto: change that instead.
import Journal
import Retention

extension Event.Body {
    /// Refuses what a reader of JSON would refuse too.
    func check(_ limits: Limits) throws(Rejection) {
        switch self {
        case .orderCompleted(let fact): try fact.check(limits)
        case .orderCancelled(let fact): try fact.check(limits)
        case .orderRefunded(let fact): try fact.check(limits)
        case .productViewed(let fact): try fact.check(limits)
        case .productAdded(let fact): try fact.check(limits)
        case .productRemoved(let fact): try fact.check(limits)
        case .socialMentioned(let fact): try fact.check(limits)
        case .orderUpdated(let fact): try fact.check(limits)
        case .orderPaid(let fact): try fact.check(limits)
        case .orderFulfilled(let fact): try fact.check(limits)
        case .orderDeleted(let fact): try fact.check(limits)
        case .orderPromiseSet(let fact): try fact.check(limits)
        case .orderOwned(let fact): try fact.check(limits)
        case .checkoutStarted(let fact): try fact.check(limits)
        case .checkoutUpdated(let fact): try fact.check(limits)
        case .checkoutDeleted(let fact): try fact.check(limits)
        case .checkoutStepViewed(let fact): try fact.check(limits)
        case .checkoutStepCompleted(let fact): try fact.check(limits)
        case .paymentInfoEntered(let fact): try fact.check(limits)
        case .cartViewed(let fact): try fact.check(limits)
        case .cartUpdated(let fact): try fact.check(limits)
        case .couponEntered(let fact): try fact.check(limits)
        case .couponApplied(let fact): try fact.check(limits)
        case .couponDenied(let fact): try fact.check(limits)
        case .couponRemoved(let fact): try fact.check(limits)
        case .productsSearched(let fact): try fact.check(limits)
        case .productListViewed(let fact): try fact.check(limits)
        case .productListFiltered(let fact): try fact.check(limits)
        case .productClicked(let fact): try fact.check(limits)
        case .promotionViewed(let fact): try fact.check(limits)
        case .promotionClicked(let fact): try fact.check(limits)
        case .pageViewed(let fact): try fact.check(limits)
        case .screenViewed(let fact): try fact.check(limits)
        case .wishlistProductAdded(let fact): try fact.check(limits)
        case .wishlistProductRemoved(let fact): try fact.check(limits)
        case .wishlistProductCarted(let fact): try fact.check(limits)
        case .productShared(let fact): try fact.check(limits)
        case .cartShared(let fact): try fact.check(limits)
        case .productReviewed(let fact): try fact.check(limits)
        case .reviewPublished(let fact): try fact.check(limits)
        case .emailDelivered(let fact): try fact.check(limits)
        case .emailOpened(let fact): try fact.check(limits)
        case .emailLinkClicked(let fact): try fact.check(limits)
        case .emailBounced(let fact): try fact.check(limits)
        case .emailMarkedAsSpam(let fact): try fact.check(limits)
        case .emailUnsubscribed(let fact): try fact.check(limits)
        case .campaignSent(let fact): try fact.check(limits)
        case .customerIdentified(let fact): try fact.check(limits)
        case .identityMerged(let fact): try fact.check(limits)
        case .profileUpdated(let fact): try fact.check(limits)
        case .customerDeleted(let fact): try fact.check(limits)
        case .customerEnabled(let fact): try fact.check(limits)
        case .customerDisabled(let fact): try fact.check(limits)
        case .customerTagged(let fact): try fact.check(limits)
        case .customerUntagged(let fact): try fact.check(limits)
        case .customerJoinedSegment(let fact): try fact.check(limits)
        case .customerLeftSegment(let fact): try fact.check(limits)
        case .customerSummarized(let fact): try fact.check(limits)
        case .consentRequested(let fact): try fact.check(limits)
        case .consentConfirmed(let fact): try fact.check(limits)
        case .consentGranted(let fact): try fact.check(limits)
        case .consentWithdrawn(let fact): try fact.check(limits)
        case .consentUpdated(let fact): try fact.check(limits)
        case .preferencesUpdated(let fact): try fact.check(limits)
        case .newsletterSubscribed(let fact): try fact.check(limits)
        case .newsletterConfirmed(let fact): try fact.check(limits)
        case .newsletterUnsubscribed(let fact): try fact.check(limits)
        case .channelSubscribed(let fact): try fact.check(limits)
        case .channelUnsubscribed(let fact): try fact.check(limits)
        case .channelEngaged(let fact): try fact.check(limits)
        case .pushEnabled(let fact): try fact.check(limits)
        case .pushDisabled(let fact): try fact.check(limits)
        case .appInstalled(let fact): try fact.check(limits)
        case .appRemoved(let fact): try fact.check(limits)
        case .shipmentSent(let fact): try fact.check(limits)
        case .shipmentUpdated(let fact): try fact.check(limits)
        case .deliveryUpdated(let fact): try fact.check(limits)
        case .deliveryReported(let fact): try fact.check(limits)
        case .returnRequested(let fact): try fact.check(limits)
        case .returnApproved(let fact): try fact.check(limits)
        case .returnDeclined(let fact): try fact.check(limits)
        case .returnReceived(let fact): try fact.check(limits)
        case .disputeOpened(let fact): try fact.check(limits)
        case .disputeClosed(let fact): try fact.check(limits)
        case .productPublished(let fact): try fact.check(limits)
        case .productUpdated(let fact): try fact.check(limits)
        case .productWithdrawn(let fact): try fact.check(limits)
        case .priceChanged(let fact): try fact.check(limits)
        case .stockChanged(let fact): try fact.check(limits)
        case .npsAnswered(let fact): try fact.check(limits)
        case .surveyAnswered(let fact): try fact.check(limits)
        case .complaintOpened(let fact): try fact.check(limits)
        case .complaintAnswered(let fact): try fact.check(limits)
        case .complaintResolved(let fact): try fact.check(limits)
        case .questionAsked(let fact): try fact.check(limits)
        case .questionAnswered(let fact): try fact.check(limits)
        case .ticketOpened(let fact): try fact.check(limits)
        case .ticketAnswered(let fact): try fact.check(limits)
        case .ticketResolved(let fact): try fact.check(limits)
        case .socialEngaged(let fact): try fact.check(limits)
        case .socialFollowed(let fact): try fact.check(limits)
        case .socialUnfollowed(let fact): try fact.check(limits)
        case .socialPostTagged(let fact): try fact.check(limits)
        case .mentionAnswered(let fact): try fact.check(limits)
        case .ugcPublished(let fact): try fact.check(limits)
        case .communityPosted(let fact): try fact.check(limits)
        case .communityAnswered(let fact): try fact.check(limits)
        case .influencerPosted(let fact): try fact.check(limits)
        case .loyaltyEnrolled(let fact): try fact.check(limits)
        case .loyaltyLeft(let fact): try fact.check(limits)
        case .rewardRedeemed(let fact): try fact.check(limits)
        case .rewardRedeemFailed(let fact): try fact.check(limits)
        case .referralShared(let fact): try fact.check(limits)
        case .referralCodeUsed(let fact): try fact.check(limits)
        case .membershipPurchased(let fact): try fact.check(limits)
        case .membershipRenewed(let fact): try fact.check(limits)
        case .membershipCancelled(let fact): try fact.check(limits)
        case .subscriptionStarted(let fact): try fact.check(limits)
        case .subscriptionRenewed(let fact): try fact.check(limits)
        case .subscriptionPaused(let fact): try fact.check(limits)
        case .subscriptionResumed(let fact): try fact.check(limits)
        case .subscriptionSkipped(let fact): try fact.check(limits)
        case .subscriptionCancelled(let fact): try fact.check(limits)
        case .bookingMade(let fact): try fact.check(limits)
        case .leadCaptured(let fact): try fact.check(limits)
        case .contestEntered(let fact): try fact.check(limits)
        case .charityChosen(let fact): try fact.check(limits)
        case .experimentExposed(let fact): try fact.check(limits)
        case .acquisitionCostRecorded(let fact): try fact.check(limits)
        case .incidentDeclared(let fact): try fact.check(limits)
        case .seasonDeclared(let fact): try fact.check(limits)
        case .privacyDataRequested(let fact): try fact.check(limits)
        case .privacyErasureRequested(let fact): try fact.check(limits)
        case .privacyShopErasureRequested(let fact): try fact.check(limits)
        }
    }
}

extension LineItem {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.product, "product")
        try limits.check(self.quantity, "quantity", in: 1...Fields.largestQuantity)
        try limits.check(self.price, "price")
        try limits.check(self.category, "category")
    }
}

extension Order {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.id, "id")
        try limits.check(self.total, "total")
        try limits.check(self.lines, "lines") { line throws(Rejection) in try line.check(limits) }
        try limits.check(self.coupon, "coupon")
        try limits.check(self.checkoutID, "checkout_id")
        try limits.check(self.cartID, "cart_id")
        try limits.check(self.channel, "channel")
    }
}

extension OrderReversal {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.orderID, "order_id")
        try limits.check(self.amount, "amount")
        try limits.check(self.lines, "lines") { line throws(Rejection) in try line.check(limits) }
        try limits.check(self.reason, "reason")
    }
}

extension OrderVersion {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.id, "id")
        try limits.check(self.total, "total")
        try limits.check(self.version, "version")
        try limits.check(self.placed, "placed")
        try limits.check(self.lines, "lines") { line throws(Rejection) in try line.check(limits) }
        try limits.check(self.refunded, "refunded")
        try limits.checkCurrencies([self.total, self.refunded])
    }
}

extension OrderStep {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.orderID, "order_id")
    }
}

extension OrderPromise {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.orderID, "order_id")
        try limits.check(self.latest, "latest")
        try limits.check(self.earliest, "earliest")
    }
}

extension OrderOwner {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.owner.id, "owner")
    }
}

extension Checkout {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.checkoutID, "checkout_id")
        try limits.check(self.orderID, "order_id")
        try limits.check(self.cartID, "cart_id")
        try limits.check(self.value, "value")
        try limits.check(self.shipping, "shipping")
        try limits.check(self.tax, "tax")
        try limits.check(self.coupon, "coupon")
        try limits.check(self.lines, "lines") { line throws(Rejection) in try line.check(limits) }
        try limits.checkCurrencies([self.value, self.shipping, self.tax])
    }
}

extension CheckoutStep {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.checkoutID, "checkout_id")
        try limits.check(self.orderID, "order_id")
        try limits.check(self.step, "step", in: 0...1000)
        try limits.check(self.shippingMethod, "shipping_method")
        try limits.check(self.paymentMethod, "payment_method")
    }
}

extension ProductView {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.product, "product")
        try limits.check(self.category, "category")
        try limits.check(self.price, "price")
    }
}

extension CartChange {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.product, "product")
        try limits.check(self.quantity, "quantity", in: 1...Fields.largestQuantity)
        try limits.check(self.price, "price")
        try limits.check(self.category, "category")
        try limits.check(self.cartID, "cart_id")
    }
}

extension CartContents {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.cartID, "cart_id")
        try limits.check(self.lines, "lines") { line throws(Rejection) in try line.check(limits) }
    }
}

extension CouponUse {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.coupon, "coupon")
        try limits.check(self.orderID, "order_id")
        try limits.check(self.cartID, "cart_id")
        try limits.check(self.discount, "discount")
        try limits.check(self.reason, "reason")
    }
}

extension ProductSearch {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.query, "query")
    }
}

extension ProductList {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.listID, "list_id")
        try limits.check(self.category, "category")
        try limits.check(self.lines, "lines") { line throws(Rejection) in try line.check(limits) }
    }
}

extension Promotion {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.promotionID, "promotion_id")
        try limits.check(self.creative, "creative")
        try limits.check(self.position, "position")
    }
}

extension PageView {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.name, "name")
        try limits.check(self.category, "category")
        try limits.check(self.path, "path")
        try limits.check(self.campaign, "campaign")
        try limits.check(self.source, "source")
        try limits.check(self.medium, "medium")
    }
}

extension WishlistChange {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.product, "product")
        try limits.check(self.wishlistID, "wishlist_id")
        try limits.check(self.category, "category")
        try limits.check(self.price, "price")
        try limits.check(self.cartID, "cart_id")
        try limits.check(self.quantity, "quantity", in: 1...Fields.largestQuantity)
    }
}

extension Share {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.via, "via")
        try limits.check(self.product, "product")
        try limits.check(self.cartID, "cart_id")
    }
}

extension Review {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.product, "product")
        try limits.check(self.reviewID, "review_id")
        try limits.check(self.rating, "rating", in: 0...100000000)
        try limits.check(self.site, "site")
        try limits.check(self.orderID, "order_id")
    }
}

extension EmailTouch {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.emailID, "email_id")
        try limits.check(self.campaign, "campaign")
        try limits.check(self.linkID, "link_id")
    }
}

extension CampaignSend {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.campaign, "campaign")
        try limits.check(self.channel, "channel")
        try limits.check(self.messageID, "message_id")
        try limits.check(self.signalID, "signal_id")
    }
}

extension Profile {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.timeZone, "time_zone")
        try limits.check(self.locale, "locale")
        try limits.check(self.country, "country")
        try limits.check(self.region, "region")
        try limits.check(self.postalCode, "postal_code")
        try limits.check(self.gender, "gender")
        try limits.check(self.since, "since")
        try limits.check(self.handle, "handle")
        try limits.check(self.visitor, "visitor")
    }
}

extension IdentityMerge {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.previous.id, "previous")
    }
}

extension AccountChange {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.reason, "reason")
    }
}

extension Tags {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.tags, "tags") { text throws(Rejection) in try limits.check(text, "tags") }
    }
}

extension SegmentMembership {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.segment, "segment")
    }
}

extension PurchaseSummary {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.orders, "orders", in: 0...1000000000)
        try limits.check(self.spent, "spent")
        try limits.check(self.lastOrderID, "last_order_id")
    }
}

extension Consent {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.channel, "channel")
        try limits.check(self.purpose, "purpose")
        try limits.check(self.textVersion, "text_version")
        try limits.check(self.source, "source")
        try limits.check(self.ip, "ip")
        try limits.check(self.userAgent, "user_agent")
        try limits.check(self.requestID, "request_id")
        try limits.check(self.expires, "expires")
    }
}

extension ConsentPreferences {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.granted, "granted") { text throws(Rejection) in try limits.check(text, "granted") }
        try limits.check(self.refused, "refused") { text throws(Rejection) in try limits.check(text, "refused") }
    }
}

extension Preferences {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.topics, "topics") { text throws(Rejection) in try limits.check(text, "topics") }
        try limits.check(self.channels, "channels") { text throws(Rejection) in try limits.check(text, "channels") }
        try limits.check(self.maxPerWeek, "max_per_week", in: 0...1000)
        try limits.check(self.quietFrom, "quiet_from", in: 0...1439)
        try limits.check(self.quietUntil, "quiet_until", in: 0...1439)
    }
}

extension Channel {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.channel, "channel")
        try limits.check(self.action, "action")
        try limits.check(self.campaign, "campaign")
    }
}

extension Shipment {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.shipmentID, "shipment_id")
        try limits.check(self.orderID, "order_id")
        try limits.check(self.carrier, "carrier")
        try limits.check(self.trackingNumber, "tracking_number")
        try limits.check(self.lines, "lines") { line throws(Rejection) in try line.check(limits) }
        try limits.check(self.mode, "mode")
    }
}

extension DeliveryProgress {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.orderID, "order_id")
        try limits.check(self.shipmentID, "shipment_id")
        try limits.check(self.estimated, "estimated")
    }
}

extension DeliveryReport {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.orderID, "order_id")
        try limits.check(self.shipmentID, "shipment_id")
        try limits.check(self.lines, "lines") { line throws(Rejection) in try line.check(limits) }
    }
}

extension Return {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.orderID, "order_id")
        try limits.check(self.returnID, "return_id")
        try limits.check(self.reason, "reason")
        try limits.check(self.lines, "lines") { line throws(Rejection) in try line.check(limits) }
    }
}

extension Dispute {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.orderID, "order_id")
        try limits.check(self.amount, "amount")
        try limits.check(self.reason, "reason")
    }
}

extension Product {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.name, "name")
        try limits.check(self.category, "category")
        try limits.check(self.brand, "brand")
        try limits.check(self.price, "price")
        try limits.check(self.margin, "margin")
        try limits.check(self.parent, "parent")
        try limits.check(self.inventoryID, "inventory_id")
        try limits.check(self.variants, "variants") { line throws(Rejection) in try line.check(limits) }
        try limits.checkCurrencies([self.price, self.margin])
    }
}

extension PriceChange {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.price, "price")
        try limits.check(self.previous, "previous")
        try limits.checkCurrencies([self.price, self.previous])
    }
}

extension StockLevel {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.available, "available", in: -1000000000...1000000000)
        try limits.check(self.location, "location")
    }
}

extension NPSAnswer {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.score, "score", in: 0...10)
        try limits.check(self.surveyID, "survey_id")
    }
}

extension SurveyAnswer {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.surveyID, "survey_id")
        try limits.check(self.question, "question")
        try limits.check(self.score, "score", in: -1000000000000...1000000000000)
        try limits.check(self.choice, "choice")
    }
}

extension Ticket {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.ticketID, "ticket_id")
        try limits.check(self.topic, "topic")
        try limits.check(self.channel, "channel")
        try limits.check(self.orderID, "order_id")
        try limits.check(self.product, "product")
        try limits.check(self.satisfaction, "satisfaction", in: 0...10)
    }
}

extension Mention {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.network, "network")
        try limits.check(self.postID, "post_id")
        try limits.check(self.handle, "handle")
        try limits.check(self.topic, "topic")
        try limits.check(self.product, "product")
    }
}

extension SocialTouch {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.network, "network")
        try limits.check(self.postID, "post_id")
        try limits.check(self.action, "action")
        try limits.check(self.product, "product")
        try limits.check(self.handle, "handle")
    }
}

extension UserContent {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.network, "network")
        try limits.check(self.postID, "post_id")
        try limits.check(self.product, "product")
    }
}

extension Enrolment {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.programme, "programme")
        try limits.check(self.tier, "tier")
    }
}

extension Redemption {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.reward, "reward")
        try limits.check(self.points, "points", in: 0...1000000000)
        try limits.check(self.orderID, "order_id")
        try limits.check(self.reason, "reason")
    }
}

extension Referral {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.code, "code")
        try limits.check(self.channel, "channel")
        try limits.check(self.friend, "friend")
    }
}

extension PaidMembership {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.membershipID, "membership_id")
        try limits.check(self.plan, "plan")
        try limits.check(self.fee, "fee")
        try limits.check(self.until, "until")
        try limits.check(self.reason, "reason")
    }
}

extension Subscription {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.subscriptionID, "subscription_id")
        try limits.check(self.plan, "plan")
        try limits.check(self.price, "price")
        try limits.check(self.intervalDays, "interval_days", in: 1...3660)
        try limits.check(self.until, "until")
        try limits.check(self.reason, "reason")
    }
}

extension Booking {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.bookingID, "booking_id")
        try limits.check(self.service, "service")
        try limits.check(self.price, "price")
        try limits.check(self.starts, "starts")
    }
}

extension Lead {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.source, "source")
        try limits.check(self.prize, "prize")
    }
}

extension ContestEntry {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.contest, "contest")
    }
}

extension CharityChoice {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.charity, "charity")
    }
}

extension Exposure {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.experiment, "experiment")
        try limits.check(self.arm, "arm")
    }
}

extension AcquisitionCost {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.amount, "amount")
        try limits.check(self.source, "source")
        try limits.check(self.campaign, "campaign")
    }
}

extension Incident {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.incidentID, "incident_id")
        try limits.check(self.from, "from")
        try limits.check(self.until, "until")
        try limits.check(self.scope, "scope")
    }
}

extension Season {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.season, "season")
        try limits.check(self.from, "from")
        try limits.check(self.until, "until")
    }
}

extension PrivacyRequest {
    fileprivate func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.requestID, "request_id")
        try limits.check(self.orders, "orders") { text throws(Rejection) in try limits.check(text, "orders") }
    }
}
