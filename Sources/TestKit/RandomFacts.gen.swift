// Made by scripts/schemas from schemas/treue/v1/events.proto: change that instead.
public import Retention

extension Event.Body {
    /// A random body of a type.
    public static func random(_ kind: Event.Kind, _ random: inout FactRandom) -> Event.Body {
        switch kind {
        case .orderCompleted: .orderCompleted(.random(&random))
        case .orderCancelled: .orderCancelled(.random(&random))
        case .orderRefunded: .orderRefunded(.random(&random))
        case .productViewed: .productViewed(.random(&random))
        case .productAdded: .productAdded(.random(&random))
        case .productRemoved: .productRemoved(.random(&random))
        case .socialMentioned: .socialMentioned(.random(&random))
        case .orderUpdated: .orderUpdated(.random(&random))
        case .orderPaid: .orderPaid(.random(&random))
        case .orderFulfilled: .orderFulfilled(.random(&random))
        case .orderDeleted: .orderDeleted(.random(&random))
        case .orderPromiseSet: .orderPromiseSet(.random(&random))
        case .orderOwned: .orderOwned(.random(&random))
        case .checkoutStarted: .checkoutStarted(.random(&random))
        case .checkoutUpdated: .checkoutUpdated(.random(&random))
        case .checkoutDeleted: .checkoutDeleted(.random(&random))
        case .checkoutStepViewed: .checkoutStepViewed(.random(&random))
        case .checkoutStepCompleted: .checkoutStepCompleted(.random(&random))
        case .paymentInfoEntered: .paymentInfoEntered(.random(&random))
        case .cartViewed: .cartViewed(.random(&random))
        case .cartUpdated: .cartUpdated(.random(&random))
        case .couponEntered: .couponEntered(.random(&random))
        case .couponApplied: .couponApplied(.random(&random))
        case .couponDenied: .couponDenied(.random(&random))
        case .couponRemoved: .couponRemoved(.random(&random))
        case .productsSearched: .productsSearched(.random(&random))
        case .productListViewed: .productListViewed(.random(&random))
        case .productListFiltered: .productListFiltered(.random(&random))
        case .productClicked: .productClicked(.random(&random))
        case .promotionViewed: .promotionViewed(.random(&random))
        case .promotionClicked: .promotionClicked(.random(&random))
        case .pageViewed: .pageViewed(.random(&random))
        case .screenViewed: .screenViewed(.random(&random))
        case .wishlistProductAdded: .wishlistProductAdded(.random(&random))
        case .wishlistProductRemoved: .wishlistProductRemoved(.random(&random))
        case .wishlistProductCarted: .wishlistProductCarted(.random(&random))
        case .productShared: .productShared(.random(&random))
        case .cartShared: .cartShared(.random(&random))
        case .productReviewed: .productReviewed(.random(&random))
        case .reviewPublished: .reviewPublished(.random(&random))
        case .emailDelivered: .emailDelivered(.random(&random))
        case .emailOpened: .emailOpened(.random(&random))
        case .emailLinkClicked: .emailLinkClicked(.random(&random))
        case .emailBounced: .emailBounced(.random(&random))
        case .emailMarkedAsSpam: .emailMarkedAsSpam(.random(&random))
        case .emailUnsubscribed: .emailUnsubscribed(.random(&random))
        case .campaignSent: .campaignSent(.random(&random))
        case .customerIdentified: .customerIdentified(.random(&random))
        case .identityMerged: .identityMerged(.random(&random))
        case .profileUpdated: .profileUpdated(.random(&random))
        case .customerDeleted: .customerDeleted(.random(&random))
        case .customerEnabled: .customerEnabled(.random(&random))
        case .customerDisabled: .customerDisabled(.random(&random))
        case .customerTagged: .customerTagged(.random(&random))
        case .customerUntagged: .customerUntagged(.random(&random))
        case .customerJoinedSegment: .customerJoinedSegment(.random(&random))
        case .customerLeftSegment: .customerLeftSegment(.random(&random))
        case .customerSummarized: .customerSummarized(.random(&random))
        case .consentRequested: .consentRequested(.random(&random))
        case .consentConfirmed: .consentConfirmed(.random(&random))
        case .consentGranted: .consentGranted(.random(&random))
        case .consentWithdrawn: .consentWithdrawn(.random(&random))
        case .consentUpdated: .consentUpdated(.random(&random))
        case .preferencesUpdated: .preferencesUpdated(.random(&random))
        case .newsletterSubscribed: .newsletterSubscribed(.random(&random))
        case .newsletterConfirmed: .newsletterConfirmed(.random(&random))
        case .newsletterUnsubscribed: .newsletterUnsubscribed(.random(&random))
        case .channelSubscribed: .channelSubscribed(.random(&random))
        case .channelUnsubscribed: .channelUnsubscribed(.random(&random))
        case .channelEngaged: .channelEngaged(.random(&random))
        case .pushEnabled: .pushEnabled(.random(&random))
        case .pushDisabled: .pushDisabled(.random(&random))
        case .appInstalled: .appInstalled(.random(&random))
        case .appRemoved: .appRemoved(.random(&random))
        case .shipmentSent: .shipmentSent(.random(&random))
        case .shipmentUpdated: .shipmentUpdated(.random(&random))
        case .deliveryUpdated: .deliveryUpdated(.random(&random))
        case .deliveryReported: .deliveryReported(.random(&random))
        case .returnRequested: .returnRequested(.random(&random))
        case .returnApproved: .returnApproved(.random(&random))
        case .returnDeclined: .returnDeclined(.random(&random))
        case .returnReceived: .returnReceived(.random(&random))
        case .disputeOpened: .disputeOpened(.random(&random))
        case .disputeClosed: .disputeClosed(.random(&random))
        case .productPublished: .productPublished(.random(&random))
        case .productUpdated: .productUpdated(.random(&random))
        case .productWithdrawn: .productWithdrawn(.random(&random))
        case .priceChanged: .priceChanged(.random(&random))
        case .stockChanged: .stockChanged(.random(&random))
        case .npsAnswered: .npsAnswered(.random(&random))
        case .surveyAnswered: .surveyAnswered(.random(&random))
        case .complaintOpened: .complaintOpened(.random(&random))
        case .complaintAnswered: .complaintAnswered(.random(&random))
        case .complaintResolved: .complaintResolved(.random(&random))
        case .questionAsked: .questionAsked(.random(&random))
        case .questionAnswered: .questionAnswered(.random(&random))
        case .ticketOpened: .ticketOpened(.random(&random))
        case .ticketAnswered: .ticketAnswered(.random(&random))
        case .ticketResolved: .ticketResolved(.random(&random))
        case .socialEngaged: .socialEngaged(.random(&random))
        case .socialFollowed: .socialFollowed(.random(&random))
        case .socialUnfollowed: .socialUnfollowed(.random(&random))
        case .socialPostTagged: .socialPostTagged(.random(&random))
        case .mentionAnswered: .mentionAnswered(.random(&random))
        case .ugcPublished: .ugcPublished(.random(&random))
        case .communityPosted: .communityPosted(.random(&random))
        case .communityAnswered: .communityAnswered(.random(&random))
        case .influencerPosted: .influencerPosted(.random(&random))
        case .loyaltyEnrolled: .loyaltyEnrolled(.random(&random))
        case .loyaltyLeft: .loyaltyLeft(.random(&random))
        case .rewardRedeemed: .rewardRedeemed(.random(&random))
        case .rewardRedeemFailed: .rewardRedeemFailed(.random(&random))
        case .referralShared: .referralShared(.random(&random))
        case .referralCodeUsed: .referralCodeUsed(.random(&random))
        case .membershipPurchased: .membershipPurchased(.random(&random))
        case .membershipRenewed: .membershipRenewed(.random(&random))
        case .membershipCancelled: .membershipCancelled(.random(&random))
        case .subscriptionStarted: .subscriptionStarted(.random(&random))
        case .subscriptionRenewed: .subscriptionRenewed(.random(&random))
        case .subscriptionPaused: .subscriptionPaused(.random(&random))
        case .subscriptionResumed: .subscriptionResumed(.random(&random))
        case .subscriptionSkipped: .subscriptionSkipped(.random(&random))
        case .subscriptionCancelled: .subscriptionCancelled(.random(&random))
        case .bookingMade: .bookingMade(.random(&random))
        case .leadCaptured: .leadCaptured(.random(&random))
        case .contestEntered: .contestEntered(.random(&random))
        case .charityChosen: .charityChosen(.random(&random))
        case .experimentExposed: .experimentExposed(.random(&random))
        case .acquisitionCostRecorded: .acquisitionCostRecorded(.random(&random))
        case .incidentDeclared: .incidentDeclared(.random(&random))
        case .seasonDeclared: .seasonDeclared(.random(&random))
        case .privacyDataRequested: .privacyDataRequested(.random(&random))
        case .privacyErasureRequested: .privacyErasureRequested(.random(&random))
        case .privacyShopErasureRequested: .privacyShopErasureRequested(.random(&random))
        }
    }
}

