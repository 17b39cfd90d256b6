// Made by scripts/schemas from schemas/treue/v1/events.proto: change that instead.
extension Event {
    /// What can have happened.
    public enum Body: Hashable, Sendable {
        /// An order was placed and confirmed.
        case orderCompleted(Order)
        /// An order was called off as a whole.
        case orderCancelled(OrderReversal)
        /// Money of an order was given back; no amount means all that is left of it.
        case orderRefunded(OrderReversal)
        /// A product's page was looked at.
        case productViewed(ProductView)
        /// Pieces of a product were put into the cart.
        case productAdded(CartChange)
        /// Pieces of a product were taken out of the cart.
        case productRemoved(CartChange)
        /// The shop was mentioned on a social network.
        case socialMentioned(Mention)
        /// An order as it stands after a change; it replaces what was known of it when its version is newer.
        case orderUpdated(OrderVersion)
        /// An order was paid in full.
        case orderPaid(OrderStep)
        /// An order was sent, as a whole or in part.
        case orderFulfilled(OrderStep)
        /// An order was removed from the shop's books.
        case orderDeleted(OrderStep)
        /// A date of arrival was promised for an order.
        case orderPromiseSet(OrderPromise)
        /// It became known whose order it is; goes to the subject of the order.
        case orderOwned(OrderOwner)
        /// A checkout was begun.
        indirect case checkoutStarted(Checkout)
        /// A checkout as it stands after a change.
        indirect case checkoutUpdated(Checkout)
        /// A checkout was removed.
        indirect case checkoutDeleted(Checkout)
        /// A step of the checkout was shown.
        case checkoutStepViewed(CheckoutStep)
        /// A step of the checkout was done.
        case checkoutStepCompleted(CheckoutStep)
        /// Details of a payment were entered.
        case paymentInfoEntered(CheckoutStep)
        /// A cart was looked at.
        case cartViewed(CartContents)
        /// A cart as it stands after a change.
        case cartUpdated(CartContents)
        /// A code was typed in.
        case couponEntered(CouponUse)
        /// A code was accepted.
        case couponApplied(CouponUse)
        /// A code was refused.
        case couponDenied(CouponUse)
        /// A code was taken back.
        case couponRemoved(CouponUse)
        /// Products were searched for.
        case productsSearched(ProductSearch)
        /// A list of products was looked at.
        case productListViewed(ProductList)
        /// A list of products was filtered or sorted.
        case productListFiltered(ProductList)
        /// A product was clicked on in a list.
        case productClicked(ProductView)
        /// A promotion was shown.
        case promotionViewed(Promotion)
        /// A promotion was clicked on.
        case promotionClicked(Promotion)
        /// A page was looked at.
        case pageViewed(PageView)
        /// A screen of the app was looked at.
        case screenViewed(PageView)
        /// A product was put on a wish list.
        case wishlistProductAdded(WishlistChange)
        /// A product was taken off a wish list.
        case wishlistProductRemoved(WishlistChange)
        /// A product of a wish list was put into the cart.
        case wishlistProductCarted(WishlistChange)
        /// A product was recommended to somebody.
        case productShared(Share)
        /// A cart was shown to somebody.
        case cartShared(Share)
        /// A product was reviewed in the shop.
        case productReviewed(Review)
        /// A review was published elsewhere.
        case reviewPublished(Review)
        /// A mail arrived.
        case emailDelivered(EmailTouch)
        /// A mail was opened.
        case emailOpened(EmailTouch)
        /// A link in a mail was followed.
        case emailLinkClicked(EmailTouch)
        /// A mail could not be delivered.
        case emailBounced(EmailTouch)
        /// A mail was called spam by its reader.
        case emailMarkedAsSpam(EmailTouch)
        /// A reader wants no more mail.
        case emailUnsubscribed(EmailTouch)
        /// A message of a campaign was sent.
        case campaignSent(CampaignSend)
        /// Somebody was recognised; carries what is known of them.
        indirect case customerIdentified(Profile)
        /// Two subjects turned out to be one.
        case identityMerged(IdentityMerge)
        /// What is known of somebody changed.
        indirect case profileUpdated(Profile)
        /// A customer's account was removed.
        case customerDeleted(AccountChange)
        /// A customer's account was opened.
        case customerEnabled(AccountChange)
        /// A customer's account was closed.
        case customerDisabled(AccountChange)
        /// Tags were put on a customer.
        case customerTagged(Tags)
        /// Tags were taken off a customer.
        case customerUntagged(Tags)
        /// A customer entered a segment of another system.
        case customerJoinedSegment(SegmentMembership)
        /// A customer left a segment of another system.
        case customerLeftSegment(SegmentMembership)
        /// A customer's purchases as the shop counts them.
        case customerSummarized(PurchaseSummary)
        /// Consent was asked for; it counts once it is confirmed.
        indirect case consentRequested(Consent)
        /// A request for consent was confirmed.
        indirect case consentConfirmed(Consent)
        /// Consent was given without a second step.
        indirect case consentGranted(Consent)
        /// Consent was taken back.
        indirect case consentWithdrawn(Consent)
        /// All categories of consent as they stand; one that is not named is not granted.
        case consentUpdated(ConsentPreferences)
        /// A customer said what to send, how often and when.
        case preferencesUpdated(Preferences)
        /// A newsletter was asked for.
        indirect case newsletterSubscribed(Consent)
        /// A newsletter that was asked for was confirmed.
        indirect case newsletterConfirmed(Consent)
        /// A newsletter is wanted no more.
        indirect case newsletterUnsubscribed(Consent)
        /// A channel was opened to the shop.
        case channelSubscribed(Channel)
        /// A channel was closed to the shop.
        case channelUnsubscribed(Channel)
        /// A message on a channel was answered, opened or followed.
        case channelEngaged(Channel)
        /// Push messages were allowed.
        case pushEnabled(Channel)
        /// Push messages were forbidden.
        case pushDisabled(Channel)
        /// The app was installed.
        case appInstalled(Channel)
        /// The app was removed.
        case appRemoved(Channel)
        /// A parcel was handed to the carrier.
        case shipmentSent(Shipment)
        /// A parcel's details changed.
        case shipmentUpdated(Shipment)
        /// The carrier reported where a parcel is.
        case deliveryUpdated(DeliveryProgress)
        /// A customer reported what is wrong with a delivery.
        case deliveryReported(DeliveryReport)
        /// A customer wants to send something back.
        case returnRequested(Return)
        /// A return was allowed.
        case returnApproved(Return)
        /// A return was refused.
        case returnDeclined(Return)
        /// What was sent back arrived.
        case returnReceived(Return)
        /// A payment was disputed.
        case disputeOpened(Dispute)
        /// A dispute ended.
        case disputeClosed(Dispute)
        /// A product came into the catalogue.
        indirect case productPublished(Product)
        /// A product's details or margin changed.
        indirect case productUpdated(Product)
        /// A product left the catalogue.
        indirect case productWithdrawn(Product)
        /// A product's price changed.
        case priceChanged(PriceChange)
        /// A product's stock changed.
        case stockChanged(StockLevel)
        /// Somebody said how likely they are to recommend the shop.
        case npsAnswered(NPSAnswer)
        /// A question of a survey was answered.
        case surveyAnswered(SurveyAnswer)
        /// Somebody complained.
        case complaintOpened(Ticket)
        /// The shop answered a complaint.
        case complaintAnswered(Ticket)
        /// A complaint was settled.
        case complaintResolved(Ticket)
        /// Somebody asked something.
        case questionAsked(Ticket)
        /// The shop answered a question.
        case questionAnswered(Ticket)
        /// A request for help was opened.
        case ticketOpened(Ticket)
        /// The shop answered a request for help.
        case ticketAnswered(Ticket)
        /// A request for help was settled.
        case ticketResolved(Ticket)
        /// Somebody liked, shared or commented on what the shop posted.
        case socialEngaged(SocialTouch)
        /// Somebody began to follow the shop.
        case socialFollowed(SocialTouch)
        /// Somebody follows the shop no more.
        case socialUnfollowed(SocialTouch)
        /// A post was tagged with a product.
        case socialPostTagged(SocialTouch)
        /// The shop answered a mention.
        case mentionAnswered(SocialTouch)
        /// A customer published something about a product.
        case ugcPublished(UserContent)
        /// Somebody posted in the community.
        case communityPosted(SocialTouch)
        /// Somebody helped another in the community.
        case communityAnswered(SocialTouch)
        /// An influencer posted about the shop.
        case influencerPosted(SocialTouch)
        /// Somebody joined a loyalty programme.
        case loyaltyEnrolled(Enrolment)
        /// Somebody left a loyalty programme.
        case loyaltyLeft(Enrolment)
        /// A reward was used.
        case rewardRedeemed(Redemption)
        /// A reward could not be used.
        case rewardRedeemFailed(Redemption)
        /// Somebody passed their referral code on.
        case referralShared(Referral)
        /// Somebody used another's referral code.
        case referralCodeUsed(Referral)
        /// A paid membership was bought.
        case membershipPurchased(PaidMembership)
        /// A paid membership goes on for another term.
        case membershipRenewed(PaidMembership)
        /// A paid membership was given up.
        case membershipCancelled(PaidMembership)
        /// A subscription was begun.
        case subscriptionStarted(Subscription)
        /// A subscription was charged for another term.
        case subscriptionRenewed(Subscription)
        /// A subscription was interrupted.
        case subscriptionPaused(Subscription)
        /// A subscription goes on after a pause.
        case subscriptionResumed(Subscription)
        /// A delivery or visit of a subscription was left out.
        case subscriptionSkipped(Subscription)
        /// A subscription was given up.
        case subscriptionCancelled(Subscription)
        /// A single visit was booked.
        case bookingMade(Booking)
        /// Somebody left their address for a prize or a voucher.
        case leadCaptured(Lead)
        /// Somebody took part in a contest.
        case contestEntered(ContestEntry)
        /// A customer chose whom their purchases benefit.
        case charityChosen(CharityChoice)
        /// A customer saw an arm of an experiment.
        case experimentExposed(Exposure)
        /// Money was spent to win or keep customers.
        case acquisitionCostRecorded(AcquisitionCost)
        /// Something went wrong for many customers at once.
        case incidentDeclared(Incident)
        /// A season or holiday was put on the calendar.
        case seasonDeclared(Season)
        /// Somebody asked what is stored of them.
        case privacyDataRequested(PrivacyRequest)
        /// Somebody asked for what is stored of them to be erased.
        case privacyErasureRequested(PrivacyRequest)
        /// A shop asked for all that is stored of it to be erased.
        case privacyShopErasureRequested(PrivacyRequest)

