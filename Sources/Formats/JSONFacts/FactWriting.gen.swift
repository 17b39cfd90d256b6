// Made by scripts/schemas from schemas/treue/v1/events.proto: change that instead.
import JSON
import Retention

extension Event.Body {
    /// Writes the data of a CloudEvent of the body's type.
    func write(to writer: inout JSONWriter) {
        switch self {
        case .orderCompleted(let fact): fact.write(to: &writer)
        case .orderCancelled(let fact): fact.write(to: &writer)
        case .orderRefunded(let fact): fact.write(to: &writer)
        case .productViewed(let fact): fact.write(to: &writer)
        case .productAdded(let fact): fact.write(to: &writer)
        case .productRemoved(let fact): fact.write(to: &writer)
        case .socialMentioned(let fact): fact.write(to: &writer)
        case .orderUpdated(let fact): fact.write(to: &writer)
        case .orderPaid(let fact): fact.write(to: &writer)
        case .orderFulfilled(let fact): fact.write(to: &writer)
        case .orderDeleted(let fact): fact.write(to: &writer)
        case .orderPromiseSet(let fact): fact.write(to: &writer)
        case .orderOwned(let fact): fact.write(to: &writer)
        case .checkoutStarted(let fact): fact.write(to: &writer)
        case .checkoutUpdated(let fact): fact.write(to: &writer)
        case .checkoutDeleted(let fact): fact.write(to: &writer)
        case .checkoutStepViewed(let fact): fact.write(to: &writer)
        case .checkoutStepCompleted(let fact): fact.write(to: &writer)
        case .paymentInfoEntered(let fact): fact.write(to: &writer)
        case .cartViewed(let fact): fact.write(to: &writer)
        case .cartUpdated(let fact): fact.write(to: &writer)
        case .couponEntered(let fact): fact.write(to: &writer)
        case .couponApplied(let fact): fact.write(to: &writer)
        case .couponDenied(let fact): fact.write(to: &writer)
        case .couponRemoved(let fact): fact.write(to: &writer)
        case .productsSearched(let fact): fact.write(to: &writer)
        case .productListViewed(let fact): fact.write(to: &writer)
        case .productListFiltered(let fact): fact.write(to: &writer)
        case .productClicked(let fact): fact.write(to: &writer)
        case .promotionViewed(let fact): fact.write(to: &writer)
        case .promotionClicked(let fact): fact.write(to: &writer)
        case .pageViewed(let fact): fact.write(to: &writer)
        case .screenViewed(let fact): fact.write(to: &writer)
        case .wishlistProductAdded(let fact): fact.write(to: &writer)
        case .wishlistProductRemoved(let fact): fact.write(to: &writer)
        case .wishlistProductCarted(let fact): fact.write(to: &writer)
        case .productShared(let fact): fact.write(to: &writer)
        case .cartShared(let fact): fact.write(to: &writer)
        case .productReviewed(let fact): fact.write(to: &writer)
        case .reviewPublished(let fact): fact.write(to: &writer)
        case .emailDelivered(let fact): fact.write(to: &writer)
        case .emailOpened(let fact): fact.write(to: &writer)
        case .emailLinkClicked(let fact): fact.write(to: &writer)
        case .emailBounced(let fact): fact.write(to: &writer)
        case .emailMarkedAsSpam(let fact): fact.write(to: &writer)
        case .emailUnsubscribed(let fact): fact.write(to: &writer)
        case .campaignSent(let fact): fact.write(to: &writer)
        case .customerIdentified(let fact): fact.write(to: &writer)
        case .identityMerged(let fact): fact.write(to: &writer)
        case .profileUpdated(let fact): fact.write(to: &writer)
        case .customerDeleted(let fact): fact.write(to: &writer)
        case .customerEnabled(let fact): fact.write(to: &writer)
        case .customerDisabled(let fact): fact.write(to: &writer)
        case .customerTagged(let fact): fact.write(to: &writer)
        case .customerUntagged(let fact): fact.write(to: &writer)
        case .customerJoinedSegment(let fact): fact.write(to: &writer)
        case .customerLeftSegment(let fact): fact.write(to: &writer)
        case .customerSummarized(let fact): fact.write(to: &writer)
        case .consentRequested(let fact): fact.write(to: &writer)
        case .consentConfirmed(let fact): fact.write(to: &writer)
        case .consentGranted(let fact): fact.write(to: &writer)
        case .consentWithdrawn(let fact): fact.write(to: &writer)
        case .consentUpdated(let fact): fact.write(to: &writer)
        case .preferencesUpdated(let fact): fact.write(to: &writer)
        case .newsletterSubscribed(let fact): fact.write(to: &writer)
        case .newsletterConfirmed(let fact): fact.write(to: &writer)
        case .newsletterUnsubscribed(let fact): fact.write(to: &writer)
        case .channelSubscribed(let fact): fact.write(to: &writer)
        case .channelUnsubscribed(let fact): fact.write(to: &writer)
        case .channelEngaged(let fact): fact.write(to: &writer)
        case .pushEnabled(let fact): fact.write(to: &writer)
        case .pushDisabled(let fact): fact.write(to: &writer)
        case .appInstalled(let fact): fact.write(to: &writer)
        case .appRemoved(let fact): fact.write(to: &writer)
        case .shipmentSent(let fact): fact.write(to: &writer)
        case .shipmentUpdated(let fact): fact.write(to: &writer)
        case .deliveryUpdated(let fact): fact.write(to: &writer)
        case .deliveryReported(let fact): fact.write(to: &writer)
        case .returnRequested(let fact): fact.write(to: &writer)
        case .returnApproved(let fact): fact.write(to: &writer)
        case .returnDeclined(let fact): fact.write(to: &writer)
        case .returnReceived(let fact): fact.write(to: &writer)
        case .disputeOpened(let fact): fact.write(to: &writer)
        case .disputeClosed(let fact): fact.write(to: &writer)
        case .productPublished(let fact): fact.write(to: &writer)
        case .productUpdated(let fact): fact.write(to: &writer)
        case .productWithdrawn(let fact): fact.write(to: &writer)
        case .priceChanged(let fact): fact.write(to: &writer)
        case .stockChanged(let fact): fact.write(to: &writer)
        case .npsAnswered(let fact): fact.write(to: &writer)
        case .surveyAnswered(let fact): fact.write(to: &writer)
        case .complaintOpened(let fact): fact.write(to: &writer)
        case .complaintAnswered(let fact): fact.write(to: &writer)
        case .complaintResolved(let fact): fact.write(to: &writer)
        case .questionAsked(let fact): fact.write(to: &writer)
        case .questionAnswered(let fact): fact.write(to: &writer)
        case .ticketOpened(let fact): fact.write(to: &writer)
        case .ticketAnswered(let fact): fact.write(to: &writer)
        case .ticketResolved(let fact): fact.write(to: &writer)
        case .socialEngaged(let fact): fact.write(to: &writer)
        case .socialFollowed(let fact): fact.write(to: &writer)
        case .socialUnfollowed(let fact): fact.write(to: &writer)
        case .socialPostTagged(let fact): fact.write(to: &writer)
        case .mentionAnswered(let fact): fact.write(to: &writer)
        case .ugcPublished(let fact): fact.write(to: &writer)
        case .communityPosted(let fact): fact.write(to: &writer)
        case .communityAnswered(let fact): fact.write(to: &writer)
        case .influencerPosted(let fact): fact.write(to: &writer)
        case .loyaltyEnrolled(let fact): fact.write(to: &writer)
        case .loyaltyLeft(let fact): fact.write(to: &writer)
        case .rewardRedeemed(let fact): fact.write(to: &writer)
        case .rewardRedeemFailed(let fact): fact.write(to: &writer)
        case .referralShared(let fact): fact.write(to: &writer)
        case .referralCodeUsed(let fact): fact.write(to: &writer)
        case .membershipPurchased(let fact): fact.write(to: &writer)
        case .membershipRenewed(let fact): fact.write(to: &writer)
        case .membershipCancelled(let fact): fact.write(to: &writer)
        case .subscriptionStarted(let fact): fact.write(to: &writer)
        case .subscriptionRenewed(let fact): fact.write(to: &writer)
        case .subscriptionPaused(let fact): fact.write(to: &writer)
        case .subscriptionResumed(let fact): fact.write(to: &writer)
        case .subscriptionSkipped(let fact): fact.write(to: &writer)
        case .subscriptionCancelled(let fact): fact.write(to: &writer)
        case .bookingMade(let fact): fact.write(to: &writer)
        case .leadCaptured(let fact): fact.write(to: &writer)
        case .contestEntered(let fact): fact.write(to: &writer)
        case .charityChosen(let fact): fact.write(to: &writer)
        case .experimentExposed(let fact): fact.write(to: &writer)
        case .acquisitionCostRecorded(let fact): fact.write(to: &writer)
        case .incidentDeclared(let fact): fact.write(to: &writer)
        case .seasonDeclared(let fact): fact.write(to: &writer)
        case .privacyDataRequested(let fact): fact.write(to: &writer)
        case .privacyErasureRequested(let fact): fact.write(to: &writer)
        case .privacyShopErasureRequested(let fact): fact.write(to: &writer)
        }
    }
}