extension LineItem {
    fileprivate static func random(_ random: inout FactRandom) -> LineItem {
        let currency = random.currency()
        return LineItem(
            product: random.text(),
            quantity: random.number(1...1000000),
            price: random.flag() ? random.money(currency) : nil,
            category: random.flag() ? random.text() : nil
        )
    }
}

extension Order {
    fileprivate static func random(_ random: inout FactRandom) -> Order {
        let currency = random.currency()
        return Order(
            id: random.text(),
            total: random.money(currency),
            lines: random.list { LineItem.random(&$0) },
            coupon: random.flag() ? random.text() : nil,
            checkoutID: random.flag() ? random.text() : nil,
            cartID: random.flag() ? random.text() : nil,
            channel: random.flag() ? random.text() : nil,
            isReference: random.flag()
        )
    }
}

extension OrderReversal {
    fileprivate static func random(_ random: inout FactRandom) -> OrderReversal {
        let currency = random.currency()
        return OrderReversal(
            orderID: random.text(),
            amount: random.flag() ? random.money(currency) : nil,
            lines: random.list { LineItem.random(&$0) },
            reason: random.flag() ? random.text() : nil
        )
    }
}

extension OrderVersion {
    fileprivate static func random(_ random: inout FactRandom) -> OrderVersion {
        let currency = random.currency()
        return OrderVersion(
            id: random.text(),
            total: random.money(currency),
            version: random.time(),
            placed: random.flag() ? random.time() : nil,
            lines: random.list { LineItem.random(&$0) },
            isCancelled: random.flag(),
            isReference: random.flag(),
            refunded: random.flag() ? random.money(currency) : nil
        )
    }
}

