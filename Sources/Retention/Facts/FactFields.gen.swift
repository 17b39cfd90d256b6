// Made by scripts/schemas from schemas/treue/v1/events.proto: change that instead.
extension Event.Kind {
    /// The place among the types, counted from 0 to `allCases.count - 1` in their order.
    ///
    /// An index into tables and sets of bits. A new type may move the others: what is stored is the
    /// raw value.
    public var number: Int {
        switch self {
        case .orderCompleted: 0
        case .orderCancelled: 1
        case .orderRefunded: 2
        case .productViewed: 3
        case .productAdded: 4
        case .productRemoved: 5
        case .socialMentioned: 6
        case .orderUpdated: 7
        case .orderPaid: 8
        case .orderFulfilled: 9
        case .orderDeleted: 10
        case .orderPromiseSet: 11
        case .orderOwned: 12
        case .checkoutStarted: 13
        case .checkoutUpdated: 14
        case .checkoutDeleted: 15
        case .checkoutStepViewed: 16
        case .checkoutStepCompleted: 17
        case .paymentInfoEntered: 18
        case .cartViewed: 19
        case .cartUpdated: 20
        case .couponEntered: 21
        case .couponApplied: 22
        case .couponDenied: 23
        case .couponRemoved: 24
        case .productsSearched: 25
        case .productListViewed: 26
        case .productListFiltered: 27
        case .productClicked: 28
        case .promotionViewed: 29
        case .promotionClicked: 30
        case .pageViewed: 31
        case .screenViewed: 32
        case .wishlistProductAdded: 33
        case .wishlistProductRemoved: 34
        case .wishlistProductCarted: 35
        case .productShared: 36
        case .cartShared: 37
        case .productReviewed: 38
        case .reviewPublished: 39
        case .emailDelivered: 40
        case .emailOpened: 41
        case .emailLinkClicked: 42
        case .emailBounced: 43
        case .emailMarkedAsSpam: 44
        case .emailUnsubscribed: 45
        case .campaignSent: 46
        case .customerIdentified: 47
        case .identityMerged: 48
        case .profileUpdated: 49
        case .customerDeleted: 50
        case .customerEnabled: 51
        case .customerDisabled: 52
        case .customerTagged: 53
        case .customerUntagged: 54
        case .customerJoinedSegment: 55
        case .customerLeftSegment: 56
        case .customerSummarized: 57
        case .consentRequested: 58
        case .consentConfirmed: 59
        case .consentGranted: 60
        case .consentWithdrawn: 61
        case .consentUpdated: 62
        case .preferencesUpdated: 63
        case .newsletterSubscribed: 64
        case .newsletterConfirmed: 65
        case .newsletterUnsubscribed: 66
        case .channelSubscribed: 67
        case .channelUnsubscribed: 68
        case .channelEngaged: 69
        case .pushEnabled: 70
        case .pushDisabled: 71
        case .appInstalled: 72
        case .appRemoved: 73
        case .shipmentSent: 74
        case .shipmentUpdated: 75
        case .deliveryUpdated: 76
        case .deliveryReported: 77
        case .returnRequested: 78
        case .returnApproved: 79
        case .returnDeclined: 80
        case .returnReceived: 81
        case .disputeOpened: 82
        case .disputeClosed: 83
        case .productPublished: 84
        case .productUpdated: 85
        case .productWithdrawn: 86
        case .priceChanged: 87
        case .stockChanged: 88
        case .npsAnswered: 89
        case .surveyAnswered: 90
        case .complaintOpened: 91
        case .complaintAnswered: 92
        case .complaintResolved: 93
        case .questionAsked: 94
        case .questionAnswered: 95
        case .ticketOpened: 96
        case .ticketAnswered: 97
        case .ticketResolved: 98
        case .socialEngaged: 99
        case .socialFollowed: 100
        case .socialUnfollowed: 101
        case .socialPostTagged: 102
        case .mentionAnswered: 103
        case .ugcPublished: 104
        case .communityPosted: 105
        case .communityAnswered: 106
        case .influencerPosted: 107
        case .loyaltyEnrolled: 108
        case .loyaltyLeft: 109
        case .rewardRedeemed: 110
        case .rewardRedeemFailed: 111
        case .referralShared: 112
        case .referralCodeUsed: 113
        case .membershipPurchased: 114
        case .membershipRenewed: 115
        case .membershipCancelled: 116
        case .subscriptionStarted: 117
        case .subscriptionRenewed: 118
        case .subscriptionPaused: 119
        case .subscriptionResumed: 120
        case .subscriptionSkipped: 121
        case .subscriptionCancelled: 122
        case .bookingMade: 123
        case .leadCaptured: 124
        case .contestEntered: 125
        case .charityChosen: 126
        case .experimentExposed: 127
        case .acquisitionCostRecorded: 128
        case .incidentDeclared: 129
        case .seasonDeclared: 130
        case .privacyDataRequested: 131
        case .privacyErasureRequested: 132
        case .privacyShopErasureRequested: 133
        }
    }