extension LineItem {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.currency(self.price?.currency)
        writer.key("sku")
        writer.string(self.product)
        writer.key("quantity")
        writer.integer(self.quantity)
        if let value = self.price {
            writer.key("price")
            writer.amount(value)
        }
        if let value = self.category {
            writer.key("category")
            writer.string(value)
        }
        writer.endObject()
    }
}

extension Order {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.currency(self.total.currency)
        writer.key("order_id")
        writer.string(self.id)
        writer.key("total")
        writer.amount(self.total)
        if !self.lines.isEmpty {
            writer.key("products")
            writer.beginArray()
            for each in self.lines { each.write(to: &writer) }
            writer.endArray()
        }
        if let value = self.coupon {
            writer.key("coupon")
            writer.string(value)
        }
        if let value = self.checkoutID {
            writer.key("checkout_id")
            writer.string(value)
        }
        if let value = self.cartID {
            writer.key("cart_id")
            writer.string(value)
        }
        if let value = self.channel {
            writer.key("channel")
            writer.string(value)
        }
        if self.isReference {
            writer.key("reference")
            writer.boolean(true)
        }
        writer.endObject()
    }
}

extension OrderReversal {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.currency(self.amount?.currency)
        writer.key("order_id")
        writer.string(self.orderID)
        if let value = self.amount {
            writer.key("total")
            writer.amount(value)
        }
        if !self.lines.isEmpty {
            writer.key("products")
            writer.beginArray()
            for each in self.lines { each.write(to: &writer) }
            writer.endArray()
        }
        if let value = self.reason {
            writer.key("reason")
            writer.string(value)
        }
        writer.endObject()
    }
}