        /// The type.
        public var kind: Kind {
            switch self {
            case .orderCompleted: .orderCompleted
            case .orderCancelled: .orderCancelled
            case .orderRefunded: .orderRefunded
            case .productViewed: .productViewed
            case .productAdded: .productAdded
            case .productRemoved: .productRemoved
            case .socialMentioned: .socialMentioned
            case .orderUpdated: .orderUpdated
            case .orderPaid: .orderPaid
            case .orderFulfilled: .orderFulfilled
            case .orderDeleted: .orderDeleted
            case .orderPromiseSet: .orderPromiseSet
            case .orderOwned: .orderOwned
            case .checkoutStarted: .checkoutStarted
            case .checkoutUpdated: .checkoutUpdated
            case .checkoutDeleted: .checkoutDeleted
            case .checkoutStepViewed: .checkoutStepViewed
            case .checkoutStepCompleted: .checkoutStepCompleted
            case .paymentInfoEntered: .paymentInfoEntered
            case .cartViewed: .cartViewed
            case .cartUpdated: .cartUpdated
            case .couponEntered: .couponEntered
            case .couponApplied: .couponApplied
            case .couponDenied: .couponDenied
            case .couponRemoved: .couponRemoved
            case .productsSearched: .productsSearched
            case .productListViewed: .productListViewed
            case .productListFiltered: .productListFiltered
            case .productClicked: .productClicked
            case .promotionViewed: .promotionViewed
            case .promotionClicked: .promotionClicked
            case .pageViewed: .pageViewed
            case .screenViewed: .screenViewed
            case .wishlistProductAdded: .wishlistProductAdded
            case .wishlistProductRemoved: .wishlistProductRemoved
            case .wishlistProductCarted: .wishlistProductCarted
            case .productShared: .productShared
            case .cartShared: .cartShared
            case .productReviewed: .productReviewed
            case .reviewPublished: .reviewPublished
            case .emailDelivered: .emailDelivered
            case .emailOpened: .emailOpened
            case .emailLinkClicked: .emailLinkClicked
            case .emailBounced: .emailBounced
            case .emailMarkedAsSpam: .emailMarkedAsSpam
            case .emailUnsubscribed: .emailUnsubscribed
            case .campaignSent: .campaignSent
            case .customerIdentified: .customerIdentified
            case .identityMerged: .identityMerged
            case .profileUpdated: .profileUpdated
            case .customerDeleted: .customerDeleted
            case .customerEnabled: .customerEnabled
            case .customerDisabled: .customerDisabled
            case .customerTagged: .customerTagged
            case .customerUntagged: .customerUntagged
            case .customerJoinedSegment: .customerJoinedSegment
            case .customerLeftSegment: .customerLeftSegment
            case .customerSummarized: .customerSummarized
            case .consentRequested: .consentRequested
            case .consentConfirmed: .consentConfirmed
            case .consentGranted: .consentGranted
            case .consentWithdrawn: .consentWithdrawn
            case .consentUpdated: .consentUpdated
            case .preferencesUpdated: .preferencesUpdated
            case .newsletterSubscribed: .newsletterSubscribed
            case .newsletterConfirmed: .newsletterConfirmed
            case .newsletterUnsubscribed: .newsletterUnsubscribed
            case .channelSubscribed: .channelSubscribed
            case .channelUnsubscribed: .channelUnsubscribed
            case .channelEngaged: .channelEngaged
            case .pushEnabled: .pushEnabled
            case .pushDisabled: .pushDisabled
            case .appInstalled: .appInstalled
            case .appRemoved: .appRemoved
            case .shipmentSent: .shipmentSent
            case .shipmentUpdated: .shipmentUpdated
            case .deliveryUpdated: .deliveryUpdated
            case .deliveryReported: .deliveryReported
            case .returnRequested: .returnRequested
            case .returnApproved: .returnApproved
            case .returnDeclined: .returnDeclined
            case .returnReceived: .returnReceived
            case .disputeOpened: .disputeOpened
            case .disputeClosed: .disputeClosed
            case .productPublished: .productPublished
            case .productUpdated: .productUpdated
            case .productWithdrawn: .productWithdrawn
            case .priceChanged: .priceChanged
            case .stockChanged: .stockChanged
            case .npsAnswered: .npsAnswered
            case .surveyAnswered: .surveyAnswered
            case .complaintOpened: .complaintOpened
            case .complaintAnswered: .complaintAnswered
            case .complaintResolved: .complaintResolved
            case .questionAsked: .questionAsked
            case .questionAnswered: .questionAnswered
            case .ticketOpened: .ticketOpened
            case .ticketAnswered: .ticketAnswered
            case .ticketResolved: .ticketResolved
            case .socialEngaged: .socialEngaged
            case .socialFollowed: .socialFollowed
            case .socialUnfollowed: .socialUnfollowed
            case .socialPostTagged: .socialPostTagged
            case .mentionAnswered: .mentionAnswered
            case .ugcPublished: .ugcPublished
            case .communityPosted: .communityPosted
            case .communityAnswered: .communityAnswered
            case .influencerPosted: .influencerPosted
            case .loyaltyEnrolled: .loyaltyEnrolled
            case .loyaltyLeft: .loyaltyLeft
            case .rewardRedeemed: .rewardRedeemed
            case .rewardRedeemFailed: .rewardRedeemFailed
            case .referralShared: .referralShared
            case .referralCodeUsed: .referralCodeUsed
            case .membershipPurchased: .membershipPurchased
            case .membershipRenewed: .membershipRenewed
            case .membershipCancelled: .membershipCancelled
            case .subscriptionStarted: .subscriptionStarted
            case .subscriptionRenewed: .subscriptionRenewed
            case .subscriptionPaused: .subscriptionPaused
            case .subscriptionResumed: .subscriptionResumed
            case .subscriptionSkipped: .subscriptionSkipped
            case .subscriptionCancelled: .subscriptionCancelled
            case .bookingMade: .bookingMade
            case .leadCaptured: .leadCaptured
            case .contestEntered: .contestEntered
            case .charityChosen: .charityChosen
            case .experimentExposed: .experimentExposed
            case .acquisitionCostRecorded: .acquisitionCostRecorded
            case .incidentDeclared: .incidentDeclared
            case .seasonDeclared: .seasonDeclared
            case .privacyDataRequested: .privacyDataRequested
            case .privacyErasureRequested: .privacyErasureRequested
            case .privacyShopErasureRequested: .privacyShopErasureRequested
            }
        }
    }