    /// The fields that events of this type have, in the order of the schema.
    ///
    /// The tables are made once; O(1), and no allocation.
    public var fields: [FactField] {
        switch self {
        case .orderCompleted: Order.fields
        case .orderCancelled, .orderRefunded: OrderReversal.fields
        case .orderUpdated: OrderVersion.fields
        case .orderPaid, .orderFulfilled, .orderDeleted: OrderStep.fields
        case .orderPromiseSet: OrderPromise.fields
        case .orderOwned: OrderOwner.fields
        case .checkoutStarted, .checkoutUpdated, .checkoutDeleted: Checkout.fields
        case .checkoutStepViewed, .checkoutStepCompleted, .paymentInfoEntered: CheckoutStep.fields
        case .productViewed, .productClicked: ProductView.fields
        case .productAdded, .productRemoved: CartChange.fields
        case .cartViewed, .cartUpdated: CartContents.fields
        case .couponEntered, .couponApplied, .couponDenied, .couponRemoved: CouponUse.fields
        case .productsSearched: ProductSearch.fields
        case .productListViewed, .productListFiltered: ProductList.fields
        case .promotionViewed, .promotionClicked: Promotion.fields
        case .pageViewed, .screenViewed: PageView.fields
        case .wishlistProductAdded, .wishlistProductRemoved, .wishlistProductCarted: WishlistChange.fields
        case .productShared, .cartShared: Share.fields
        case .productReviewed, .reviewPublished: Review.fields
        case .emailDelivered, .emailOpened, .emailLinkClicked, .emailBounced, .emailMarkedAsSpam, .emailUnsubscribed:
            EmailTouch.fields
        case .campaignSent: CampaignSend.fields
        case .customerIdentified, .profileUpdated: Profile.fields
        case .identityMerged: IdentityMerge.fields
        case .customerDeleted, .customerEnabled, .customerDisabled: AccountChange.fields
        case .customerTagged, .customerUntagged: Tags.fields
        case .customerJoinedSegment, .customerLeftSegment: SegmentMembership.fields
        case .customerSummarized: PurchaseSummary.fields
        case .consentRequested, .consentConfirmed, .consentGranted, .consentWithdrawn, .newsletterSubscribed,
            .newsletterConfirmed, .newsletterUnsubscribed:
            Consent.fields
        case .consentUpdated: ConsentPreferences.fields
        case .preferencesUpdated: Preferences.fields
        case .channelSubscribed, .channelUnsubscribed, .channelEngaged, .pushEnabled, .pushDisabled, .appInstalled,
            .appRemoved:
            Channel.fields
        case .shipmentSent, .shipmentUpdated: Shipment.fields
        case .deliveryUpdated: DeliveryProgress.fields
        case .deliveryReported: DeliveryReport.fields
        case .returnRequested, .returnApproved, .returnDeclined, .returnReceived: Return.fields
        case .disputeOpened, .disputeClosed: Dispute.fields
        case .productPublished, .productUpdated, .productWithdrawn: Product.fields
        case .priceChanged: PriceChange.fields
        case .stockChanged: StockLevel.fields
        case .npsAnswered: NPSAnswer.fields
        case .surveyAnswered: SurveyAnswer.fields
        case .complaintOpened, .complaintAnswered, .complaintResolved, .questionAsked, .questionAnswered, .ticketOpened,
            .ticketAnswered, .ticketResolved:
            Ticket.fields
        case .socialMentioned: Mention.fields
        case .socialEngaged, .socialFollowed, .socialUnfollowed, .socialPostTagged, .mentionAnswered, .communityPosted,
            .communityAnswered, .influencerPosted:
            SocialTouch.fields
        case .ugcPublished: UserContent.fields
        case .loyaltyEnrolled, .loyaltyLeft: Enrolment.fields
        case .rewardRedeemed, .rewardRedeemFailed: Redemption.fields
        case .referralShared, .referralCodeUsed: Referral.fields
        case .membershipPurchased, .membershipRenewed, .membershipCancelled: PaidMembership.fields
        case .subscriptionStarted, .subscriptionRenewed, .subscriptionPaused, .subscriptionResumed,
            .subscriptionSkipped, .subscriptionCancelled:
            Subscription.fields
        case .bookingMade: Booking.fields
        case .leadCaptured: Lead.fields
        case .contestEntered: ContestEntry.fields
        case .charityChosen: CharityChoice.fields
        case .experimentExposed: Exposure.fields
        case .acquisitionCostRecorded: AcquisitionCost.fields
        case .incidentDeclared: Incident.fields
        case .seasonDeclared: Season.fields
        case .privacyDataRequested, .privacyErasureRequested, .privacyShopErasureRequested: PrivacyRequest.fields
        }
    }
}