extension OrderVersion {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.currency(self.total.currency)
        writer.key("order_id")
        writer.string(self.id)
        writer.key("total")
        writer.amount(self.total)
        writer.key("version")
        writer.timestamp(self.version.milliseconds)
        if let value = self.placed {
            writer.key("placed")
            writer.timestamp(value.milliseconds)
        }
        if !self.lines.isEmpty {
            writer.key("products")
            writer.beginArray()
            for each in self.lines { each.write(to: &writer) }
            writer.endArray()
        }
        if self.isCancelled {
            writer.key("cancelled")
            writer.boolean(true)
        }
        if self.isReference {
            writer.key("reference")
            writer.boolean(true)
        }
        if let value = self.refunded {
            writer.key("refunded")
            writer.amount(value)
        }
        writer.endObject()
    }
}

extension OrderStep {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("order_id")
        writer.string(self.orderID)
        if self.isPartial {
            writer.key("partial")
            writer.boolean(true)
        }
        writer.endObject()
    }
}

extension OrderPromise {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("order_id")
        writer.string(self.orderID)
        writer.key("latest")
        writer.timestamp(self.latest.milliseconds)
        if let value = self.earliest {
            writer.key("earliest")
            writer.timestamp(value.milliseconds)
        }
        writer.endObject()
    }
}

extension OrderOwner {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("owner")
        writer.string(self.owner.description)
        writer.endObject()
    }
}