extension OrderStep {
    fileprivate static func random(_ random: inout FactRandom) -> OrderStep {
        OrderStep(
            orderID: random.text(),
            isPartial: random.flag()
        )
    }
}

extension OrderPromise {
    fileprivate static func random(_ random: inout FactRandom) -> OrderPromise {
        OrderPromise(
            orderID: random.text(),
            latest: random.time(),
            earliest: random.flag() ? random.time() : nil
        )
    }
}

extension OrderOwner {
    fileprivate static func random(_ random: inout FactRandom) -> OrderOwner {
        OrderOwner(
            owner: random.subject()
        )
    }
}

extension Checkout {
    fileprivate static func random(_ random: inout FactRandom) -> Checkout {
        let currency = random.currency()
        return Checkout(
            checkoutID: random.flag() ? random.text() : nil,
            orderID: random.flag() ? random.text() : nil,
            cartID: random.flag() ? random.text() : nil,
            value: random.flag() ? random.money(currency) : nil,
            shipping: random.flag() ? random.money(currency) : nil,
            tax: random.flag() ? random.money(currency) : nil,
            coupon: random.flag() ? random.text() : nil,
            lines: random.list { LineItem.random(&$0) }
        )
    }
}

extension CheckoutStep {
    fileprivate static func random(_ random: inout FactRandom) -> CheckoutStep {
        CheckoutStep(
            checkoutID: random.flag() ? random.text() : nil,
            orderID: random.flag() ? random.text() : nil,
            step: random.flag() ? random.number(0...1000) : nil,
            shippingMethod: random.flag() ? random.text() : nil,
            paymentMethod: random.flag() ? random.text() : nil
        )
    }
}