extension Event.Body {
    /// The value of the field at a place in `kind.fields`; `.missing` where the fact has none.
    ///
    /// Every other place is `.missing` too. O(1); only a subject allocates, for its text.
    public func value(of field: Int) -> FactValue {
        switch self {
        case .orderCompleted(let fact): fact.value(of: field)
        case .orderCancelled(let fact), .orderRefunded(let fact): fact.value(of: field)
        case .orderUpdated(let fact): fact.value(of: field)
        case .orderPaid(let fact), .orderFulfilled(let fact), .orderDeleted(let fact): fact.value(of: field)
        case .orderPromiseSet(let fact): fact.value(of: field)
        case .orderOwned(let fact): fact.value(of: field)
        case .checkoutStarted(let fact), .checkoutUpdated(let fact), .checkoutDeleted(let fact): fact.value(of: field)
        case .checkoutStepViewed(let fact), .checkoutStepCompleted(let fact), .paymentInfoEntered(let fact):
            fact.value(of: field)
        case .productViewed(let fact), .productClicked(let fact): fact.value(of: field)
        case .productAdded(let fact), .productRemoved(let fact): fact.value(of: field)
        case .cartViewed(let fact), .cartUpdated(let fact): fact.value(of: field)
        case .couponEntered(let fact), .couponApplied(let fact), .couponDenied(let fact), .couponRemoved(let fact):
            fact.value(of: field)
        case .productsSearched(let fact): fact.value(of: field)
        case .productListViewed(let fact), .productListFiltered(let fact): fact.value(of: field)
        case .promotionViewed(let fact), .promotionClicked(let fact): fact.value(of: field)
        case .pageViewed(let fact), .screenViewed(let fact): fact.value(of: field)
        case .wishlistProductAdded(let fact), .wishlistProductRemoved(let fact), .wishlistProductCarted(let fact):
            fact.value(of: field)
        case .productShared(let fact), .cartShared(let fact): fact.value(of: field)
        case .productReviewed(let fact), .reviewPublished(let fact): fact.value(of: field)
        case .emailDelivered(let fact), .emailOpened(let fact), .emailLinkClicked(let fact), .emailBounced(let fact),
            .emailMarkedAsSpam(let fact), .emailUnsubscribed(let fact):
            fact.value(of: field)
        case .campaignSent(let fact): fact.value(of: field)
        case .customerIdentified(let fact), .profileUpdated(let fact): fact.value(of: field)
        case .identityMerged(let fact): fact.value(of: field)
        case .customerDeleted(let fact), .customerEnabled(let fact), .customerDisabled(let fact): fact.value(of: field)
        case .customerTagged(let fact), .customerUntagged(let fact): fact.value(of: field)
        case .customerJoinedSegment(let fact), .customerLeftSegment(let fact): fact.value(of: field)
        case .customerSummarized(let fact): fact.value(of: field)
        case .consentRequested(let fact), .consentConfirmed(let fact), .consentGranted(let fact),
            .consentWithdrawn(let fact), .newsletterSubscribed(let fact), .newsletterConfirmed(let fact),
            .newsletterUnsubscribed(let fact):
            fact.value(of: field)
        case .consentUpdated(let fact): fact.value(of: field)
        case .preferencesUpdated(let fact): fact.value(of: field)
        case .channelSubscribed(let fact), .channelUnsubscribed(let fact), .channelEngaged(let fact),
            .pushEnabled(let fact), .pushDisabled(let fact), .appInstalled(let fact), .appRemoved(let fact):
            fact.value(of: field)
        case .shipmentSent(let fact), .shipmentUpdated(let fact): fact.value(of: field)
        case .deliveryUpdated(let fact): fact.value(of: field)
        case .deliveryReported(let fact): fact.value(of: field)
        case .returnRequested(let fact), .returnApproved(let fact), .returnDeclined(let fact),
            .returnReceived(let fact):
            fact.value(of: field)
        case .disputeOpened(let fact), .disputeClosed(let fact): fact.value(of: field)
        case .productPublished(let fact), .productUpdated(let fact), .productWithdrawn(let fact): fact.value(of: field)
        case .priceChanged(let fact): fact.value(of: field)
        case .stockChanged(let fact): fact.value(of: field)
        case .npsAnswered(let fact): fact.value(of: field)
        case .surveyAnswered(let fact): fact.value(of: field)
        case .complaintOpened(let fact), .complaintAnswered(let fact), .complaintResolved(let fact),
            .questionAsked(let fact), .questionAnswered(let fact), .ticketOpened(let fact), .ticketAnswered(let fact),
            .ticketResolved(let fact):
            fact.value(of: field)
        case .socialMentioned(let fact): fact.value(of: field)
        case .socialEngaged(let fact), .socialFollowed(let fact), .socialUnfollowed(let fact),
            .socialPostTagged(let fact), .mentionAnswered(let fact), .communityPosted(let fact),
            .communityAnswered(let fact), .influencerPosted(let fact):
            fact.value(of: field)
        case .ugcPublished(let fact): fact.value(of: field)
        case .loyaltyEnrolled(let fact), .loyaltyLeft(let fact): fact.value(of: field)
        case .rewardRedeemed(let fact), .rewardRedeemFailed(let fact): fact.value(of: field)
        case .referralShared(let fact), .referralCodeUsed(let fact): fact.value(of: field)
        case .membershipPurchased(let fact), .membershipRenewed(let fact), .membershipCancelled(let fact):
            fact.value(of: field)
        case .subscriptionStarted(let fact), .subscriptionRenewed(let fact), .subscriptionPaused(let fact),
            .subscriptionResumed(let fact), .subscriptionSkipped(let fact), .subscriptionCancelled(let fact):
            fact.value(of: field)
        case .bookingMade(let fact): fact.value(of: field)
        case .leadCaptured(let fact): fact.value(of: field)
        case .contestEntered(let fact): fact.value(of: field)
        case .charityChosen(let fact): fact.value(of: field)
        case .experimentExposed(let fact): fact.value(of: field)
        case .acquisitionCostRecorded(let fact): fact.value(of: field)
        case .incidentDeclared(let fact): fact.value(of: field)
        case .seasonDeclared(let fact): fact.value(of: field)
        case .privacyDataRequested(let fact), .privacyErasureRequested(let fact),
            .privacyShopErasureRequested(let fact):
            fact.value(of: field)
        }
    }
}

extension Order {
    fileprivate static let fields: [FactField] = [
        FactField(name: "order_id", type: .text),
        FactField(name: "total", type: .money),
        FactField(name: "products", type: .lines),
        FactField(name: "coupon", type: .text),
        FactField(name: "checkout_id", type: .text),
        FactField(name: "cart_id", type: .text),
        FactField(name: "channel", type: .text),
        FactField(name: "reference", type: .flag),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .text(self.id)
        case 1: .money(self.total)
        case 2: .lines(self.lines)
        case 3: self.coupon.map(FactValue.text) ?? .missing
        case 4: self.checkoutID.map(FactValue.text) ?? .missing
        case 5: self.cartID.map(FactValue.text) ?? .missing
        case 6: self.channel.map(FactValue.text) ?? .missing
        case 7: .flag(self.isReference)
        default: .missing
        }
    }
}