extension Checkout {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.currency(self.value?.currency ?? self.shipping?.currency ?? self.tax?.currency)
        if let value = self.checkoutID {
            writer.key("checkout_id")
            writer.string(value)
        }
        if let value = self.orderID {
            writer.key("order_id")
            writer.string(value)
        }
        if let value = self.cartID {
            writer.key("cart_id")
            writer.string(value)
        }
        if let value = self.value {
            writer.key("value")
            writer.amount(value)
        }
        if let value = self.shipping {
            writer.key("shipping")
            writer.amount(value)
        }
        if let value = self.tax {
            writer.key("tax")
            writer.amount(value)
        }
        if let value = self.coupon {
            writer.key("coupon")
            writer.string(value)
        }
        if !self.lines.isEmpty {
            writer.key("products")
            writer.beginArray()
            for each in self.lines { each.write(to: &writer) }
            writer.endArray()
        }
        writer.endObject()
    }
}

extension CheckoutStep {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        if let value = self.checkoutID {
            writer.key("checkout_id")
            writer.string(value)
        }
        if let value = self.orderID {
            writer.key("order_id")
            writer.string(value)
        }
        if let value = self.step {
            writer.key("step")
            writer.integer(value)
        }
        if let value = self.shippingMethod {
            writer.key("shipping_method")
            writer.string(value)
        }
        if let value = self.paymentMethod {
            writer.key("payment_method")
            writer.string(value)
        }
        writer.endObject()
    }
}

extension ProductView {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.currency(self.price?.currency)
        writer.key("sku")
        writer.string(self.product)
        if let value = self.category {
            writer.key("category")
            writer.string(value)
        }
        if let value = self.price {
            writer.key("price")
            writer.amount(value)
        }
        writer.endObject()
    }
}

extension CartChange {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.currency(self.price?.currency)
        writer.key("sku")
        writer.string(self.product)
        writer.key("quantity")
        writer.integer(self.quantity)
        if let value = self.price {
            writer.key("price")
            writer.amount(value)
        }
        if let value = self.category {
            writer.key("category")
            writer.string(value)
        }
        if let value = self.cartID {
            writer.key("cart_id")
            writer.string(value)
        }
        writer.endObject()
    }
}

extension CartContents {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        if let value = self.cartID {
            writer.key("cart_id")
            writer.string(value)
        }
        if !self.lines.isEmpty {
            writer.key("products")
            writer.beginArray()
            for each in self.lines { each.write(to: &writer) }
            writer.endArray()
        }
        writer.endObject()
    }
}

extension CouponUse {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.currency(self.discount?.currency)
        writer.key("coupon_id")
        writer.string(self.coupon)
        if let value = self.orderID {
            writer.key("order_id")
            writer.string(value)
        }
        if let value = self.cartID {
            writer.key("cart_id")
            writer.string(value)
        }
        if let value = self.discount {
            writer.key("discount")
            writer.amount(value)
        }
        if let value = self.reason {
            writer.key("reason")
            writer.string(value)
        }
        writer.endObject()
    }
}

extension ProductSearch {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        if let value = self.query {
            writer.key("query")
            writer.string(value)
        }
        writer.endObject()
    }
}

extension ProductList {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        if let value = self.listID {
            writer.key("list_id")
            writer.string(value)
        }
        if let value = self.category {
            writer.key("category")
            writer.string(value)
        }
        if !self.lines.isEmpty {
            writer.key("products")
            writer.beginArray()
            for each in self.lines { each.write(to: &writer) }
            writer.endArray()
        }
        writer.endObject()
    }
}

extension Promotion {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        if let value = self.promotionID {
            writer.key("promotion_id")
            writer.string(value)
        }
        if let value = self.creative {
            writer.key("creative")
            writer.string(value)
        }
        if let value = self.position {
            writer.key("position")
            writer.string(value)
        }
        writer.endObject()
    }
}

extension PageView {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        if let value = self.name {
            writer.key("name")
            writer.string(value)
        }
        if let value = self.category {
            writer.key("category")
            writer.string(value)
        }
        if let value = self.path {
            writer.key("path")
            writer.string(value)
        }
        if let value = self.campaign {
            writer.key("campaign")
            writer.string(value)
        }
        if let value = self.source {
            writer.key("source")
            writer.string(value)
        }
        if let value = self.medium {
            writer.key("medium")
            writer.string(value)
        }
        writer.endObject()
    }
}