    /// The types of events; the raw value is the number in the storage format.
    public enum Kind: UInt16, CaseIterable, Sendable {
        /// An order was placed and confirmed.
        case orderCompleted = 10
        /// An order was called off as a whole.
        case orderCancelled = 11
        /// Money of an order was given back; no amount means all that is left of it.
        case orderRefunded = 12
        /// A product's page was looked at.
        case productViewed = 13
        /// Pieces of a product were put into the cart.
        case productAdded = 14
        /// Pieces of a product were taken out of the cart.
        case productRemoved = 15
        /// The shop was mentioned on a social network.
        case socialMentioned = 16
        /// An order as it stands after a change; it replaces what was known of it when its version is newer.
        case orderUpdated = 20
        /// An order was paid in full.
        case orderPaid = 21
        /// An order was sent, as a whole or in part.
        case orderFulfilled = 22
        /// An order was removed from the shop's books.
        case orderDeleted = 23
        /// A date of arrival was promised for an order.
        case orderPromiseSet = 24
        /// It became known whose order it is; goes to the subject of the order.
        case orderOwned = 25
        /// A checkout was begun.
        case checkoutStarted = 26
        /// A checkout as it stands after a change.
        case checkoutUpdated = 27
        /// A checkout was removed.
        case checkoutDeleted = 28
        /// A step of the checkout was shown.
        case checkoutStepViewed = 29
        /// A step of the checkout was done.
        case checkoutStepCompleted = 30
        /// Details of a payment were entered.
        case paymentInfoEntered = 32
        /// A cart was looked at.
        case cartViewed = 33
        /// A cart as it stands after a change.
        case cartUpdated = 34
        /// A code was typed in.
        case couponEntered = 35
        /// A code was accepted.
        case couponApplied = 36
        /// A code was refused.
        case couponDenied = 37
        /// A code was taken back.
        case couponRemoved = 38
        /// Products were searched for.
        case productsSearched = 40
        /// A list of products was looked at.
        case productListViewed = 41
        /// A list of products was filtered or sorted.
        case productListFiltered = 42
        /// A product was clicked on in a list.
        case productClicked = 43
        /// A promotion was shown.
        case promotionViewed = 44
        /// A promotion was clicked on.
        case promotionClicked = 45
        /// A page was looked at.
        case pageViewed = 46
        /// A screen of the app was looked at.
        case screenViewed = 47
        /// A product was put on a wish list.
        case wishlistProductAdded = 48
        /// A product was taken off a wish list.
        case wishlistProductRemoved = 49
        /// A product of a wish list was put into the cart.
        case wishlistProductCarted = 50
        /// A product was recommended to somebody.
        case productShared = 51
        /// A cart was shown to somebody.
        case cartShared = 52
        /// A product was reviewed in the shop.
        case productReviewed = 53
        /// A review was published elsewhere.
        case reviewPublished = 54
        /// A mail arrived.
        case emailDelivered = 60
        /// A mail was opened.
        case emailOpened = 61
        /// A link in a mail was followed.
        case emailLinkClicked = 62
        /// A mail could not be delivered.
        case emailBounced = 63
        /// A mail was called spam by its reader.
        case emailMarkedAsSpam = 64
        /// A reader wants no more mail.
        case emailUnsubscribed = 65
        /// A message of a campaign was sent.
        case campaignSent = 66
        /// Somebody was recognised; carries what is known of them.
        case customerIdentified = 70
        /// Two subjects turned out to be one.
        case identityMerged = 71
        /// What is known of somebody changed.
        case profileUpdated = 72
        /// A customer's account was removed.
        case customerDeleted = 73
        /// A customer's account was opened.
        case customerEnabled = 74
        /// A customer's account was closed.
        case customerDisabled = 75
        /// Tags were put on a customer.
        case customerTagged = 76
        /// Tags were taken off a customer.
        case customerUntagged = 77
        /// A customer entered a segment of another system.
        case customerJoinedSegment = 78
        /// A customer left a segment of another system.
        case customerLeftSegment = 79
        /// A customer's purchases as the shop counts them.
        case customerSummarized = 80
        /// Consent was asked for; it counts once it is confirmed.
        case consentRequested = 90
        /// A request for consent was confirmed.
        case consentConfirmed = 91
        /// Consent was given without a second step.
        case consentGranted = 92
        /// Consent was taken back.
        case consentWithdrawn = 93
        /// All categories of consent as they stand; one that is not named is not granted.
        case consentUpdated = 94
        /// A customer said what to send, how often and when.
        case preferencesUpdated = 95
        /// A newsletter was asked for.
        case newsletterSubscribed = 96
        /// A newsletter that was asked for was confirmed.
        case newsletterConfirmed = 97
        /// A newsletter is wanted no more.
        case newsletterUnsubscribed = 98
        /// A channel was opened to the shop.
        case channelSubscribed = 99
        /// A channel was closed to the shop.
        case channelUnsubscribed = 100
        /// A message on a channel was answered, opened or followed.
        case channelEngaged = 101
        /// Push messages were allowed.
        case pushEnabled = 102
        /// Push messages were forbidden.
        case pushDisabled = 103
        /// The app was installed.
        case appInstalled = 104
        /// The app was removed.
        case appRemoved = 105
        /// A parcel was handed to the carrier.
        case shipmentSent = 110
        /// A parcel's details changed.
        case shipmentUpdated = 111
        /// The carrier reported where a parcel is.
        case deliveryUpdated = 112
        /// A customer reported what is wrong with a delivery.
        case deliveryReported = 113
        /// A customer wants to send something back.
        case returnRequested = 114
        /// A return was allowed.
        case returnApproved = 115
        /// A return was refused.
        case returnDeclined = 116
        /// What was sent back arrived.
        case returnReceived = 117
        /// A payment was disputed.
        case disputeOpened = 118
        /// A dispute ended.
        case disputeClosed = 119
        /// A product came into the catalogue.
        case productPublished = 130
        /// A product's details or margin changed.
        case productUpdated = 131
        /// A product left the catalogue.
        case productWithdrawn = 132
        /// A product's price changed.
        case priceChanged = 133
        /// A product's stock changed.
        case stockChanged = 134
        /// Somebody said how likely they are to recommend the shop.
        case npsAnswered = 140
        /// A question of a survey was answered.
        case surveyAnswered = 141
        /// Somebody complained.
        case complaintOpened = 142
        /// The shop answered a complaint.
        case complaintAnswered = 143
        /// A complaint was settled.
        case complaintResolved = 144
        /// Somebody asked something.
        case questionAsked = 145
        /// The shop answered a question.
        case questionAnswered = 146
        /// A request for help was opened.
        case ticketOpened = 147
        /// The shop answered a request for help.
        case ticketAnswered = 148
        /// A request for help was settled.
        case ticketResolved = 149
        /// Somebody liked, shared or commented on what the shop posted.
        case socialEngaged = 160
        /// Somebody began to follow the shop.
        case socialFollowed = 161
        /// Somebody follows the shop no more.
        case socialUnfollowed = 162
        /// A post was tagged with a product.
        case socialPostTagged = 163
        /// The shop answered a mention.
        case mentionAnswered = 164
        /// A customer published something about a product.
        case ugcPublished = 165
        /// Somebody posted in the community.
        case communityPosted = 166
        /// Somebody helped another in the community.
        case communityAnswered = 167
        /// An influencer posted about the shop.
        case influencerPosted = 168
        /// Somebody joined a loyalty programme.
        case loyaltyEnrolled = 180
        /// Somebody left a loyalty programme.
        case loyaltyLeft = 181
        /// A reward was used.
        case rewardRedeemed = 182
        /// A reward could not be used.
        case rewardRedeemFailed = 183
        /// Somebody passed their referral code on.
        case referralShared = 184
        /// Somebody used another's referral code.
        case referralCodeUsed = 185
        /// A paid membership was bought.
        case membershipPurchased = 186
        /// A paid membership goes on for another term.
        case membershipRenewed = 187
        /// A paid membership was given up.
        case membershipCancelled = 188
        /// A subscription was begun.
        case subscriptionStarted = 189
        /// A subscription was charged for another term.
        case subscriptionRenewed = 190
        /// A subscription was interrupted.
        case subscriptionPaused = 191
        /// A subscription goes on after a pause.
        case subscriptionResumed = 192
        /// A delivery or visit of a subscription was left out.
        case subscriptionSkipped = 193
        /// A subscription was given up.
        case subscriptionCancelled = 194
        /// A single visit was booked.
        case bookingMade = 195
        /// Somebody left their address for a prize or a voucher.
        case leadCaptured = 196
        /// Somebody took part in a contest.
        case contestEntered = 197
        /// A customer chose whom their purchases benefit.
        case charityChosen = 198
        /// A customer saw an arm of an experiment.
        case experimentExposed = 199
        /// Money was spent to win or keep customers.
        case acquisitionCostRecorded = 210
        /// Something went wrong for many customers at once.
        case incidentDeclared = 211
        /// A season or holiday was put on the calendar.
        case seasonDeclared = 212
        /// Somebody asked what is stored of them.
        case privacyDataRequested = 213
        /// Somebody asked for what is stored of them to be erased.
        case privacyErasureRequested = 214
        /// A shop asked for all that is stored of it to be erased.
        case privacyShopErasureRequested = 215