extension OrderReversal {
    fileprivate static let fields: [FactField] = [
        FactField(name: "order_id", type: .text),
        FactField(name: "total", type: .money),
        FactField(name: "products", type: .lines),
        FactField(name: "reason", type: .text),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .text(self.orderID)
        case 1: self.amount.map(FactValue.money) ?? .missing
        case 2: .lines(self.lines)
        case 3: self.reason.map(FactValue.text) ?? .missing
        default: .missing
        }
    }
}

extension OrderVersion {
    fileprivate static let fields: [FactField] = [
        FactField(name: "order_id", type: .text),
        FactField(name: "total", type: .money),
        FactField(name: "version", type: .time),
        FactField(name: "placed", type: .time),
        FactField(name: "products", type: .lines),
        FactField(name: "cancelled", type: .flag),
        FactField(name: "reference", type: .flag),
        FactField(name: "refunded", type: .money),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .text(self.id)
        case 1: .money(self.total)
        case 2: .time(self.version)
        case 3: self.placed.map(FactValue.time) ?? .missing
        case 4: .lines(self.lines)
        case 5: .flag(self.isCancelled)
        case 6: .flag(self.isReference)
        case 7: self.refunded.map(FactValue.money) ?? .missing
        default: .missing
        }
    }
}

extension OrderStep {
    fileprivate static let fields: [FactField] = [
        FactField(name: "order_id", type: .text),
        FactField(name: "partial", type: .flag),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .text(self.orderID)
        case 1: .flag(self.isPartial)
        default: .missing
        }
    }
}

extension OrderPromise {
    fileprivate static let fields: [FactField] = [
        FactField(name: "order_id", type: .text),
        FactField(name: "latest", type: .time),
        FactField(name: "earliest", type: .time),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .text(self.orderID)
        case 1: .time(self.latest)
        case 2: self.earliest.map(FactValue.time) ?? .missing
        default: .missing
        }
    }
}

extension OrderOwner {
    fileprivate static let fields: [FactField] = [
        FactField(name: "owner", type: .subject)
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .subject(self.owner.description)
        default: .missing
        }
    }
}

extension Checkout {
    fileprivate static let fields: [FactField] = [
        FactField(name: "checkout_id", type: .text),
        FactField(name: "order_id", type: .text),
        FactField(name: "cart_id", type: .text),
        FactField(name: "value", type: .money),
        FactField(name: "shipping", type: .money),
        FactField(name: "tax", type: .money),
        FactField(name: "coupon", type: .text),
        FactField(name: "products", type: .lines),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: self.checkoutID.map(FactValue.text) ?? .missing
        case 1: self.orderID.map(FactValue.text) ?? .missing
        case 2: self.cartID.map(FactValue.text) ?? .missing
        case 3: self.value.map(FactValue.money) ?? .missing
        case 4: self.shipping.map(FactValue.money) ?? .missing
        case 5: self.tax.map(FactValue.money) ?? .missing
        case 6: self.coupon.map(FactValue.text) ?? .missing
        case 7: .lines(self.lines)
        default: .missing
        }
    }
}

extension CheckoutStep {
    fileprivate static let fields: [FactField] = [
        FactField(name: "checkout_id", type: .text),
        FactField(name: "order_id", type: .text),
        FactField(name: "step", type: .whole),
        FactField(name: "shipping_method", type: .text),
        FactField(name: "payment_method", type: .text),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: self.checkoutID.map(FactValue.text) ?? .missing
        case 1: self.orderID.map(FactValue.text) ?? .missing
        case 2: self.step.map(FactValue.whole) ?? .missing
        case 3: self.shippingMethod.map(FactValue.text) ?? .missing
        case 4: self.paymentMethod.map(FactValue.text) ?? .missing
        default: .missing
        }
    }
}

extension ProductView {
    fileprivate static let fields: [FactField] = [
        FactField(name: "sku", type: .text),
        FactField(name: "category", type: .text),
        FactField(name: "price", type: .money),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .text(self.product)
        case 1: self.category.map(FactValue.text) ?? .missing
        case 2: self.price.map(FactValue.money) ?? .missing
        default: .missing
        }
    }
}

extension CartChange {
    fileprivate static let fields: [FactField] = [
        FactField(name: "sku", type: .text),
        FactField(name: "quantity", type: .whole),
        FactField(name: "price", type: .money),
        FactField(name: "category", type: .text),
        FactField(name: "cart_id", type: .text),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .text(self.product)
        case 1: .whole(self.quantity)
        case 2: self.price.map(FactValue.money) ?? .missing
        case 3: self.category.map(FactValue.text) ?? .missing
        case 4: self.cartID.map(FactValue.text) ?? .missing
        default: .missing
        }
    }
}

extension CartContents {
    fileprivate static let fields: [FactField] = [
        FactField(name: "cart_id", type: .text),
        FactField(name: "products", type: .lines),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: self.cartID.map(FactValue.text) ?? .missing
        case 1: .lines(self.lines)
        default: .missing
        }
    }
}

extension CouponUse {
    fileprivate static let fields: [FactField] = [
        FactField(name: "coupon_id", type: .text),
        FactField(name: "order_id", type: .text),
        FactField(name: "cart_id", type: .text),
        FactField(name: "discount", type: .money),
        FactField(name: "reason", type: .text),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .text(self.coupon)
        case 1: self.orderID.map(FactValue.text) ?? .missing
        case 2: self.cartID.map(FactValue.text) ?? .missing
        case 3: self.discount.map(FactValue.money) ?? .missing
        case 4: self.reason.map(FactValue.text) ?? .missing
        default: .missing
        }
    }
}