extension WishlistChange {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.currency(self.price?.currency)
        writer.key("sku")
        writer.string(self.product)
        if let value = self.wishlistID {
            writer.key("wishlist_id")
            writer.string(value)
        }
        if let value = self.category {
            writer.key("category")
            writer.string(value)
        }
        if let value = self.price {
            writer.key("price")
            writer.amount(value)
        }
        if let value = self.cartID {
            writer.key("cart_id")
            writer.string(value)
        }
        writer.key("quantity")
        writer.integer(self.quantity)
        writer.endObject()
    }
}

extension Share {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        if let value = self.via {
            writer.key("share_via")
            writer.string(value)
        }
        if let value = self.product {
            writer.key("sku")
            writer.string(value)
        }
        if let value = self.cartID {
            writer.key("cart_id")
            writer.string(value)
        }
        writer.endObject()
    }
}

extension Review {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        if let value = self.product {
            writer.key("sku")
            writer.string(value)
        }
        if let value = self.reviewID {
            writer.key("review_id")
            writer.string(value)
        }
        if let value = self.rating {
            writer.key("rating")
            writer.millionths(value)
        }
        if let value = self.site {
            writer.key("site")
            writer.string(value)
        }
        if let value = self.orderID {
            writer.key("order_id")
            writer.string(value)
        }
        writer.endObject()
    }
}

extension EmailTouch {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        if let value = self.emailID {
            writer.key("email_id")
            writer.string(value)
        }
        if let value = self.campaign {
            writer.key("campaign_id")
            writer.string(value)
        }
        if let value = self.linkID {
            writer.key("link_id")
            writer.string(value)
        }
        writer.endObject()
    }
}

extension CampaignSend {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("campaign_id")
        writer.string(self.campaign)
        writer.key("channel")
        writer.string(self.channel)
        if let value = self.messageID {
            writer.key("message_id")
            writer.string(value)
        }
        if let value = self.signalID {
            writer.key("signal_id")
            writer.string(value)
        }
        writer.endObject()
    }
}

extension Profile {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        if let value = self.birthDate {
            writer.key("birth_date")
            writer.string(value.description)
        }
        if let value = self.timeZone {
            writer.key("time_zone")
            writer.string(value)
        }
        if let value = self.locale {
            writer.key("locale")
            writer.string(value)
        }
        if let value = self.country {
            writer.key("country")
            writer.string(value)
        }
        if let value = self.region {
            writer.key("region")
            writer.string(value)
        }
        if let value = self.postalCode {
            writer.key("postal_code")
            writer.string(value)
        }
        if let value = self.gender {
            writer.key("gender")
            writer.string(value)
        }
        if let value = self.since {
            writer.key("created_at")
            writer.timestamp(value.milliseconds)
        }
        if let value = self.handle {
            writer.key("handle")
            writer.string(value)
        }
        if let value = self.visitor {
            writer.key("anonymous_id")
            writer.string(value)
        }
        writer.endObject()
    }
}

extension IdentityMerge {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("previous")
        writer.string(self.previous.description)
        writer.endObject()
    }
}

extension AccountChange {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        if let value = self.reason {
            writer.key("reason")
            writer.string(value)
        }
        writer.endObject()
    }
}

extension Tags {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        if !self.tags.isEmpty {
            writer.key("tags")
            writer.beginArray()
            for each in self.tags { writer.string(each) }
            writer.endArray()
        }
        writer.endObject()
    }
}

extension SegmentMembership {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("segment_id")
        writer.string(self.segment)
        writer.endObject()
    }
}

extension PurchaseSummary {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.currency(self.spent?.currency)
        if let value = self.orders {
            writer.key("orders")
            writer.integer(value)
        }
        if let value = self.spent {
            writer.key("spent")
            writer.amount(value)
        }
        if let value = self.lastOrderID {
            writer.key("last_order_id")
            writer.string(value)
        }
        writer.endObject()
    }
}