        /// The name, `dotted.lower`.
        public var name: String {
            switch self {
            case .orderCompleted: "order.completed"
            case .orderCancelled: "order.cancelled"
            case .orderRefunded: "order.refunded"
            case .productViewed: "product.viewed"
            case .productAdded: "product.added"
            case .productRemoved: "product.removed"
            case .socialMentioned: "social.mentioned"
            case .orderUpdated: "order.updated"
            case .orderPaid: "order.paid"
            case .orderFulfilled: "order.fulfilled"
            case .orderDeleted: "order.deleted"
            case .orderPromiseSet: "order.promise.set"
            case .orderOwned: "order.owned"
            case .checkoutStarted: "checkout.started"
            case .checkoutUpdated: "checkout.updated"
            case .checkoutDeleted: "checkout.deleted"
            case .checkoutStepViewed: "checkout.step.viewed"
            case .checkoutStepCompleted: "checkout.step.completed"
            case .paymentInfoEntered: "payment.info.entered"
            case .cartViewed: "cart.viewed"
            case .cartUpdated: "cart.updated"
            case .couponEntered: "coupon.entered"
            case .couponApplied: "coupon.applied"
            case .couponDenied: "coupon.denied"
            case .couponRemoved: "coupon.removed"
            case .productsSearched: "products.searched"
            case .productListViewed: "product.list.viewed"
            case .productListFiltered: "product.list.filtered"
            case .productClicked: "product.clicked"
            case .promotionViewed: "promotion.viewed"
            case .promotionClicked: "promotion.clicked"
            case .pageViewed: "page.viewed"
            case .screenViewed: "screen.viewed"
            case .wishlistProductAdded: "wishlist.product.added"
            case .wishlistProductRemoved: "wishlist.product.removed"
            case .wishlistProductCarted: "wishlist.product.carted"
            case .productShared: "product.shared"
            case .cartShared: "cart.shared"
            case .productReviewed: "product.reviewed"
            case .reviewPublished: "review.published"
            case .emailDelivered: "email.delivered"
            case .emailOpened: "email.opened"
            case .emailLinkClicked: "email.link.clicked"
            case .emailBounced: "email.bounced"
            case .emailMarkedAsSpam: "email.marked_as_spam"
            case .emailUnsubscribed: "email.unsubscribed"
            case .campaignSent: "campaign.sent"
            case .customerIdentified: "customer.identified"
            case .identityMerged: "identity.merged"
            case .profileUpdated: "profile.updated"
            case .customerDeleted: "customer.deleted"
            case .customerEnabled: "customer.enabled"
            case .customerDisabled: "customer.disabled"
            case .customerTagged: "customer.tagged"
            case .customerUntagged: "customer.untagged"
            case .customerJoinedSegment: "customer.joined_segment"
            case .customerLeftSegment: "customer.left_segment"
            case .customerSummarized: "customer.summarized"
            case .consentRequested: "consent.requested"
            case .consentConfirmed: "consent.confirmed"
            case .consentGranted: "consent.granted"
            case .consentWithdrawn: "consent.withdrawn"
            case .consentUpdated: "consent.updated"
            case .preferencesUpdated: "preferences.updated"
            case .newsletterSubscribed: "newsletter.subscribed"
            case .newsletterConfirmed: "newsletter.confirmed"
            case .newsletterUnsubscribed: "newsletter.unsubscribed"
            case .channelSubscribed: "channel.subscribed"
            case .channelUnsubscribed: "channel.unsubscribed"
            case .channelEngaged: "channel.engaged"
            case .pushEnabled: "push.enabled"
            case .pushDisabled: "push.disabled"
            case .appInstalled: "app.installed"
            case .appRemoved: "app.removed"
            case .shipmentSent: "shipment.sent"
            case .shipmentUpdated: "shipment.updated"
            case .deliveryUpdated: "delivery.updated"
            case .deliveryReported: "delivery.reported"
            case .returnRequested: "return.requested"
            case .returnApproved: "return.approved"
            case .returnDeclined: "return.declined"
            case .returnReceived: "return.received"
            case .disputeOpened: "dispute.opened"
            case .disputeClosed: "dispute.closed"
            case .productPublished: "product.published"
            case .productUpdated: "product.updated"
            case .productWithdrawn: "product.withdrawn"
            case .priceChanged: "price.changed"
            case .stockChanged: "stock.changed"
            case .npsAnswered: "nps.answered"
            case .surveyAnswered: "survey.answered"
            case .complaintOpened: "complaint.opened"
            case .complaintAnswered: "complaint.answered"
            case .complaintResolved: "complaint.resolved"
            case .questionAsked: "question.asked"
            case .questionAnswered: "question.answered"
            case .ticketOpened: "ticket.opened"
            case .ticketAnswered: "ticket.answered"
            case .ticketResolved: "ticket.resolved"
            case .socialEngaged: "social.engaged"
            case .socialFollowed: "social.followed"
            case .socialUnfollowed: "social.unfollowed"
            case .socialPostTagged: "social.post.tagged"
            case .mentionAnswered: "mention.answered"
            case .ugcPublished: "ugc.published"
            case .communityPosted: "community.posted"
            case .communityAnswered: "community.answered"
            case .influencerPosted: "influencer.posted"
            case .loyaltyEnrolled: "loyalty.enrolled"
            case .loyaltyLeft: "loyalty.left"
            case .rewardRedeemed: "reward.redeemed"
            case .rewardRedeemFailed: "reward.redeem.failed"
            case .referralShared: "referral.shared"
            case .referralCodeUsed: "referral.code.used"
            case .membershipPurchased: "membership.purchased"
            case .membershipRenewed: "membership.renewed"
            case .membershipCancelled: "membership.cancelled"
            case .subscriptionStarted: "subscription.started"
            case .subscriptionRenewed: "subscription.renewed"
            case .subscriptionPaused: "subscription.paused"
            case .subscriptionResumed: "subscription.resumed"
            case .subscriptionSkipped: "subscription.skipped"
            case .subscriptionCancelled: "subscription.cancelled"
            case .bookingMade: "booking.made"
            case .leadCaptured: "lead.captured"
            case .contestEntered: "contest.entered"
            case .charityChosen: "charity.chosen"
            case .experimentExposed: "experiment.exposed"
            case .acquisitionCostRecorded: "acquisition.cost.recorded"
            case .incidentDeclared: "incident.declared"
            case .seasonDeclared: "season.declared"
            case .privacyDataRequested: "privacy.data_requested"
            case .privacyErasureRequested: "privacy.erasure_requested"
            case .privacyShopErasureRequested: "privacy.shop_erasure_requested"
            }
        }
    }
}

/// One product of an order, cart, list or parcel.
public struct LineItem: Hashable, Sendable {
    /// The product: its SKU, or the product id where there is no SKU.
    public var product: String
    /// Pieces.
    public var quantity: Int64
    /// The price of one piece.
    public var price: Money?
    /// The shop's category of it.
    public var category: String?

    /// Makes the fact from its parts.
    public init(
        product: String,
        quantity: Int64 = 1,
        price: Money? = nil,
        category: String? = nil
    ) {
        self.product = product
        self.quantity = quantity
        self.price = price
        self.category = category
    }
}

/// A completed order.
public struct Order: Hashable, Sendable {
    /// The shop's id of the order.
    public var id: String
    /// What the customer pays, shipping and tax included.
    public var total: Money
    /// What was bought.
    public var lines: [LineItem]
    /// The code used.
    public var coupon: String?
    /// The checkout that it came from.
    public var checkoutID: String?
    /// The cart that it came from.
    public var cartID: String?
    /// Where it was placed, such as web, pos or instagram.
    public var channel: String?
    /// Whether later events name the order alone, so that its subject is told whose it is.
    public var isReference: Bool