extension ProductView {
    fileprivate static func random(_ random: inout FactRandom) -> ProductView {
        let currency = random.currency()
        return ProductView(
            product: random.text(),
            category: random.flag() ? random.text() : nil,
            price: random.flag() ? random.money(currency) : nil
        )
    }
}

extension CartChange {
    fileprivate static func random(_ random: inout FactRandom) -> CartChange {
        let currency = random.currency()
        return CartChange(
            product: random.text(),
            quantity: random.number(1...1000000),
            price: random.flag() ? random.money(currency) : nil,
            category: random.flag() ? random.text() : nil,
            cartID: random.flag() ? random.text() : nil
        )
    }
}

extension CartContents {
    fileprivate static func random(_ random: inout FactRandom) -> CartContents {
        CartContents(
            cartID: random.flag() ? random.text() : nil,
            lines: random.list { LineItem.random(&$0) }
        )
    }
}

extension CouponUse {
    fileprivate static func random(_ random: inout FactRandom) -> CouponUse {
        let currency = random.currency()
        return CouponUse(
            coupon: random.text(),
            orderID: random.flag() ? random.text() : nil,
            cartID: random.flag() ? random.text() : nil,
            discount: random.flag() ? random.money(currency) : nil,
            reason: random.flag() ? random.text() : nil
        )
    }
}

extension ProductSearch {
    fileprivate static func random(_ random: inout FactRandom) -> ProductSearch {
        ProductSearch(
            query: random.flag() ? random.text() : nil
        )
    }
}

extension ProductList {
    fileprivate static func random(_ random: inout FactRandom) -> ProductList {
        ProductList(
            listID: random.flag() ? random.text() : nil,
            category: random.flag() ? random.text() : nil,
            lines: random.list { LineItem.random(&$0) }
        )
    }
}

extension Promotion {
    fileprivate static func random(_ random: inout FactRandom) -> Promotion {
        Promotion(
            promotionID: random.flag() ? random.text() : nil,
            creative: random.flag() ? random.text() : nil,
            position: random.flag() ? random.text() : nil
        )
    }
}

extension PageView {
    fileprivate static func random(_ random: inout FactRandom) -> PageView {
        PageView(
            name: random.flag() ? random.text() : nil,
            category: random.flag() ? random.text() : nil,
            path: random.flag() ? random.text() : nil,
            campaign: random.flag() ? random.text() : nil,
            source: random.flag() ? random.text() : nil,
            medium: random.flag() ? random.text() : nil
        )
    }
}

extension WishlistChange {
    fileprivate static func random(_ random: inout FactRandom) -> WishlistChange {
        let currency = random.currency()
        return WishlistChange(
            product: random.text(),
            wishlistID: random.flag() ? random.text() : nil,
            category: random.flag() ? random.text() : nil,
            price: random.flag() ? random.money(currency) : nil,
            cartID: random.flag() ? random.text() : nil,
            quantity: random.number(1...1000000)
        )
    }
}

extension Share {
    fileprivate static func random(_ random: inout FactRandom) -> Share {
        Share(
            via: random.flag() ? random.text() : nil,
            product: random.flag() ? random.text() : nil,
            cartID: random.flag() ? random.text() : nil
        )
    }
}

extension Review {
    fileprivate static func random(_ random: inout FactRandom) -> Review {
        Review(
            product: random.flag() ? random.text() : nil,
            reviewID: random.flag() ? random.text() : nil,
            rating: random.flag() ? random.number(0...100000000) : nil,
            site: random.flag() ? random.text() : nil,
            orderID: random.flag() ? random.text() : nil
        )
    }
}

extension EmailTouch {
    fileprivate static func random(_ random: inout FactRandom) -> EmailTouch {
        EmailTouch(
            emailID: random.flag() ? random.text() : nil,
            campaign: random.flag() ? random.text() : nil,
            linkID: random.flag() ? random.text() : nil
        )
    }
}

