// Made by scripts/schemas from schemas/treue/v1/events.proto: change that instead.
package import Retention

extension Event.Kind {
    /// What the data of events of this type may hold, and what it has to.
    package var names: FactNames {
        switch self {
        case .orderCompleted: .order
        case .orderCancelled, .orderRefunded: .orderReversal
        case .orderUpdated: .orderVersion
        case .orderPaid, .orderFulfilled, .orderDeleted: .orderStep
        case .orderPromiseSet: .orderPromise
        case .orderOwned: .orderOwner
        case .checkoutStarted, .checkoutUpdated, .checkoutDeleted: .checkout
        case .checkoutStepViewed, .checkoutStepCompleted, .paymentInfoEntered: .checkoutStep
        case .productViewed, .productClicked: .productView
        case .productAdded, .productRemoved: .cartChange
        case .cartViewed, .cartUpdated: .cartContents
        case .couponEntered, .couponApplied, .couponDenied, .couponRemoved: .couponUse
        case .productsSearched: .productSearch
        case .productListViewed, .productListFiltered: .productList
        case .promotionViewed, .promotionClicked: .promotion
        case .pageViewed, .screenViewed: .pageView
        case .wishlistProductAdded, .wishlistProductRemoved, .wishlistProductCarted: .wishlistChange
        case .productShared, .cartShared: .share
        case .productReviewed, .reviewPublished: .review
        case .emailDelivered, .emailOpened, .emailLinkClicked, .emailBounced, .emailMarkedAsSpam, .emailUnsubscribed:
            .emailTouch
        case .campaignSent: .campaignSend
        case .customerIdentified, .profileUpdated: .profile
        case .identityMerged: .identityMerge
        case .customerDeleted, .customerEnabled, .customerDisabled: .accountChange
        case .customerTagged, .customerUntagged: .tags
        case .customerJoinedSegment, .customerLeftSegment: .segmentMembership
        case .customerSummarized: .purchaseSummary
        case .consentRequested, .consentConfirmed, .consentGranted, .consentWithdrawn, .newsletterSubscribed,
            .newsletterConfirmed, .newsletterUnsubscribed:
            .consent
        case .consentUpdated: .consentPreferences
        case .preferencesUpdated: .preferences
        case .channelSubscribed, .channelUnsubscribed, .channelEngaged, .pushEnabled, .pushDisabled, .appInstalled,
            .appRemoved:
            .channel
        case .shipmentSent, .shipmentUpdated: .shipment
        case .deliveryUpdated: .deliveryProgress
        case .deliveryReported: .deliveryReport
        case .returnRequested, .returnApproved, .returnDeclined, .returnReceived: .`return`
        case .disputeOpened, .disputeClosed: .dispute
        case .productPublished, .productUpdated, .productWithdrawn: .product
        case .priceChanged: .priceChange
        case .stockChanged: .stockLevel
        case .npsAnswered: .npsAnswer
        case .surveyAnswered: .surveyAnswer
        case .complaintOpened, .complaintAnswered, .complaintResolved, .questionAsked, .questionAnswered, .ticketOpened,
            .ticketAnswered, .ticketResolved:
            .ticket
        case .socialMentioned: .mention
        case .socialEngaged, .socialFollowed, .socialUnfollowed, .socialPostTagged, .mentionAnswered, .communityPosted,
            .communityAnswered, .influencerPosted:
            .socialTouch
        case .ugcPublished: .userContent
        case .loyaltyEnrolled, .loyaltyLeft: .enrolment
        case .rewardRedeemed, .rewardRedeemFailed: .redemption
        case .referralShared, .referralCodeUsed: .referral
        case .membershipPurchased, .membershipRenewed, .membershipCancelled: .paidMembership
        case .subscriptionStarted, .subscriptionRenewed, .subscriptionPaused, .subscriptionResumed,
            .subscriptionSkipped, .subscriptionCancelled:
            .subscription
        case .bookingMade: .booking
        case .leadCaptured: .lead
        case .contestEntered: .contestEntry
        case .charityChosen: .charityChoice
        case .experimentExposed: .exposure
        case .acquisitionCostRecorded: .acquisitionCost
        case .incidentDeclared: .incident
        case .seasonDeclared: .season
        case .privacyDataRequested, .privacyErasureRequested, .privacyShopErasureRequested: .privacyRequest
        }
    }
}