    /// Makes the fact from its parts.
    public init(
        id: String,
        total: Money,
        lines: [LineItem] = [],
        coupon: String? = nil,
        checkoutID: String? = nil,
        cartID: String? = nil,
        channel: String? = nil,
        isReference: Bool = false
    ) {
        self.id = id
        self.total = total
        self.lines = lines
        self.coupon = coupon
        self.checkoutID = checkoutID
        self.cartID = cartID
        self.channel = channel
        self.isReference = isReference
    }
}

/// A cancellation or a refund of an order.
public struct OrderReversal: Hashable, Sendable {
    /// The shop's id of the order.
    public var orderID: String
    /// What is given back; all that is left of the order when missing.
    public var amount: Money?
    /// What was taken back.
    public var lines: [LineItem]
    /// Why, in the shop's word for it.
    public var reason: String?

    /// Makes the fact from its parts.
    public init(
        orderID: String,
        amount: Money? = nil,
        lines: [LineItem] = [],
        reason: String? = nil
    ) {
        self.orderID = orderID
        self.amount = amount
        self.lines = lines
        self.reason = reason
    }
}

/// An order as it stands.
public struct OrderVersion: Hashable, Sendable {
    /// The shop's id of the order.
    public var id: String
    /// What the customer pays by now, shipping and tax included and before anything was given back.
    public var total: Money
    /// When the order was changed; an older version changes nothing.
    public var version: Timestamp
    /// When the order was placed.
    public var placed: Timestamp?
    /// What is left of it.
    public var lines: [LineItem]
    /// Whether it was called off.
    public var isCancelled: Bool
    /// Whether later events name the order alone, so that its subject is told whose it is.
    public var isReference: Bool
    /// What was given back of it so far.
    public var refunded: Money?

    /// Makes the fact from its parts.
    public init(
        id: String,
        total: Money,
        version: Timestamp,
        placed: Timestamp? = nil,
        lines: [LineItem] = [],
        isCancelled: Bool = false,
        isReference: Bool = false,
        refunded: Money? = nil
    ) {
        self.id = id
        self.total = total
        self.version = version
        self.placed = placed
        self.lines = lines
        self.isCancelled = isCancelled
        self.isReference = isReference
        self.refunded = refunded
    }
}

/// A step in the life of an order.
public struct OrderStep: Hashable, Sendable {
    /// The shop's id of the order.
    public var orderID: String
    /// Whether the step covers only some of the order.
    public var isPartial: Bool

    /// Makes the fact from its parts.
    public init(
        orderID: String,
        isPartial: Bool = false
    ) {
        self.orderID = orderID
        self.isPartial = isPartial
    }
}

/// A promised time of arrival.
public struct OrderPromise: Hashable, Sendable {
    /// The shop's id of the order.
    public var orderID: String
    /// When it should arrive at the latest.
    public var latest: Timestamp
    /// When it should arrive at the earliest.
    public var earliest: Timestamp?

    /// Makes the fact from its parts.
    public init(
        orderID: String,
        latest: Timestamp,
        earliest: Timestamp? = nil
    ) {
        self.orderID = orderID
        self.latest = latest
        self.earliest = earliest
    }
}

/// Whose order it is.
public struct OrderOwner: Hashable, Sendable {
    /// The customer or visitor who placed the order.
    public var owner: Subject

    /// Makes the fact from its parts.
    public init(
        owner: Subject
    ) {
        self.owner = owner
    }
}

/// A checkout under way.
public struct Checkout: Hashable, Sendable {
    /// The id of the checkout.
    public var checkoutID: String?
    /// The id of the order-to-be, which some shops use for the checkout's.
    public var orderID: String?
    /// The cart that it came from.
    public var cartID: String?
    /// What is to be paid as far as it is known.
    public var value: Money?
    /// Shipping in it.
    public var shipping: Money?
    /// Tax in it.
    public var tax: Money?
    /// The code used.
    public var coupon: String?
    /// What is to be bought.
    public var lines: [LineItem]

    /// Makes the fact from its parts.
    public init(
        checkoutID: String? = nil,
        orderID: String? = nil,
        cartID: String? = nil,
        value: Money? = nil,
        shipping: Money? = nil,
        tax: Money? = nil,
        coupon: String? = nil,
        lines: [LineItem] = []
    ) {
        self.checkoutID = checkoutID
        self.orderID = orderID
        self.cartID = cartID
        self.value = value
        self.shipping = shipping
        self.tax = tax
        self.coupon = coupon
        self.lines = lines
    }
}

/// A step of a checkout.
public struct CheckoutStep: Hashable, Sendable {
    /// The id of the checkout.
    public var checkoutID: String?
    /// The id of the order-to-be.
    public var orderID: String?
    /// The number of the step.
    public var step: Int64?
    /// How it is to be sent.
    public var shippingMethod: String?
    /// How it is to be paid.
    public var paymentMethod: String?

    /// Makes the fact from its parts.
    public init(
        checkoutID: String? = nil,
        orderID: String? = nil,
        step: Int64? = nil,
        shippingMethod: String? = nil,
        paymentMethod: String? = nil
    ) {
        self.checkoutID = checkoutID
        self.orderID = orderID
        self.step = step
        self.shippingMethod = shippingMethod
        self.paymentMethod = paymentMethod
    }
}

/// A look at a product.
public struct ProductView: Hashable, Sendable {
    /// The product: its SKU, or the product id where there is no SKU.
    public var product: String
    /// The shop's category of it.
    public var category: String?
    /// The price that was shown.
    public var price: Money?

    /// Makes the fact from its parts.
    public init(
        product: String,
        category: String? = nil,
        price: Money? = nil
    ) {
        self.product = product
        self.category = category
        self.price = price
    }
}

/// Pieces put into a cart or taken out of it.
public struct CartChange: Hashable, Sendable {
    /// The product: its SKU, or the product id where there is no SKU.
    public var product: String
    /// Pieces.
    public var quantity: Int64
    /// The price of one piece.
    public var price: Money?
    /// The shop's category of it.
    public var category: String?
    /// The shop's id of the cart.
    public var cartID: String?

    /// Makes the fact from its parts.
    public init(
        product: String,
        quantity: Int64 = 1,
        price: Money? = nil,
        category: String? = nil,
        cartID: String? = nil
    ) {
        self.product = product
        self.quantity = quantity
        self.price = price
        self.category = category
        self.cartID = cartID
    }
}

/// What is in a cart.
public struct CartContents: Hashable, Sendable {
    /// The shop's id of the cart.
    public var cartID: String?
    /// What is in it.
    public var lines: [LineItem]

    /// Makes the fact from its parts.
    public init(
        cartID: String? = nil,
        lines: [LineItem] = []
    ) {
        self.cartID = cartID
        self.lines = lines
    }
}

/// The use of a code.
public struct CouponUse: Hashable, Sendable {
    /// The code.
    public var coupon: String
    /// The order or checkout it was used in.
    public var orderID: String?
    /// The cart it was used in.
    public var cartID: String?
    /// What it takes off.
    public var discount: Money?
    /// Why it was refused.
    public var reason: String?

    /// Makes the fact from its parts.
    public init(
        coupon: String,
        orderID: String? = nil,
        cartID: String? = nil,
        discount: Money? = nil,
        reason: String? = nil
    ) {
        self.coupon = coupon
        self.orderID = orderID
        self.cartID = cartID
        self.discount = discount
        self.reason = reason
    }
}

/// A search for products.
public struct ProductSearch: Hashable, Sendable {
    /// What was typed in.
    public var query: String?

    /// Makes the fact from its parts.
    public init(
        query: String? = nil
    ) {
        self.query = query
    }
}

/// A list of products.
public struct ProductList: Hashable, Sendable {
    /// The id of the list.
    public var listID: String?
    /// The category it shows.
    public var category: String?
    /// What it shows.
    public var lines: [LineItem]

    /// Makes the fact from its parts.
    public init(
        listID: String? = nil,
        category: String? = nil,
        lines: [LineItem] = []
    ) {
        self.listID = listID
        self.category = category
        self.lines = lines
    }
}

/// A promotion inside the shop.
public struct Promotion: Hashable, Sendable {
    /// The id of the promotion.
    public var promotionID: String?
    /// The picture or text that was shown.
    public var creative: String?
    /// Where it stood.
    public var position: String?

    /// Makes the fact from its parts.
    public init(
        promotionID: String? = nil,
        creative: String? = nil,
        position: String? = nil
    ) {
        self.promotionID = promotionID
        self.creative = creative
        self.position = position
    }
}

/// A look at a page or screen.
public struct PageView: Hashable, Sendable {
    /// The name of the page.
    public var name: String?
    /// The category of the page.
    public var category: String?
    /// The path of the page, without what a query may reveal.
    public var path: String?
    /// The campaign that led there.
    public var campaign: String?
    /// Where the visit came from.
    public var source: String?
    /// By what medium.
    public var medium: String?