extension CampaignSend {
    fileprivate static func random(_ random: inout FactRandom) -> CampaignSend {
        CampaignSend(
            campaign: random.text(),
            channel: random.text(),
            messageID: random.flag() ? random.text() : nil,
            signalID: random.flag() ? random.text() : nil
        )
    }
}

extension Profile {
    fileprivate static func random(_ random: inout FactRandom) -> Profile {
        Profile(
            birthDate: random.flag() ? random.day() : nil,
            timeZone: random.flag() ? random.text() : nil,
            locale: random.flag() ? random.text() : nil,
            country: random.flag() ? random.text() : nil,
            region: random.flag() ? random.text() : nil,
            postalCode: random.flag() ? random.text() : nil,
            gender: random.flag() ? random.text() : nil,
            since: random.flag() ? random.time() : nil,
            handle: random.flag() ? random.text() : nil,
            visitor: random.flag() ? random.text() : nil
        )
    }
}

extension IdentityMerge {
    fileprivate static func random(_ random: inout FactRandom) -> IdentityMerge {
        IdentityMerge(
            previous: random.subject()
        )
    }
}

extension AccountChange {
    fileprivate static func random(_ random: inout FactRandom) -> AccountChange {
        AccountChange(
            reason: random.flag() ? random.text() : nil
        )
    }
}

extension Tags {
    fileprivate static func random(_ random: inout FactRandom) -> Tags {
        Tags(
            tags: random.list(atLeast: 1) { $0.text() }
        )
    }
}

extension SegmentMembership {
    fileprivate static func random(_ random: inout FactRandom) -> SegmentMembership {
        SegmentMembership(
            segment: random.text()
        )
    }
}

extension PurchaseSummary {
    fileprivate static func random(_ random: inout FactRandom) -> PurchaseSummary {
        let currency = random.currency()
        return PurchaseSummary(
            orders: random.flag() ? random.number(0...1000000000) : nil,
            spent: random.flag() ? random.money(currency) : nil,
            lastOrderID: random.flag() ? random.text() : nil
        )
    }
}

extension Consent {
    fileprivate static func random(_ random: inout FactRandom) -> Consent {
        Consent(
            channel: random.text(),
            purpose: random.flag() ? random.text() : nil,
            textVersion: random.flag() ? random.text() : nil,
            source: random.flag() ? random.text() : nil,
            ip: random.flag() ? random.text() : nil,
            userAgent: random.flag() ? random.text() : nil,
            requestID: random.flag() ? random.text() : nil,
            expires: random.flag() ? random.time() : nil,
            isIncentivised: random.flag(),
            isConfirmed: random.flag() ? random.flag() : nil
        )
    }
}

extension ConsentPreferences {
    fileprivate static func random(_ random: inout FactRandom) -> ConsentPreferences {
        ConsentPreferences(
            granted: random.list(atLeast: 0) { $0.text() },
            refused: random.list(atLeast: 0) { $0.text() }
        )
    }
}

extension Preferences {
    fileprivate static func random(_ random: inout FactRandom) -> Preferences {
        Preferences(
            topics: random.list(atLeast: 0) { $0.text() },
            channels: random.list(atLeast: 0) { $0.text() },
            maxPerWeek: random.flag() ? random.number(0...1000) : nil,
            quietFrom: random.flag() ? random.number(0...1439) : nil,
            quietUntil: random.flag() ? random.number(0...1439) : nil
        )
    }
}

extension Channel {
    fileprivate static func random(_ random: inout FactRandom) -> Channel {
        Channel(
            channel: random.flag() ? random.text() : nil,
            action: random.flag() ? random.text() : nil,
            campaign: random.flag() ? random.text() : nil
        )
    }
}

extension Shipment {
    fileprivate static func random(_ random: inout FactRandom) -> Shipment {
        Shipment(
            shipmentID: random.text(),
            orderID: random.text(),
            carrier: random.flag() ? random.text() : nil,
            trackingNumber: random.flag() ? random.text() : nil,
            lines: random.list { LineItem.random(&$0) },
            mode: random.flag() ? random.text() : nil,
            isCancelled: random.flag()
        )
    }
}