extension FactNames {
    static let lineItem = FactNames(
        values: ["sku", "product_id", "id", "variant", "name", "quantity", "price", "category", "currency"],
        texts: [],
        objects: [:],
        required: [["sku", "product_id", "id", "variant", "name"]]
    )

    static let order = FactNames(
        values: [
            "order_id", "orderId", "total", "revenue", "shipping", "tax", "value", "coupon", "checkout_id", "cart_id",
            "channel", "reference", "currency",
        ],
        texts: [],
        objects: ["products": .lineItem],
        required: [["order_id", "orderId"], ["total", "revenue", "value", "products/price"]]
    )

    static let orderReversal = FactNames(
        values: ["order_id", "orderId", "total", "reason", "currency"],
        texts: [],
        objects: ["products": .lineItem],
        required: [["order_id", "orderId"]]
    )

    static let orderVersion = FactNames(
        values: [
            "order_id", "orderId", "total", "revenue", "shipping", "tax", "value", "version", "placed", "cancelled",
            "reference", "refunded", "currency",
        ],
        texts: [],
        objects: ["products": .lineItem],
        required: [["order_id", "orderId"], ["total", "revenue", "value", "products/price"], ["version"]]
    )

    static let orderStep = FactNames(
        values: ["order_id", "orderId", "partial"],
        texts: [],
        objects: [:],
        required: [["order_id", "orderId"]]
    )

    static let orderPromise = FactNames(
        values: ["order_id", "orderId", "latest", "earliest"],
        texts: [],
        objects: [:],
        required: [["order_id", "orderId"], ["latest"]]
    )

    static let orderOwner = FactNames(
        values: ["owner"],
        texts: [],
        objects: [:],
        required: [["owner"]]
    )

    static let checkout = FactNames(
        values: [
            "checkout_id", "order_id", "cart_id", "value", "total", "revenue", "shipping", "tax", "coupon", "currency",
        ],
        texts: [],
        objects: ["products": .lineItem],
        required: []
    )

    static let checkoutStep = FactNames(
        values: ["checkout_id", "order_id", "step", "shipping_method", "payment_method"],
        texts: [],
        objects: [:],
        required: []
    )

    static let productView = FactNames(
        values: ["sku", "product_id", "id", "variant", "name", "category", "price", "currency"],
        texts: [],
        objects: [:],
        required: [["sku", "product_id", "id", "variant", "name"]]
    )

    static let cartChange = FactNames(
        values: ["sku", "product_id", "id", "variant", "name", "quantity", "price", "category", "cart_id", "currency"],
        texts: [],
        objects: [:],
        required: [["sku", "product_id", "id", "variant", "name"]]
    )

    static let cartContents = FactNames(
        values: ["cart_id", "currency"],
        texts: [],
        objects: ["products": .lineItem],
        required: []
    )

    static let couponUse = FactNames(
        values: ["coupon_id", "coupon_name", "coupon", "order_id", "cart_id", "discount", "reason", "currency"],
        texts: [],
        objects: [:],
        required: [["coupon_id", "coupon_name", "coupon"]]
    )

    static let productSearch = FactNames(
        values: ["query"],
        texts: [],
        objects: [:],
        required: []
    )

    static let productList = FactNames(
        values: ["list_id", "category", "currency"],
        texts: [],
        objects: ["products": .lineItem],
        required: []
    )

    static let promotion = FactNames(
        values: ["promotion_id", "name", "creative", "position"],
        texts: [],
        objects: [:],
        required: []
    )

    static let pageView = FactNames(
        values: ["name", "category", "path", "campaign", "source", "medium"],
        texts: [],
        objects: [:],
        required: []
    )