extension Consent {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("channel")
        writer.string(self.channel)
        if let value = self.purpose {
            writer.key("purpose")
            writer.string(value)
        }
        if let value = self.textVersion {
            writer.key("text_version")
            writer.string(value)
        }
        if let value = self.source {
            writer.key("source")
            writer.string(value)
        }
        if let value = self.ip {
            writer.key("ip")
            writer.string(value)
        }
        if let value = self.userAgent {
            writer.key("user_agent")
            writer.string(value)
        }
        if let value = self.requestID {
            writer.key("request_id")
            writer.string(value)
        }
        if let value = self.expires {
            writer.key("expires")
            writer.timestamp(value.milliseconds)
        }
        if self.isIncentivised {
            writer.key("incentivised")
            writer.boolean(true)
        }
        if let value = self.isConfirmed {
            writer.key("confirmed")
            writer.boolean(value)
        }
        writer.endObject()
    }
}

extension ConsentPreferences {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        if !self.granted.isEmpty {
            writer.key("granted")
            writer.beginArray()
            for each in self.granted { writer.string(each) }
            writer.endArray()
        }
        if !self.refused.isEmpty {
            writer.key("refused")
            writer.beginArray()
            for each in self.refused { writer.string(each) }
            writer.endArray()
        }
        writer.endObject()
    }
}

extension Preferences {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        if !self.topics.isEmpty {
            writer.key("topics")
            writer.beginArray()
            for each in self.topics { writer.string(each) }
            writer.endArray()
        }
        if !self.channels.isEmpty {
            writer.key("channels")
            writer.beginArray()
            for each in self.channels { writer.string(each) }
            writer.endArray()
        }
        if let value = self.maxPerWeek {
            writer.key("max_per_week")
            writer.integer(value)
        }
        if let value = self.quietFrom {
            writer.key("quiet_from")
            writer.integer(value)
        }
        if let value = self.quietUntil {
            writer.key("quiet_until")
            writer.integer(value)
        }
        writer.endObject()
    }
}

extension Channel {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        if let value = self.channel {
            writer.key("channel")
            writer.string(value)
        }
        if let value = self.action {
            writer.key("action")
            writer.string(value)
        }
        if let value = self.campaign {
            writer.key("campaign")
            writer.string(value)
        }
        writer.endObject()
    }
}

extension Shipment {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("shipment_id")
        writer.string(self.shipmentID)
        writer.key("order_id")
        writer.string(self.orderID)
        if let value = self.carrier {
            writer.key("carrier")
            writer.string(value)
        }
        if let value = self.trackingNumber {
            writer.key("tracking_number")
            writer.string(value)
        }
        if !self.lines.isEmpty {
            writer.key("products")
            writer.beginArray()
            for each in self.lines { each.write(to: &writer) }
            writer.endArray()
        }
        if let value = self.mode {
            writer.key("mode")
            writer.string(value)
        }
        if self.isCancelled {
            writer.key("cancelled")
            writer.boolean(true)
        }
        writer.endObject()
    }
}

extension DeliveryProgress {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("order_id")
        writer.string(self.orderID)
        if let value = self.shipmentID {
            writer.key("shipment_id")
            writer.string(value)
        }
        writer.key("status")
        writer.string(self.status.name)
        if let value = self.estimated {
            writer.key("estimated")
            writer.timestamp(value.milliseconds)
        }
        writer.endObject()
    }
}

extension DeliveryReport {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("order_id")
        writer.string(self.orderID)
        writer.key("problem")
        writer.string(self.problem.name)
        if let value = self.shipmentID {
            writer.key("shipment_id")
            writer.string(value)
        }
        if !self.lines.isEmpty {
            writer.key("products")
            writer.beginArray()
            for each in self.lines { each.write(to: &writer) }
            writer.endArray()
        }
        writer.endObject()
    }
}

extension Return {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("order_id")
        writer.string(self.orderID)
        if let value = self.returnID {
            writer.key("return_id")
            writer.string(value)
        }
        if let value = self.reason {
            writer.key("reason")
            writer.string(value)
        }
        if !self.lines.isEmpty {
            writer.key("products")
            writer.beginArray()
            for each in self.lines { each.write(to: &writer) }
            writer.endArray()
        }
        writer.endObject()
    }
}