extension DeliveryProgress {
    fileprivate static func random(_ random: inout FactRandom) -> DeliveryProgress {
        DeliveryProgress(
            orderID: random.text(),
            status: random.choice(DeliveryProgress.Status.allCases),
            shipmentID: random.flag() ? random.text() : nil,
            estimated: random.flag() ? random.time() : nil
        )
    }
}

extension DeliveryReport {
    fileprivate static func random(_ random: inout FactRandom) -> DeliveryReport {
        DeliveryReport(
            orderID: random.text(),
            problem: random.choice(DeliveryReport.Problem.allCases),
            shipmentID: random.flag() ? random.text() : nil,
            lines: random.list { LineItem.random(&$0) }
        )
    }
}

extension Return {
    fileprivate static func random(_ random: inout FactRandom) -> Return {
        Return(
            orderID: random.text(),
            returnID: random.flag() ? random.text() : nil,
            reason: random.flag() ? random.text() : nil,
            lines: random.list { LineItem.random(&$0) }
        )
    }
}

extension Dispute {
    fileprivate static func random(_ random: inout FactRandom) -> Dispute {
        let currency = random.currency()
        return Dispute(
            orderID: random.text(),
            amount: random.flag() ? random.money(currency) : nil,
            reason: random.flag() ? random.text() : nil
        )
    }
}

extension Product {
    fileprivate static func random(_ random: inout FactRandom) -> Product {
        let currency = random.currency()
        return Product(
            name: random.flag() ? random.text() : nil,
            category: random.flag() ? random.text() : nil,
            brand: random.flag() ? random.text() : nil,
            price: random.flag() ? random.money(currency) : nil,
            margin: random.flag() ? random.money(currency) : nil,
            parent: random.flag() ? random.text() : nil,
            inventoryID: random.flag() ? random.text() : nil,
            variants: random.list { LineItem.random(&$0) }
        )
    }
}

extension PriceChange {
    fileprivate static func random(_ random: inout FactRandom) -> PriceChange {
        let currency = random.currency()
        return PriceChange(
            price: random.money(currency),
            previous: random.flag() ? random.money(currency) : nil
        )
    }
}

extension StockLevel {
    fileprivate static func random(_ random: inout FactRandom) -> StockLevel {
        StockLevel(
            available: random.number(-1000000000...1000000000),
            location: random.flag() ? random.text() : nil
        )
    }
}

extension NPSAnswer {
    fileprivate static func random(_ random: inout FactRandom) -> NPSAnswer {
        NPSAnswer(
            score: random.number(0...10),
            surveyID: random.flag() ? random.text() : nil
        )
    }
}

extension SurveyAnswer {
    fileprivate static func random(_ random: inout FactRandom) -> SurveyAnswer {
        SurveyAnswer(
            surveyID: random.text(),
            question: random.flag() ? random.text() : nil,
            score: random.flag() ? random.number(-1000000000000...1000000000000) : nil,
            choice: random.flag() ? random.text() : nil
        )
    }
}

extension Ticket {
    fileprivate static func random(_ random: inout FactRandom) -> Ticket {
        Ticket(
            ticketID: random.text(),
            topic: random.flag() ? random.text() : nil,
            channel: random.flag() ? random.text() : nil,
            orderID: random.flag() ? random.text() : nil,
            product: random.flag() ? random.text() : nil,
            satisfaction: random.flag() ? random.number(0...10) : nil
        )
    }
}

extension Mention {
    fileprivate static func random(_ random: inout FactRandom) -> Mention {
        Mention(
            network: random.text(),
            sentiment: random.flag() ? random.sentiment() : nil,
            postID: random.flag() ? random.text() : nil,
            handle: random.flag() ? random.text() : nil,
            topic: random.flag() ? random.text() : nil,
            product: random.flag() ? random.text() : nil
        )
    }
}

extension SocialTouch {
    fileprivate static func random(_ random: inout FactRandom) -> SocialTouch {
        SocialTouch(
            network: random.flag() ? random.text() : nil,
            postID: random.flag() ? random.text() : nil,
            action: random.flag() ? random.text() : nil,
            product: random.flag() ? random.text() : nil,
            handle: random.flag() ? random.text() : nil
        )
    }
}