    static let wishlistChange = FactNames(
        values: [
            "sku", "product_id", "id", "variant", "name", "wishlist_id", "category", "price", "cart_id", "quantity",
            "currency",
        ],
        texts: [],
        objects: [:],
        required: [["sku", "product_id", "id", "variant", "name"]]
    )

    static let share = FactNames(
        values: ["share_via", "sku", "product_id", "product", "cart_id"],
        texts: [],
        objects: [:],
        required: []
    )

    static let review = FactNames(
        values: ["sku", "product_id", "product", "review_id", "rating", "site", "order_id"],
        texts: [],
        objects: [:],
        required: []
    )

    static let emailTouch = FactNames(
        values: ["email_id", "campaign_id", "campaign_name", "campaign", "link_id"],
        texts: [],
        objects: [:],
        required: []
    )

    static let campaignSend = FactNames(
        values: ["campaign_id", "campaign_name", "campaign", "channel", "message_id", "signal_id"],
        texts: [],
        objects: [:],
        required: [["campaign_id", "campaign_name", "campaign"], ["channel"]]
    )

    static let profile = FactNames(
        values: [
            "birth_date", "birthday", "time_zone", "timezone", "locale", "country", "region", "postal_code", "gender",
            "created_at", "since", "handle", "anonymous_id", "visitor",
        ],
        texts: [],
        objects: [:],
        required: []
    )

    static let identityMerge = FactNames(
        values: ["previous"],
        texts: [],
        objects: [:],
        required: [["previous"]]
    )

    static let accountChange = FactNames(
        values: ["reason"],
        texts: [],
        objects: [:],
        required: []
    )

    static let tags = FactNames(
        values: [],
        texts: ["tags"],
        objects: [:],
        required: [["tags"]]
    )

    static let segmentMembership = FactNames(
        values: ["segment_id", "segment"],
        texts: [],
        objects: [:],
        required: [["segment_id", "segment"]]
    )

    static let purchaseSummary = FactNames(
        values: ["orders", "spent", "last_order_id", "currency"],
        texts: [],
        objects: [:],
        required: []
    )

    static let consent = FactNames(
        values: [
            "channel", "purpose", "text_version", "source", "ip", "user_agent", "request_id", "expires", "incentivised",
            "confirmed",
        ],
        texts: [],
        objects: [:],
        required: [["channel"]]
    )

    static let consentPreferences = FactNames(
        values: [],
        texts: ["granted", "refused"],
        objects: [:],
        required: []
    )

    static let preferences = FactNames(
        values: ["max_per_week", "quiet_from", "quiet_until"],
        texts: ["topics", "channels"],
        objects: [:],
        required: []
    )

    static let channel = FactNames(
        values: ["channel", "action", "campaign"],
        texts: [],
        objects: [:],
        required: []
    )

    static let shipment = FactNames(
        values: [
            "shipment_id", "fulfillment_id", "order_id", "orderId", "carrier", "tracking_company", "tracking_number",
            "mode", "cancelled", "currency",
        ],
        texts: [],
        objects: ["products": .lineItem],
        required: [["shipment_id", "fulfillment_id"], ["order_id", "orderId"]]
    )

    static let deliveryProgress = FactNames(
        values: [
            "order_id", "orderId", "shipment_id", "fulfillment_id", "status", "estimated", "estimated_delivery_at",
        ],
        texts: [],
        objects: [:],
        required: [["order_id", "orderId"], ["status"]]
    )

    static let deliveryReport = FactNames(
        values: ["order_id", "orderId", "problem", "shipment_id", "currency"],
        texts: [],
        objects: ["products": .lineItem],
        required: [["order_id", "orderId"], ["problem"]]
    )

    static let `return` = FactNames(
        values: ["order_id", "orderId", "return_id", "reason", "currency"],
        texts: [],
        objects: ["products": .lineItem],
        required: [["order_id", "orderId"]]
    )

    static let dispute = FactNames(
        values: ["order_id", "orderId", "amount", "reason", "currency"],
        texts: [],
        objects: [:],
        required: [["order_id", "orderId"]]
    )