extension Dispute {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.currency(self.amount?.currency)
        writer.key("order_id")
        writer.string(self.orderID)
        if let value = self.amount {
            writer.key("amount")
            writer.amount(value)
        }
        if let value = self.reason {
            writer.key("reason")
            writer.string(value)
        }
        writer.endObject()
    }
}

extension Product {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.currency(self.price?.currency ?? self.margin?.currency)
        if let value = self.name {
            writer.key("name")
            writer.string(value)
        }
        if let value = self.category {
            writer.key("category")
            writer.string(value)
        }
        if let value = self.brand {
            writer.key("brand")
            writer.string(value)
        }
        if let value = self.price {
            writer.key("price")
            writer.amount(value)
        }
        if let value = self.margin {
            writer.key("margin")
            writer.amount(value)
        }
        if let value = self.parent {
            writer.key("parent")
            writer.string(value)
        }
        if let value = self.inventoryID {
            writer.key("inventory_item_id")
            writer.string(value)
        }
        if !self.variants.isEmpty {
            writer.key("variants")
            writer.beginArray()
            for each in self.variants { each.write(to: &writer) }
            writer.endArray()
        }
        writer.endObject()
    }
}

extension PriceChange {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.currency(self.price.currency)
        writer.key("price")
        writer.amount(self.price)
        if let value = self.previous {
            writer.key("previous")
            writer.amount(value)
        }
        writer.endObject()
    }
}

extension StockLevel {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("available")
        writer.integer(self.available)
        if let value = self.location {
            writer.key("location_id")
            writer.string(value)
        }
        writer.endObject()
    }
}

extension NPSAnswer {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("score")
        writer.integer(self.score)
        if let value = self.surveyID {
            writer.key("survey_id")
            writer.string(value)
        }
        writer.endObject()
    }
}

extension SurveyAnswer {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("survey_id")
        writer.string(self.surveyID)
        if let value = self.question {
            writer.key("question")
            writer.string(value)
        }
        if let value = self.score {
            writer.key("score")
            writer.millionths(value)
        }
        if let value = self.choice {
            writer.key("choice")
            writer.string(value)
        }
        writer.endObject()
    }
}

extension Ticket {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("ticket_id")
        writer.string(self.ticketID)
        if let value = self.topic {
            writer.key("topic")
            writer.string(value)
        }
        if let value = self.channel {
            writer.key("channel")
            writer.string(value)
        }
        if let value = self.orderID {
            writer.key("order_id")
            writer.string(value)
        }
        if let value = self.product {
            writer.key("sku")
            writer.string(value)
        }
        if let value = self.satisfaction {
            writer.key("satisfaction")
            writer.integer(value)
        }
        writer.endObject()
    }
}

extension Mention {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("network")
        writer.string(self.network)
        if let value = self.sentiment {
            writer.key("sentiment")
            writer.millionths(Int64(value.millionths))
        }
        if let value = self.postID {
            writer.key("post_id")
            writer.string(value)
        }
        if let value = self.handle {
            writer.key("author_handle")
            writer.string(value)
        }
        if let value = self.topic {
            writer.key("topic")
            writer.string(value)
        }
        if let value = self.product {
            writer.key("sku")
            writer.string(value)
        }
        writer.endObject()
    }
}

extension SocialTouch {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        if let value = self.network {
            writer.key("network")
            writer.string(value)
        }
        if let value = self.postID {
            writer.key("post_id")
            writer.string(value)
        }
        if let value = self.action {
            writer.key("action")
            writer.string(value)
        }
        if let value = self.product {
            writer.key("sku")
            writer.string(value)
        }
        if let value = self.handle {
            writer.key("author_handle")
            writer.string(value)
        }
        writer.endObject()
    }
}

extension UserContent {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        if let value = self.network {
            writer.key("network")
            writer.string(value)
        }
        writer.key("post_id")
        writer.string(self.postID)
        if let value = self.product {
            writer.key("sku")
            writer.string(value)
        }
        if let value = self.hasRights {
            writer.key("rights")
            writer.boolean(value)
        }
        writer.endObject()
    }
}