extension ProductSearch {
    fileprivate static let fields: [FactField] = [
        FactField(name: "query", type: .text)
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: self.query.map(FactValue.text) ?? .missing
        default: .missing
        }
    }
}

extension ProductList {
    fileprivate static let fields: [FactField] = [
        FactField(name: "list_id", type: .text),
        FactField(name: "category", type: .text),
        FactField(name: "products", type: .lines),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: self.listID.map(FactValue.text) ?? .missing
        case 1: self.category.map(FactValue.text) ?? .missing
        case 2: .lines(self.lines)
        default: .missing
        }
    }
}

extension Promotion {
    fileprivate static let fields: [FactField] = [
        FactField(name: "promotion_id", type: .text),
        FactField(name: "creative", type: .text),
        FactField(name: "position", type: .text),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: self.promotionID.map(FactValue.text) ?? .missing
        case 1: self.creative.map(FactValue.text) ?? .missing
        case 2: self.position.map(FactValue.text) ?? .missing
        default: .missing
        }
    }
}

extension PageView {
    fileprivate static let fields: [FactField] = [
        FactField(name: "name", type: .text),
        FactField(name: "category", type: .text),
        FactField(name: "path", type: .text),
        FactField(name: "campaign", type: .text),
        FactField(name: "source", type: .text),
        FactField(name: "medium", type: .text),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: self.name.map(FactValue.text) ?? .missing
        case 1: self.category.map(FactValue.text) ?? .missing
        case 2: self.path.map(FactValue.text) ?? .missing
        case 3: self.campaign.map(FactValue.text) ?? .missing
        case 4: self.source.map(FactValue.text) ?? .missing
        case 5: self.medium.map(FactValue.text) ?? .missing
        default: .missing
        }
    }
}

extension WishlistChange {
    fileprivate static let fields: [FactField] = [
        FactField(name: "sku", type: .text),
        FactField(name: "wishlist_id", type: .text),
        FactField(name: "category", type: .text),
        FactField(name: "price", type: .money),
        FactField(name: "cart_id", type: .text),
        FactField(name: "quantity", type: .whole),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .text(self.product)
        case 1: self.wishlistID.map(FactValue.text) ?? .missing
        case 2: self.category.map(FactValue.text) ?? .missing
        case 3: self.price.map(FactValue.money) ?? .missing
        case 4: self.cartID.map(FactValue.text) ?? .missing
        case 5: .whole(self.quantity)
        default: .missing
        }
    }
}

extension Share {
    fileprivate static let fields: [FactField] = [
        FactField(name: "share_via", type: .text),
        FactField(name: "sku", type: .text),
        FactField(name: "cart_id", type: .text),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: self.via.map(FactValue.text) ?? .missing
        case 1: self.product.map(FactValue.text) ?? .missing
        case 2: self.cartID.map(FactValue.text) ?? .missing
        default: .missing
        }
    }
}

extension Review {
    fileprivate static let fields: [FactField] = [
        FactField(name: "sku", type: .text),
        FactField(name: "review_id", type: .text),
        FactField(name: "rating", type: .decimal),
        FactField(name: "site", type: .text),
        FactField(name: "order_id", type: .text),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: self.product.map(FactValue.text) ?? .missing
        case 1: self.reviewID.map(FactValue.text) ?? .missing
        case 2: self.rating.map(FactValue.decimal) ?? .missing
        case 3: self.site.map(FactValue.text) ?? .missing
        case 4: self.orderID.map(FactValue.text) ?? .missing
        default: .missing
        }
    }
}

extension EmailTouch {
    fileprivate static let fields: [FactField] = [
        FactField(name: "email_id", type: .text),
        FactField(name: "campaign_id", type: .text),
        FactField(name: "link_id", type: .text),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: self.emailID.map(FactValue.text) ?? .missing
        case 1: self.campaign.map(FactValue.text) ?? .missing
        case 2: self.linkID.map(FactValue.text) ?? .missing
        default: .missing
        }
    }
}

extension CampaignSend {
    fileprivate static let fields: [FactField] = [
        FactField(name: "campaign_id", type: .text),
        FactField(name: "channel", type: .text),
        FactField(name: "message_id", type: .text),
        FactField(name: "signal_id", type: .text),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .text(self.campaign)
        case 1: .text(self.channel)
        case 2: self.messageID.map(FactValue.text) ?? .missing
        case 3: self.signalID.map(FactValue.text) ?? .missing
        default: .missing
        }
    }
}

extension Profile {
    fileprivate static let fields: [FactField] = [
        FactField(name: "birth_date", type: .day),
        FactField(name: "time_zone", type: .text),
        FactField(name: "locale", type: .text),
        FactField(name: "country", type: .text),
        FactField(name: "region", type: .text),
        FactField(name: "postal_code", type: .text),
        FactField(name: "gender", type: .text),
        FactField(name: "created_at", type: .time),
        FactField(name: "handle", type: .text),
        FactField(name: "anonymous_id", type: .text),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: self.birthDate.map(FactValue.day) ?? .missing
        case 1: self.timeZone.map(FactValue.text) ?? .missing
        case 2: self.locale.map(FactValue.text) ?? .missing
        case 3: self.country.map(FactValue.text) ?? .missing
        case 4: self.region.map(FactValue.text) ?? .missing
        case 5: self.postalCode.map(FactValue.text) ?? .missing
        case 6: self.gender.map(FactValue.text) ?? .missing
        case 7: self.since.map(FactValue.time) ?? .missing
        case 8: self.handle.map(FactValue.text) ?? .missing
        case 9: self.visitor.map(FactValue.text) ?? .missing
        default: .missing
        }
    }
}