    static let product = FactNames(
        values: [
            "name", "title", "category", "product_type", "brand", "vendor", "price", "margin", "parent",
            "inventory_item_id", "inventory_id", "currency",
        ],
        texts: [],
        objects: ["variants": .lineItem],
        required: []
    )

    static let priceChange = FactNames(
        values: ["price", "previous", "compare_at_price", "currency"],
        texts: [],
        objects: [:],
        required: [["price"]]
    )

    static let stockLevel = FactNames(
        values: ["available", "location_id", "location"],
        texts: [],
        objects: [:],
        required: [["available"]]
    )

    static let npsAnswer = FactNames(
        values: ["score", "survey_id"],
        texts: [],
        objects: [:],
        required: [["score"]]
    )

    static let surveyAnswer = FactNames(
        values: ["survey_id", "question", "score", "choice"],
        texts: [],
        objects: [:],
        required: [["survey_id"]]
    )

    static let ticket = FactNames(
        values: ["ticket_id", "topic", "channel", "order_id", "sku", "product_id", "product", "satisfaction"],
        texts: [],
        objects: [:],
        required: [["ticket_id"]]
    )

    static let mention = FactNames(
        values: [
            "network", "sentiment", "post_id", "author_handle", "handle", "topic", "sku", "product_id", "product",
        ],
        texts: [],
        objects: [:],
        required: []
    )

    static let socialTouch = FactNames(
        values: ["network", "post_id", "action", "sku", "product_id", "product", "author_handle", "handle"],
        texts: [],
        objects: [:],
        required: []
    )

    static let userContent = FactNames(
        values: ["network", "post_id", "sku", "product_id", "product", "rights"],
        texts: [],
        objects: [:],
        required: [["post_id"]]
    )

    static let enrolment = FactNames(
        values: ["programme", "tier"],
        texts: [],
        objects: [:],
        required: []
    )

    static let redemption = FactNames(
        values: ["reward", "points", "order_id", "reason"],
        texts: [],
        objects: [:],
        required: [["reward"]]
    )

    static let referral = FactNames(
        values: ["code", "channel", "friend"],
        texts: [],
        objects: [:],
        required: [["code"]]
    )

    static let paidMembership = FactNames(
        values: ["membership_id", "plan", "fee", "until", "reason", "currency"],
        texts: [],
        objects: [:],
        required: [["membership_id"]]
    )

    static let subscription = FactNames(
        values: ["subscription_id", "plan", "price", "interval_days", "until", "reason", "currency"],
        texts: [],
        objects: [:],
        required: [["subscription_id"]]
    )

    static let booking = FactNames(
        values: ["booking_id", "service", "price", "starts", "currency"],
        texts: [],
        objects: [:],
        required: [["booking_id"]]
    )

    static let lead = FactNames(
        values: ["source", "prize"],
        texts: [],
        objects: [:],
        required: []
    )

    static let contestEntry = FactNames(
        values: ["contest"],
        texts: [],
        objects: [:],
        required: [["contest"]]
    )

    static let charityChoice = FactNames(
        values: ["charity"],
        texts: [],
        objects: [:],
        required: [["charity"]]
    )

    static let exposure = FactNames(
        values: ["experiment", "arm"],
        texts: [],
        objects: [:],
        required: [["experiment"], ["arm"]]
    )

    static let acquisitionCost = FactNames(
        values: ["amount", "source", "campaign", "retention", "currency"],
        texts: [],
        objects: [:],
        required: [["amount"]]
    )

    static let incident = FactNames(
        values: ["incident_id", "from", "until", "scope"],
        texts: [],
        objects: [:],
        required: [["incident_id"], ["from"]]
    )

    static let season = FactNames(
        values: ["season", "from", "until"],
        texts: [],
        objects: [:],
        required: [["season"], ["from"], ["until"]]
    )

    static let privacyRequest = FactNames(
        values: ["request_id"],
        texts: ["orders"],
        objects: [:],
        required: []
    )
}