    /// Makes the fact from its parts.
    public init(
        name: String? = nil,
        category: String? = nil,
        path: String? = nil,
        campaign: String? = nil,
        source: String? = nil,
        medium: String? = nil
    ) {
        self.name = name
        self.category = category
        self.path = path
        self.campaign = campaign
        self.source = source
        self.medium = medium
    }
}

/// A change of a wish list.
public struct WishlistChange: Hashable, Sendable {
    /// The product: its SKU, or the product id where there is no SKU.
    public var product: String
    /// The id of the wish list.
    public var wishlistID: String?
    /// The shop's category of the product.
    public var category: String?
    /// The price that was shown.
    public var price: Money?
    /// The cart that the product was put into.
    public var cartID: String?
    /// Pieces.
    public var quantity: Int64

    /// Makes the fact from its parts.
    public init(
        product: String,
        wishlistID: String? = nil,
        category: String? = nil,
        price: Money? = nil,
        cartID: String? = nil,
        quantity: Int64 = 1
    ) {
        self.product = product
        self.wishlistID = wishlistID
        self.category = category
        self.price = price
        self.cartID = cartID
        self.quantity = quantity
    }
}

/// Something shown to others.
public struct Share: Hashable, Sendable {
    /// By what means.
    public var via: String?
    /// The product.
    public var product: String?
    /// The cart.
    public var cartID: String?

    /// Makes the fact from its parts.
    public init(
        via: String? = nil,
        product: String? = nil,
        cartID: String? = nil
    ) {
        self.via = via
        self.product = product
        self.cartID = cartID
    }
}

/// A review.
public struct Review: Hashable, Sendable {
    /// The product; missing for a review of the shop.
    public var product: String?
    /// The id of the review.
    public var reviewID: String?
    /// Stars, in millionths.
    public var rating: Int64?
    /// The site it stands on.
    public var site: String?
    /// The order it belongs to.
    public var orderID: String?

    /// Makes the fact from its parts.
    public init(
        product: String? = nil,
        reviewID: String? = nil,
        rating: Int64? = nil,
        site: String? = nil,
        orderID: String? = nil
    ) {
        self.product = product
        self.reviewID = reviewID
        self.rating = rating
        self.site = site
        self.orderID = orderID
    }
}

/// What became of a mail.
public struct EmailTouch: Hashable, Sendable {
    /// The id of the mail.
    public var emailID: String?
    /// The id or name of the campaign.
    public var campaign: String?
    /// The link that was followed.
    public var linkID: String?

    /// Makes the fact from its parts.
    public init(
        emailID: String? = nil,
        campaign: String? = nil,
        linkID: String? = nil
    ) {
        self.emailID = emailID
        self.campaign = campaign
        self.linkID = linkID
    }
}

/// A message of a campaign.
public struct CampaignSend: Hashable, Sendable {
    /// The id or name of the campaign.
    public var campaign: String
    /// The channel it was sent on.
    public var channel: String
    /// The id of the message.
    public var messageID: String?
    /// The signal that asked for it.
    public var signalID: String?

    /// Makes the fact from its parts.
    public init(
        campaign: String,
        channel: String,
        messageID: String? = nil,
        signalID: String? = nil
    ) {
        self.campaign = campaign
        self.channel = channel
        self.messageID = messageID
        self.signalID = signalID
    }
}

/// What is known of somebody.
///
/// What is missing is not known, and changes nothing.
public struct Profile: Hashable, Sendable {
    /// The day of birth.
    public var birthDate: CalendarDay?
    /// The time zone, by its name in the tz database.
    public var timeZone: String?
    /// Language and region, such as de-AT.
    public var locale: String?
    /// The country, by the two letters of ISO 3166.
    public var country: String?
    /// The region or state.
    public var region: String?
    /// The postal code.
    public var postalCode: String?
    /// Female, male or the shop's word.
    public var gender: String?
    /// When the shop first knew of them.
    public var since: Timestamp?
    /// A handle on a social network, as network:handle.
    public var handle: String?
    /// The id of the visitor that they were until then.
    public var visitor: String?

    /// Makes the fact from its parts.
    public init(
        birthDate: CalendarDay? = nil,
        timeZone: String? = nil,
        locale: String? = nil,
        country: String? = nil,
        region: String? = nil,
        postalCode: String? = nil,
        gender: String? = nil,
        since: Timestamp? = nil,
        handle: String? = nil,
        visitor: String? = nil
    ) {
        self.birthDate = birthDate
        self.timeZone = timeZone
        self.locale = locale
        self.country = country
        self.region = region
        self.postalCode = postalCode
        self.gender = gender
        self.since = since
        self.handle = handle
        self.visitor = visitor
    }
}

/// Two subjects that are one; the event's own subject stays.
public struct IdentityMerge: Hashable, Sendable {
    /// The subject that goes up in it.
    public var previous: Subject

    /// Makes the fact from its parts.
    public init(
        previous: Subject
    ) {
        self.previous = previous
    }
}

/// A change of a customer's account.
public struct AccountChange: Hashable, Sendable {
    /// Why.
    public var reason: String?

    /// Makes the fact from its parts.
    public init(
        reason: String? = nil
    ) {
        self.reason = reason
    }
}

/// Tags.
public struct Tags: Hashable, Sendable {
    /// The tags.
    public var tags: [String]

    /// Makes the fact from its parts.
    public init(
        tags: [String]
    ) {
        self.tags = tags
    }
}

/// A segment of another system.
public struct SegmentMembership: Hashable, Sendable {
    /// The id or name of the segment.
    public var segment: String

    /// Makes the fact from its parts.
    public init(
        segment: String
    ) {
        self.segment = segment
    }
}

/// A customer's purchases as the shop counts them.
public struct PurchaseSummary: Hashable, Sendable {
    /// Orders.
    public var orders: Int64?
    /// What was spent.
    public var spent: Money?
    /// The latest order.
    public var lastOrderID: String?

    /// Makes the fact from its parts.
    public init(
        orders: Int64? = nil,
        spent: Money? = nil,
        lastOrderID: String? = nil
    ) {
        self.orders = orders
        self.spent = spent
        self.lastOrderID = lastOrderID
    }
}

/// Consent to a purpose on a channel, with what proves it.
public struct Consent: Hashable, Sendable {
    /// The channel, such as email, sms, push, whatsapp or ads.
    public var channel: String
    /// What for, such as marketing; everything on the channel when missing.
    public var purpose: String?
    /// The version of the text that was agreed to.
    public var textVersion: String?
    /// Where it was given, such as checkout, popup or import.
    public var source: String?
    /// The address it was given from.
    public var ip: String?
    /// The browser it was given with.
    public var userAgent: String?
    /// Ties a confirmation to its request.
    public var requestID: String?
    /// When it ends by itself.
    public var expires: Timestamp?
    /// Whether something was given in return for it.
    public var isIncentivised: Bool
    /// Whether it was confirmed in a second step, where the source knows.
    public var isConfirmed: Bool?

    /// Makes the fact from its parts.
    public init(
        channel: String,
        purpose: String? = nil,
        textVersion: String? = nil,
        source: String? = nil,
        ip: String? = nil,
        userAgent: String? = nil,
        requestID: String? = nil,
        expires: Timestamp? = nil,
        isIncentivised: Bool = false,
        isConfirmed: Bool? = nil
    ) {
        self.channel = channel
        self.purpose = purpose
        self.textVersion = textVersion
        self.source = source
        self.ip = ip
        self.userAgent = userAgent
        self.requestID = requestID
        self.expires = expires
        self.isIncentivised = isIncentivised
        self.isConfirmed = isConfirmed
    }
}

/// All categories of consent.
public struct ConsentPreferences: Hashable, Sendable {
    /// Granted categories.
    public var granted: [String]
    /// Refused categories.
    public var refused: [String]

    /// Makes the fact from its parts.
    public init(
        granted: [String] = [],
        refused: [String] = []
    ) {
        self.granted = granted
        self.refused = refused
    }
}

/// What a customer wants to hear, where and when.
public struct Preferences: Hashable, Sendable {
    /// Wanted topics.
    public var topics: [String]
    /// Wanted channels, the dearest first.
    public var channels: [String]
    /// At most so many contacts a week.
    public var maxPerWeek: Int64?
    /// Where quiet hours begin, in minutes of the customer's day.
    public var quietFrom: Int64?
    /// Where quiet hours end, in minutes of the customer's day.
    public var quietUntil: Int64?