extension IdentityMerge {
    fileprivate static let fields: [FactField] = [
        FactField(name: "previous", type: .subject)
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .subject(self.previous.description)
        default: .missing
        }
    }
}

extension AccountChange {
    fileprivate static let fields: [FactField] = [
        FactField(name: "reason", type: .text)
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: self.reason.map(FactValue.text) ?? .missing
        default: .missing
        }
    }
}

extension Tags {
    fileprivate static let fields: [FactField] = [
        FactField(name: "tags", type: .texts)
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .texts(self.tags)
        default: .missing
        }
    }
}

extension SegmentMembership {
    fileprivate static let fields: [FactField] = [
        FactField(name: "segment_id", type: .text)
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .text(self.segment)
        default: .missing
        }
    }
}

extension PurchaseSummary {
    fileprivate static let fields: [FactField] = [
        FactField(name: "orders", type: .whole),
        FactField(name: "spent", type: .money),
        FactField(name: "last_order_id", type: .text),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: self.orders.map(FactValue.whole) ?? .missing
        case 1: self.spent.map(FactValue.money) ?? .missing
        case 2: self.lastOrderID.map(FactValue.text) ?? .missing
        default: .missing
        }
    }
}

extension Consent {
    fileprivate static let fields: [FactField] = [
        FactField(name: "channel", type: .text),
        FactField(name: "purpose", type: .text),
        FactField(name: "text_version", type: .text),
        FactField(name: "source", type: .text),
        FactField(name: "ip", type: .text),
        FactField(name: "user_agent", type: .text),
        FactField(name: "request_id", type: .text),
        FactField(name: "expires", type: .time),
        FactField(name: "incentivised", type: .flag),
        FactField(name: "confirmed", type: .flag),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .text(self.channel)
        case 1: self.purpose.map(FactValue.text) ?? .missing
        case 2: self.textVersion.map(FactValue.text) ?? .missing
        case 3: self.source.map(FactValue.text) ?? .missing
        case 4: self.ip.map(FactValue.text) ?? .missing
        case 5: self.userAgent.map(FactValue.text) ?? .missing
        case 6: self.requestID.map(FactValue.text) ?? .missing
        case 7: self.expires.map(FactValue.time) ?? .missing
        case 8: .flag(self.isIncentivised)
        case 9: self.isConfirmed.map(FactValue.flag) ?? .missing
        default: .missing
        }
    }
}

extension ConsentPreferences {
    fileprivate static let fields: [FactField] = [
        FactField(name: "granted", type: .texts),
        FactField(name: "refused", type: .texts),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .texts(self.granted)
        case 1: .texts(self.refused)
        default: .missing
        }
    }
}

extension Preferences {
    fileprivate static let fields: [FactField] = [
        FactField(name: "topics", type: .texts),
        FactField(name: "channels", type: .texts),
        FactField(name: "max_per_week", type: .whole),
        FactField(name: "quiet_from", type: .whole),
        FactField(name: "quiet_until", type: .whole),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .texts(self.topics)
        case 1: .texts(self.channels)
        case 2: self.maxPerWeek.map(FactValue.whole) ?? .missing
        case 3: self.quietFrom.map(FactValue.whole) ?? .missing
        case 4: self.quietUntil.map(FactValue.whole) ?? .missing
        default: .missing
        }
    }
}

extension Channel {
    fileprivate static let fields: [FactField] = [
        FactField(name: "channel", type: .text),
        FactField(name: "action", type: .text),
        FactField(name: "campaign", type: .text),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: self.channel.map(FactValue.text) ?? .missing
        case 1: self.action.map(FactValue.text) ?? .missing
        case 2: self.campaign.map(FactValue.text) ?? .missing
        default: .missing
        }
    }
}

extension Shipment {
    fileprivate static let fields: [FactField] = [
        FactField(name: "shipment_id", type: .text),
        FactField(name: "order_id", type: .text),
        FactField(name: "carrier", type: .text),
        FactField(name: "tracking_number", type: .text),
        FactField(name: "products", type: .lines),
        FactField(name: "mode", type: .text),
        FactField(name: "cancelled", type: .flag),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .text(self.shipmentID)
        case 1: .text(self.orderID)
        case 2: self.carrier.map(FactValue.text) ?? .missing
        case 3: self.trackingNumber.map(FactValue.text) ?? .missing
        case 4: .lines(self.lines)
        case 5: self.mode.map(FactValue.text) ?? .missing
        case 6: .flag(self.isCancelled)
        default: .missing
        }
    }
}

extension DeliveryProgress {
    fileprivate static let fields: [FactField] = [
        FactField(name: "order_id", type: .text),
        FactField(name: "shipment_id", type: .text),
        FactField(name: "status", type: .text),
        FactField(name: "estimated", type: .time),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .text(self.orderID)
        case 1: self.shipmentID.map(FactValue.text) ?? .missing
        case 2: .text(self.status.name)
        case 3: self.estimated.map(FactValue.time) ?? .missing
        default: .missing
        }
    }
}

extension DeliveryReport {
    fileprivate static let fields: [FactField] = [
        FactField(name: "order_id", type: .text),
        FactField(name: "problem", type: .text),
        FactField(name: "shipment_id", type: .text),
        FactField(name: "products", type: .lines),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .text(self.orderID)
        case 1: .text(self.problem.name)
        case 2: self.shipmentID.map(FactValue.text) ?? .missing
        case 3: .lines(self.lines)
        default: .missing
        }
    }
}