extension Enrolment {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        if let value = self.programme {
            writer.key("programme")
            writer.string(value)
        }
        if let value = self.tier {
            writer.key("tier")
            writer.string(value)
        }
        writer.endObject()
    }
}

extension Redemption {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("reward")
        writer.string(self.reward)
        if let value = self.points {
            writer.key("points")
            writer.integer(value)
        }
        if let value = self.orderID {
            writer.key("order_id")
            writer.string(value)
        }
        if let value = self.reason {
            writer.key("reason")
            writer.string(value)
        }
        writer.endObject()
    }
}

extension Referral {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("code")
        writer.string(self.code)
        if let value = self.channel {
            writer.key("channel")
            writer.string(value)
        }
        if let value = self.friend {
            writer.key("friend")
            writer.string(value)
        }
        writer.endObject()
    }
}

extension PaidMembership {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.currency(self.fee?.currency)
        writer.key("membership_id")
        writer.string(self.membershipID)
        if let value = self.plan {
            writer.key("plan")
            writer.string(value)
        }
        if let value = self.fee {
            writer.key("fee")
            writer.amount(value)
        }
        if let value = self.until {
            writer.key("until")
            writer.timestamp(value.milliseconds)
        }
        if let value = self.reason {
            writer.key("reason")
            writer.string(value)
        }
        writer.endObject()
    }
}

extension Subscription {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.currency(self.price?.currency)
        writer.key("subscription_id")
        writer.string(self.subscriptionID)
        if let value = self.plan {
            writer.key("plan")
            writer.string(value)
        }
        if let value = self.price {
            writer.key("price")
            writer.amount(value)
        }
        if let value = self.intervalDays {
            writer.key("interval_days")
            writer.integer(value)
        }
        if let value = self.until {
            writer.key("until")
            writer.timestamp(value.milliseconds)
        }
        if let value = self.reason {
            writer.key("reason")
            writer.string(value)
        }
        writer.endObject()
    }
}

extension Booking {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.currency(self.price?.currency)
        writer.key("booking_id")
        writer.string(self.bookingID)
        if let value = self.service {
            writer.key("service")
            writer.string(value)
        }
        if let value = self.price {
            writer.key("price")
            writer.amount(value)
        }
        if let value = self.starts {
            writer.key("starts")
            writer.timestamp(value.milliseconds)
        }
        writer.endObject()
    }
}

extension Lead {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        if let value = self.source {
            writer.key("source")
            writer.string(value)
        }
        if let value = self.prize {
            writer.key("prize")
            writer.string(value)
        }
        writer.endObject()
    }
}

extension ContestEntry {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("contest")
        writer.string(self.contest)
        writer.endObject()
    }
}

extension CharityChoice {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("charity")
        writer.string(self.charity)
        writer.endObject()
    }
}

extension Exposure {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("experiment")
        writer.string(self.experiment)
        writer.key("arm")
        writer.string(self.arm)
        writer.endObject()
    }
}

extension AcquisitionCost {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.currency(self.amount.currency)
        writer.key("amount")
        writer.amount(self.amount)
        if let value = self.source {
            writer.key("source")
            writer.string(value)
        }
        if let value = self.campaign {
            writer.key("campaign")
            writer.string(value)
        }
        if self.isRetention {
            writer.key("retention")
            writer.boolean(true)
        }
        writer.endObject()
    }
}

extension Incident {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("incident_id")
        writer.string(self.incidentID)
        writer.key("from")
        writer.timestamp(self.from.milliseconds)
        if let value = self.until {
            writer.key("until")
            writer.timestamp(value.milliseconds)
        }
        if let value = self.scope {
            writer.key("scope")
            writer.string(value)
        }
        writer.endObject()
    }
}

extension Season {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("season")
        writer.string(self.season)
        writer.key("from")
        writer.timestamp(self.from.milliseconds)
        writer.key("until")
        writer.timestamp(self.until.milliseconds)
        writer.endObject()
    }
}

extension PrivacyRequest {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        if let value = self.requestID {
            writer.key("request_id")
            writer.string(value)
        }
        if !self.orders.isEmpty {
            writer.key("orders")
            writer.beginArray()
            for each in self.orders { writer.string(each) }
            writer.endArray()
        }
        writer.endObject()
    }
}