    /// Makes the fact from its parts.
    public init(
        topics: [String] = [],
        channels: [String] = [],
        maxPerWeek: Int64? = nil,
        quietFrom: Int64? = nil,
        quietUntil: Int64? = nil
    ) {
        self.topics = topics
        self.channels = channels
        self.maxPerWeek = maxPerWeek
        self.quietFrom = quietFrom
        self.quietUntil = quietUntil
    }
}

/// A channel between a customer and the shop.
public struct Channel: Hashable, Sendable {
    /// The channel, such as email, sms, push, app, whatsapp or messenger.
    public var channel: String?
    /// What happened on it.
    public var action: String?
    /// The campaign that led to it.
    public var campaign: String?

    /// Makes the fact from its parts.
    public init(
        channel: String? = nil,
        action: String? = nil,
        campaign: String? = nil
    ) {
        self.channel = channel
        self.action = action
        self.campaign = campaign
    }
}

/// A parcel.
public struct Shipment: Hashable, Sendable {
    /// The id of the parcel.
    public var shipmentID: String
    /// The order it belongs to.
    public var orderID: String
    /// Who carries it.
    public var carrier: String?
    /// Its number with the carrier.
    public var trackingNumber: String?
    /// What is in it.
    public var lines: [LineItem]
    /// How it reaches the customer, such as shipping, pickup or digital.
    public var mode: String?
    /// Whether it was called back.
    public var isCancelled: Bool

    /// Makes the fact from its parts.
    public init(
        shipmentID: String,
        orderID: String,
        carrier: String? = nil,
        trackingNumber: String? = nil,
        lines: [LineItem] = [],
        mode: String? = nil,
        isCancelled: Bool = false
    ) {
        self.shipmentID = shipmentID
        self.orderID = orderID
        self.carrier = carrier
        self.trackingNumber = trackingNumber
        self.lines = lines
        self.mode = mode
        self.isCancelled = isCancelled
    }
}

/// Where a parcel is.
public struct DeliveryProgress: Hashable, Sendable {
    /// The order it belongs to.
    public var orderID: String
    /// The id of the parcel.
    public var shipmentID: String?
    /// Where it is.
    public var status: Status
    /// When it should arrive.
    public var estimated: Timestamp?

    /// Makes the fact from its parts.
    public init(
        orderID: String,
        status: Status,
        shipmentID: String? = nil,
        estimated: Timestamp? = nil
    ) {
        self.orderID = orderID
        self.shipmentID = shipmentID
        self.status = status
        self.estimated = estimated
    }

    /// Where it is: the raw value is the storage format.
    public enum Status: UInt8, Sendable, CaseIterable {
        /// A status of the carrier's that has no name here.
        case other = 0
        case confirmed = 1
        case inTransit = 2
        case outForDelivery = 3
        case attempted = 4
        case delivered = 5
        case readyForPickup = 6
        case pickedUp = 7
        case delayed = 8
        case failed = 9
        case returned = 10

        /// The name in JSON.
        public var name: String {
            switch self {
            case .other: "other"
            case .confirmed: "confirmed"
            case .inTransit: "in_transit"
            case .outForDelivery: "out_for_delivery"
            case .attempted: "attempted"
            case .delivered: "delivered"
            case .readyForPickup: "ready_for_pickup"
            case .pickedUp: "picked_up"
            case .delayed: "delayed"
            case .failed: "failed"
            case .returned: "returned"
            }
        }
    }
}

/// What is wrong with a delivery.
public struct DeliveryReport: Hashable, Sendable {
    /// The order.
    public var orderID: String
    /// What is wrong.
    public var problem: Problem
    /// The parcel.
    public var shipmentID: String?
    /// What is missing, wrong or broken.
    public var lines: [LineItem]

    /// Makes the fact from its parts.
    public init(
        orderID: String,
        problem: Problem,
        shipmentID: String? = nil,
        lines: [LineItem] = []
    ) {
        self.orderID = orderID
        self.problem = problem
        self.shipmentID = shipmentID
        self.lines = lines
    }

    /// What is wrong: the raw value is the storage format.
    public enum Problem: UInt8, Sendable, CaseIterable {
        case other = 0
        case missing = 1
        case wrong = 2
        case damaged = 3
        case late = 4
        case lost = 5

        /// The name in JSON.
        public var name: String {
            switch self {
            case .other: "other"
            case .missing: "missing"
            case .wrong: "wrong"
            case .damaged: "damaged"
            case .late: "late"
            case .lost: "lost"
            }
        }
    }
}

/// Goods on their way back.
public struct Return: Hashable, Sendable {
    /// The order.
    public var orderID: String
    /// The id of the return.
    public var returnID: String?
    /// Why.
    public var reason: String?
    /// What comes back.
    public var lines: [LineItem]

    /// Makes the fact from its parts.
    public init(
        orderID: String,
        returnID: String? = nil,
        reason: String? = nil,
        lines: [LineItem] = []
    ) {
        self.orderID = orderID
        self.returnID = returnID
        self.reason = reason
        self.lines = lines
    }
}

/// A disputed payment.
public struct Dispute: Hashable, Sendable {
    /// The order.
    public var orderID: String
    /// What is disputed.
    public var amount: Money?
    /// Why, or how it ended.
    public var reason: String?

    /// Makes the fact from its parts.
    public init(
        orderID: String,
        amount: Money? = nil,
        reason: String? = nil
    ) {
        self.orderID = orderID
        self.amount = amount
        self.reason = reason
    }
}

/// A product of the catalogue.
///
/// What is missing is not known, and changes nothing.
public struct Product: Hashable, Sendable {
    /// What it is called.
    public var name: String?
    /// The shop's category of it.
    public var category: String?
    /// Its brand.
    public var brand: String?
    /// What one piece costs.
    public var price: Money?
    /// What is left of the price after all costs.
    public var margin: Money?
    /// The product that it is a variant of.
    public var parent: String?
    /// The number under which the stock is kept.
    public var inventoryID: String?
    /// Its variants with their prices.
    public var variants: [LineItem]

    /// Makes the fact from its parts.
    public init(
        name: String? = nil,
        category: String? = nil,
        brand: String? = nil,
        price: Money? = nil,
        margin: Money? = nil,
        parent: String? = nil,
        inventoryID: String? = nil,
        variants: [LineItem] = []
    ) {
        self.name = name
        self.category = category
        self.brand = brand
        self.price = price
        self.margin = margin
        self.parent = parent
        self.inventoryID = inventoryID
        self.variants = variants
    }
}

/// A new price.
public struct PriceChange: Hashable, Sendable {
    /// The price from now on.
    public var price: Money
    /// The price before.
    public var previous: Money?

    /// Makes the fact from its parts.
    public init(
        price: Money,
        previous: Money? = nil
    ) {
        self.price = price
        self.previous = previous
    }
}

/// Pieces in stock.
public struct StockLevel: Hashable, Sendable {
    /// Pieces that can be sold; below zero where more was sold than there is.
    public var available: Int64
    /// The store or warehouse; all of them when missing.
    public var location: String?

    /// Makes the fact from its parts.
    public init(
        available: Int64,
        location: String? = nil
    ) {
        self.available = available
        self.location = location
    }
}

/// An answer to the question of recommendation.
public struct NPSAnswer: Hashable, Sendable {
    /// From 0, not at all, to 10, very likely.
    public var score: Int64
    /// The survey.
    public var surveyID: String?

    /// Makes the fact from its parts.
    public init(
        score: Int64,
        surveyID: String? = nil
    ) {
        self.score = score
        self.surveyID = surveyID
    }
}

/// An answer to a question of a survey.
public struct SurveyAnswer: Hashable, Sendable {
    /// The survey.
    public var surveyID: String
    /// The question.
    public var question: String?
    /// The answer as a number, in millionths.
    public var score: Int64?
    /// The answer as one of several choices.
    public var choice: String?

    /// Makes the fact from its parts.
    public init(
        surveyID: String,
        question: String? = nil,
        score: Int64? = nil,
        choice: String? = nil
    ) {
        self.surveyID = surveyID
        self.question = question
        self.score = score
        self.choice = choice
    }
}

/// A complaint, a question or a request for help.
public struct Ticket: Hashable, Sendable {
    /// The id of the ticket.
    public var ticketID: String
    /// What it is about.
    public var topic: String?
    /// The channel it came by.
    public var channel: String?
    /// The order it is about.
    public var orderID: String?
    /// The product it is about.
    public var product: String?
    /// How content the customer was with the answer, from 0 to 10.
    public var satisfaction: Int64?