extension Return {
    fileprivate static let fields: [FactField] = [
        FactField(name: "order_id", type: .text),
        FactField(name: "return_id", type: .text),
        FactField(name: "reason", type: .text),
        FactField(name: "products", type: .lines),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .text(self.orderID)
        case 1: self.returnID.map(FactValue.text) ?? .missing
        case 2: self.reason.map(FactValue.text) ?? .missing
        case 3: .lines(self.lines)
        default: .missing
        }
    }
}

extension Dispute {
    fileprivate static let fields: [FactField] = [
        FactField(name: "order_id", type: .text),
        FactField(name: "amount", type: .money),
        FactField(name: "reason", type: .text),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .text(self.orderID)
        case 1: self.amount.map(FactValue.money) ?? .missing
        case 2: self.reason.map(FactValue.text) ?? .missing
        default: .missing
        }
    }
}

extension Product {
    fileprivate static let fields: [FactField] = [
        FactField(name: "name", type: .text),
        FactField(name: "category", type: .text),
        FactField(name: "brand", type: .text),
        FactField(name: "price", type: .money),
        FactField(name: "margin", type: .money),
        FactField(name: "parent", type: .text),
        FactField(name: "inventory_item_id", type: .text),
        FactField(name: "variants", type: .lines),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: self.name.map(FactValue.text) ?? .missing
        case 1: self.category.map(FactValue.text) ?? .missing
        case 2: self.brand.map(FactValue.text) ?? .missing
        case 3: self.price.map(FactValue.money) ?? .missing
        case 4: self.margin.map(FactValue.money) ?? .missing
        case 5: self.parent.map(FactValue.text) ?? .missing
        case 6: self.inventoryID.map(FactValue.text) ?? .missing
        case 7: .lines(self.variants)
        default: .missing
        }
    }
}

extension PriceChange {
    fileprivate static let fields: [FactField] = [
        FactField(name: "price", type: .money),
        FactField(name: "previous", type: .money),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .money(self.price)
        case 1: self.previous.map(FactValue.money) ?? .missing
        default: .missing
        }
    }
}

extension StockLevel {
    fileprivate static let fields: [FactField] = [
        FactField(name: "available", type: .whole),
        FactField(name: "location_id", type: .text),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .whole(self.available)
        case 1: self.location.map(FactValue.text) ?? .missing
        default: .missing
        }
    }
}

extension NPSAnswer {
    fileprivate static let fields: [FactField] = [
        FactField(name: "score", type: .whole),
        FactField(name: "survey_id", type: .text),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .whole(self.score)
        case 1: self.surveyID.map(FactValue.text) ?? .missing
        default: .missing
        }
    }
}

extension SurveyAnswer {
    fileprivate static let fields: [FactField] = [
        FactField(name: "survey_id", type: .text),
        FactField(name: "question", type: .text),
        FactField(name: "score", type: .decimal),
        FactField(name: "choice", type: .text),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .text(self.surveyID)
        case 1: self.question.map(FactValue.text) ?? .missing
        case 2: self.score.map(FactValue.decimal) ?? .missing
        case 3: self.choice.map(FactValue.text) ?? .missing
        default: .missing
        }
    }
}

extension Ticket {
    fileprivate static let fields: [FactField] = [
        FactField(name: "ticket_id", type: .text),
        FactField(name: "topic", type: .text),
        FactField(name: "channel", type: .text),
        FactField(name: "order_id", type: .text),
        FactField(name: "sku", type: .text),
        FactField(name: "satisfaction", type: .whole),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .text(self.ticketID)
        case 1: self.topic.map(FactValue.text) ?? .missing
        case 2: self.channel.map(FactValue.text) ?? .missing
        case 3: self.orderID.map(FactValue.text) ?? .missing
        case 4: self.product.map(FactValue.text) ?? .missing
        case 5: self.satisfaction.map(FactValue.whole) ?? .missing
        default: .missing
        }
    }
}

extension Mention {
    fileprivate static let fields: [FactField] = [
        FactField(name: "network", type: .text),
        FactField(name: "sentiment", type: .decimal),
        FactField(name: "post_id", type: .text),
        FactField(name: "author_handle", type: .text),
        FactField(name: "topic", type: .text),
        FactField(name: "sku", type: .text),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .text(self.network)
        case 1: self.sentiment.map { .decimal(Int64($0.millionths)) } ?? .missing
        case 2: self.postID.map(FactValue.text) ?? .missing
        case 3: self.handle.map(FactValue.text) ?? .missing
        case 4: self.topic.map(FactValue.text) ?? .missing
        case 5: self.product.map(FactValue.text) ?? .missing
        default: .missing
        }
    }
}

extension SocialTouch {
    fileprivate static let fields: [FactField] = [
        FactField(name: "network", type: .text),
        FactField(name: "post_id", type: .text),
        FactField(name: "action", type: .text),
        FactField(name: "sku", type: .text),
        FactField(name: "author_handle", type: .text),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: self.network.map(FactValue.text) ?? .missing
        case 1: self.postID.map(FactValue.text) ?? .missing
        case 2: self.action.map(FactValue.text) ?? .missing
        case 3: self.product.map(FactValue.text) ?? .missing
        case 4: self.handle.map(FactValue.text) ?? .missing
        default: .missing
        }
    }
}

extension UserContent {
    fileprivate static let fields: [FactField] = [
        FactField(name: "network", type: .text),
        FactField(name: "post_id", type: .text),
        FactField(name: "sku", type: .text),
        FactField(name: "rights", type: .flag),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: self.network.map(FactValue.text) ?? .missing
        case 1: .text(self.postID)
        case 2: self.product.map(FactValue.text) ?? .missing
        case 3: self.hasRights.map(FactValue.flag) ?? .missing
        default: .missing
        }
    }
}