extension UserContent {
    fileprivate static func random(_ random: inout FactRandom) -> UserContent {
        UserContent(
            postID: random.text(),
            network: random.flag() ? random.text() : nil,
            product: random.flag() ? random.text() : nil,
            hasRights: random.flag() ? random.flag() : nil
        )
    }
}

extension Enrolment {
    fileprivate static func random(_ random: inout FactRandom) -> Enrolment {
        Enrolment(
            programme: random.flag() ? random.text() : nil,
            tier: random.flag() ? random.text() : nil
        )
    }
}

extension Redemption {
    fileprivate static func random(_ random: inout FactRandom) -> Redemption {
        Redemption(
            reward: random.text(),
            points: random.flag() ? random.number(0...1000000000) : nil,
            orderID: random.flag() ? random.text() : nil,
            reason: random.flag() ? random.text() : nil
        )
    }
}

extension Referral {
    fileprivate static func random(_ random: inout FactRandom) -> Referral {
        Referral(
            code: random.text(),
            channel: random.flag() ? random.text() : nil,
            friend: random.flag() ? random.text() : nil
        )
    }
}

extension PaidMembership {
    fileprivate static func random(_ random: inout FactRandom) -> PaidMembership {
        let currency = random.currency()
        return PaidMembership(
            membershipID: random.text(),
            plan: random.flag() ? random.text() : nil,
            fee: random.flag() ? random.money(currency) : nil,
            until: random.flag() ? random.time() : nil,
            reason: random.flag() ? random.text() : nil
        )
    }
}

extension Subscription {
    fileprivate static func random(_ random: inout FactRandom) -> Subscription {
        let currency = random.currency()
        return Subscription(
            subscriptionID: random.text(),
            plan: random.flag() ? random.text() : nil,
            price: random.flag() ? random.money(currency) : nil,
            intervalDays: random.flag() ? random.number(1...3660) : nil,
            until: random.flag() ? random.time() : nil,
            reason: random.flag() ? random.text() : nil
        )
    }
}

extension Booking {
    fileprivate static func random(_ random: inout FactRandom) -> Booking {
        let currency = random.currency()
        return Booking(
            bookingID: random.text(),
            service: random.flag() ? random.text() : nil,
            price: random.flag() ? random.money(currency) : nil,
            starts: random.flag() ? random.time() : nil
        )
    }
}

extension Lead {
    fileprivate static func random(_ random: inout FactRandom) -> Lead {
        Lead(
            source: random.flag() ? random.text() : nil,
            prize: random.flag() ? random.text() : nil
        )
    }
}

extension ContestEntry {
    fileprivate static func random(_ random: inout FactRandom) -> ContestEntry {
        ContestEntry(
            contest: random.text()
        )
    }
}

extension CharityChoice {
    fileprivate static func random(_ random: inout FactRandom) -> CharityChoice {
        CharityChoice(
            charity: random.text()
        )
    }
}

extension Exposure {
    fileprivate static func random(_ random: inout FactRandom) -> Exposure {
        Exposure(
            experiment: random.text(),
            arm: random.text()
        )
    }
}

extension AcquisitionCost {
    fileprivate static func random(_ random: inout FactRandom) -> AcquisitionCost {
        let currency = random.currency()
        return AcquisitionCost(
            amount: random.money(currency),
            source: random.flag() ? random.text() : nil,
            campaign: random.flag() ? random.text() : nil,
            isRetention: random.flag()
        )
    }
}

extension Incident {
    fileprivate static func random(_ random: inout FactRandom) -> Incident {
        Incident(
            incidentID: random.text(),
            from: random.time(),
            until: random.flag() ? random.time() : nil,
            scope: random.flag() ? random.text() : nil
        )
    }
}

extension Season {
    fileprivate static func random(_ random: inout FactRandom) -> Season {
        Season(
            season: random.text(),
            from: random.time(),
            until: random.time()
        )
    }
}

extension PrivacyRequest {
    fileprivate static func random(_ random: inout FactRandom) -> PrivacyRequest {
        PrivacyRequest(
            requestID: random.flag() ? random.text() : nil,
            orders: random.list(atLeast: 0) { $0.text() }
        )
    }
}