    /// Makes the fact from its parts.
    public init(
        ticketID: String,
        topic: String? = nil,
        channel: String? = nil,
        orderID: String? = nil,
        product: String? = nil,
        satisfaction: Int64? = nil
    ) {
        self.ticketID = ticketID
        self.topic = topic
        self.channel = channel
        self.orderID = orderID
        self.product = product
        self.satisfaction = satisfaction
    }
}

/// A mention of the shop on a social network.
public struct Mention: Hashable, Sendable {
    /// The network's name.
    public var network: String
    /// The score given upstream, from -1 to 1, in millionths; missing when nobody scored it.
    public var sentiment: Sentiment?
    /// The id of the post.
    public var postID: String?
    /// The author's handle.
    public var handle: String?
    /// What it is about.
    public var topic: String?
    /// The product it is about.
    public var product: String?

    /// Makes the fact from its parts.
    public init(
        network: String = "unknown",
        sentiment: Sentiment? = nil,
        postID: String? = nil,
        handle: String? = nil,
        topic: String? = nil,
        product: String? = nil
    ) {
        self.network = network
        self.sentiment = sentiment
        self.postID = postID
        self.handle = handle
        self.topic = topic
        self.product = product
    }
}

/// Something on a social network.
public struct SocialTouch: Hashable, Sendable {
    /// The network's name.
    public var network: String?
    /// The id of the post.
    public var postID: String?
    /// What was done, such as like, share or comment.
    public var action: String?
    /// The product it is about.
    public var product: String?
    /// The author's handle.
    public var handle: String?

    /// Makes the fact from its parts.
    public init(
        network: String? = nil,
        postID: String? = nil,
        action: String? = nil,
        product: String? = nil,
        handle: String? = nil
    ) {
        self.network = network
        self.postID = postID
        self.action = action
        self.product = product
        self.handle = handle
    }
}

/// What a customer published.
public struct UserContent: Hashable, Sendable {
    /// The network's name.
    public var network: String?
    /// The id of the post.
    public var postID: String
    /// The product it shows.
    public var product: String?
    /// Whether the shop may use it.
    public var hasRights: Bool?

    /// Makes the fact from its parts.
    public init(
        postID: String,
        network: String? = nil,
        product: String? = nil,
        hasRights: Bool? = nil
    ) {
        self.network = network
        self.postID = postID
        self.product = product
        self.hasRights = hasRights
    }
}

/// A place in a loyalty programme.
public struct Enrolment: Hashable, Sendable {
    /// The programme.
    public var programme: String?
    /// The tier.
    public var tier: String?

    /// Makes the fact from its parts.
    public init(
        programme: String? = nil,
        tier: String? = nil
    ) {
        self.programme = programme
        self.tier = tier
    }
}

/// The use of a reward.
public struct Redemption: Hashable, Sendable {
    /// The reward.
    public var reward: String
    /// What it cost.
    public var points: Int64?
    /// The order it was used in.
    public var orderID: String?
    /// Why it could not be used.
    public var reason: String?

    /// Makes the fact from its parts.
    public init(
        reward: String,
        points: Int64? = nil,
        orderID: String? = nil,
        reason: String? = nil
    ) {
        self.reward = reward
        self.points = points
        self.orderID = orderID
        self.reason = reason
    }
}

/// The use of a referral code.
public struct Referral: Hashable, Sendable {
    /// The code.
    public var code: String
    /// The channel it was passed on by.
    public var channel: String?
    /// The id of the customer who uses it.
    public var friend: String?

    /// Makes the fact from its parts.
    public init(
        code: String,
        channel: String? = nil,
        friend: String? = nil
    ) {
        self.code = code
        self.channel = channel
        self.friend = friend
    }
}

/// A paid membership.
public struct PaidMembership: Hashable, Sendable {
    /// The id of the membership.
    public var membershipID: String
    /// The plan.
    public var plan: String?
    /// The fee for a term.
    public var fee: Money?
    /// When the term ends.
    public var until: Timestamp?
    /// Why it was given up.
    public var reason: String?

    /// Makes the fact from its parts.
    public init(
        membershipID: String,
        plan: String? = nil,
        fee: Money? = nil,
        until: Timestamp? = nil,
        reason: String? = nil
    ) {
        self.membershipID = membershipID
        self.plan = plan
        self.fee = fee
        self.until = until
        self.reason = reason
    }
}

/// A subscription.
public struct Subscription: Hashable, Sendable {
    /// The id of the subscription.
    public var subscriptionID: String
    /// The plan or product.
    public var plan: String?
    /// The price of a term.
    public var price: Money?
    /// Days between deliveries.
    public var intervalDays: Int64?
    /// When the term, the pause or the subscription ends.
    public var until: Timestamp?
    /// Why it was paused or given up.
    public var reason: String?

    /// Makes the fact from its parts.
    public init(
        subscriptionID: String,
        plan: String? = nil,
        price: Money? = nil,
        intervalDays: Int64? = nil,
        until: Timestamp? = nil,
        reason: String? = nil
    ) {
        self.subscriptionID = subscriptionID
        self.plan = plan
        self.price = price
        self.intervalDays = intervalDays
        self.until = until
        self.reason = reason
    }
}

/// A single visit.
public struct Booking: Hashable, Sendable {
    /// The id of the booking.
    public var bookingID: String
    /// What was booked.
    public var service: String?
    /// What it costs.
    public var price: Money?
    /// When it takes place.
    public var starts: Timestamp?

    /// Makes the fact from its parts.
    public init(
        bookingID: String,
        service: String? = nil,
        price: Money? = nil,
        starts: Timestamp? = nil
    ) {
        self.bookingID = bookingID
        self.service = service
        self.price = price
        self.starts = starts
    }
}

/// An address that was left.
public struct Lead: Hashable, Sendable {
    /// Where it was left, such as wheel or popup.
    public var source: String?
    /// What was won.
    public var prize: String?

    /// Makes the fact from its parts.
    public init(
        source: String? = nil,
        prize: String? = nil
    ) {
        self.source = source
        self.prize = prize
    }
}

/// A part taken in a contest.
public struct ContestEntry: Hashable, Sendable {
    /// The contest.
    public var contest: String

    /// Makes the fact from its parts.
    public init(
        contest: String
    ) {
        self.contest = contest
    }
}

/// The choice of a charity.
public struct CharityChoice: Hashable, Sendable {
    /// The charity.
    public var charity: String

    /// Makes the fact from its parts.
    public init(
        charity: String
    ) {
        self.charity = charity
    }
}

/// A contact with an experiment.
public struct Exposure: Hashable, Sendable {
    /// The experiment.
    public var experiment: String
    /// The arm that was seen.
    public var arm: String

    /// Makes the fact from its parts.
    public init(
        experiment: String,
        arm: String
    ) {
        self.experiment = experiment
        self.arm = arm
    }
}

/// Money spent on customers.
public struct AcquisitionCost: Hashable, Sendable {
    /// What was spent.
    public var amount: Money
    /// The source of the customers, such as google-ads.
    public var source: String?
    /// The campaign.
    public var campaign: String?
    /// Whether it was spent on customers that the shop already had.
    public var isRetention: Bool

    /// Makes the fact from its parts.
    public init(
        amount: Money,
        source: String? = nil,
        campaign: String? = nil,
        isRetention: Bool = false
    ) {
        self.amount = amount
        self.source = source
        self.campaign = campaign
        self.isRetention = isRetention
    }
}

/// Something that went wrong for many.
public struct Incident: Hashable, Sendable {
    /// The id of the incident.
    public var incidentID: String
    /// When it began.
    public var from: Timestamp
    /// When it ended.
    public var until: Timestamp?
    /// Whom it hit, in the shop's words.
    public var scope: String?

    /// Makes the fact from its parts.
    public init(
        incidentID: String,
        from: Timestamp,
        until: Timestamp? = nil,
        scope: String? = nil
    ) {
        self.incidentID = incidentID
        self.from = from
        self.until = until
        self.scope = scope
    }
}

/// A season or a holiday.
public struct Season: Hashable, Sendable {
    /// Its name.
    public var season: String
    /// When it begins.
    public var from: Timestamp
    /// When it ends.
    public var until: Timestamp

    /// Makes the fact from its parts.
    public init(
        season: String,
        from: Timestamp,
        until: Timestamp
    ) {
        self.season = season
        self.from = from
        self.until = until
    }
}

/// A request by the law on data protection.
public struct PrivacyRequest: Hashable, Sendable {
    /// The id of the request.
    public var requestID: String?
    /// The orders it covers.
    public var orders: [String]

    /// Makes the fact from its parts.
    public init(
        requestID: String? = nil,
        orders: [String] = []
    ) {
        self.requestID = requestID
        self.orders = orders
    }
}