extension Enrolment {
    fileprivate static let fields: [FactField] = [
        FactField(name: "programme", type: .text),
        FactField(name: "tier", type: .text),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: self.programme.map(FactValue.text) ?? .missing
        case 1: self.tier.map(FactValue.text) ?? .missing
        default: .missing
        }
    }
}

extension Redemption {
    fileprivate static let fields: [FactField] = [
        FactField(name: "reward", type: .text),
        FactField(name: "points", type: .whole),
        FactField(name: "order_id", type: .text),
        FactField(name: "reason", type: .text),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .text(self.reward)
        case 1: self.points.map(FactValue.whole) ?? .missing
        case 2: self.orderID.map(FactValue.text) ?? .missing
        case 3: self.reason.map(FactValue.text) ?? .missing
        default: .missing
        }
    }
}

extension Referral {
    fileprivate static let fields: [FactField] = [
        FactField(name: "code", type: .text),
        FactField(name: "channel", type: .text),
        FactField(name: "friend", type: .text),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .text(self.code)
        case 1: self.channel.map(FactValue.text) ?? .missing
        case 2: self.friend.map(FactValue.text) ?? .missing
        default: .missing
        }
    }
}

extension PaidMembership {
    fileprivate static let fields: [FactField] = [
        FactField(name: "membership_id", type: .text),
        FactField(name: "plan", type: .text),
        FactField(name: "fee", type: .money),
        FactField(name: "until", type: .time),
        FactField(name: "reason", type: .text),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .text(self.membershipID)
        case 1: self.plan.map(FactValue.text) ?? .missing
        case 2: self.fee.map(FactValue.money) ?? .missing
        case 3: self.until.map(FactValue.time) ?? .missing
        case 4: self.reason.map(FactValue.text) ?? .missing
        default: .missing
        }
    }
}

extension Subscription {
    fileprivate static let fields: [FactField] = [
        FactField(name: "subscription_id", type: .text),
        FactField(name: "plan", type: .text),
        FactField(name: "price", type: .money),
        FactField(name: "interval_days", type: .whole),
        FactField(name: "until", type: .time),
        FactField(name: "reason", type: .text),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .text(self.subscriptionID)
        case 1: self.plan.map(FactValue.text) ?? .missing
        case 2: self.price.map(FactValue.money) ?? .missing
        case 3: self.intervalDays.map(FactValue.whole) ?? .missing
        case 4: self.until.map(FactValue.time) ?? .missing
        case 5: self.reason.map(FactValue.text) ?? .missing
        default: .missing
        }
    }
}

extension Booking {
    fileprivate static let fields: [FactField] = [
        FactField(name: "booking_id", type: .text),
        FactField(name: "service", type: .text),
        FactField(name: "price", type: .money),
        FactField(name: "starts", type: .time),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .text(self.bookingID)
        case 1: self.service.map(FactValue.text) ?? .missing
        case 2: self.price.map(FactValue.money) ?? .missing
        case 3: self.starts.map(FactValue.time) ?? .missing
        default: .missing
        }
    }
}

extension Lead {
    fileprivate static let fields: [FactField] = [
        FactField(name: "source", type: .text),
        FactField(name: "prize", type: .text),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: self.source.map(FactValue.text) ?? .missing
        case 1: self.prize.map(FactValue.text) ?? .missing
        default: .missing
        }
    }
}

extension ContestEntry {
    fileprivate static let fields: [FactField] = [
        FactField(name: "contest", type: .text)
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .text(self.contest)
        default: .missing
        }
    }
}

extension CharityChoice {
    fileprivate static let fields: [FactField] = [
        FactField(name: "charity", type: .text)
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .text(self.charity)
        default: .missing
        }
    }
}

extension Exposure {
    fileprivate static let fields: [FactField] = [
        FactField(name: "experiment", type: .text),
        FactField(name: "arm", type: .text),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .text(self.experiment)
        case 1: .text(self.arm)
        default: .missing
        }
    }
}

extension AcquisitionCost {
    fileprivate static let fields: [FactField] = [
        FactField(name: "amount", type: .money),
        FactField(name: "source", type: .text),
        FactField(name: "campaign", type: .text),
        FactField(name: "retention", type: .flag),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .money(self.amount)
        case 1: self.source.map(FactValue.text) ?? .missing
        case 2: self.campaign.map(FactValue.text) ?? .missing
        case 3: .flag(self.isRetention)
        default: .missing
        }
    }
}

extension Incident {
    fileprivate static let fields: [FactField] = [
        FactField(name: "incident_id", type: .text),
        FactField(name: "from", type: .time),
        FactField(name: "until", type: .time),
        FactField(name: "scope", type: .text),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .text(self.incidentID)
        case 1: .time(self.from)
        case 2: self.until.map(FactValue.time) ?? .missing
        case 3: self.scope.map(FactValue.text) ?? .missing
        default: .missing
        }
    }
}

extension Season {
    fileprivate static let fields: [FactField] = [
        FactField(name: "season", type: .text),
        FactField(name: "from", type: .time),
        FactField(name: "until", type: .time),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: .text(self.season)
        case 1: .time(self.from)
        case 2: .time(self.until)
        default: .missing
        }
    }
}

extension PrivacyRequest {
    fileprivate static let fields: [FactField] = [
        FactField(name: "request_id", type: .text),
        FactField(name: "orders", type: .texts),
    ]

    fileprivate func value(of field: Int) -> FactValue {
        switch field {
        case 0: self.requestID.map(FactValue.text) ?? .missing
        case 1: .texts(self.orders)
        default: .missing
        }
    }
}
