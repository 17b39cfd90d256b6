import JSON
import Retention

/// The events of Segment's `track` calls: the e-commerce spec v2 and its v1 names, the e-mail spec, and names of ours for
/// what neither has.
enum SegmentEvents {
    /// The type of an event by its name; `nil` for one that is not known.
    ///
    /// Compares bytes, the length first; the events that make up most of the traffic come first.
    static func kind(of name: borrowing JSONValue) -> Event.Kind? {
        let count = name.bytes.count
        for (text, kind) in self.frequent where text.utf8CodeUnitCount == count && name.equals(text) { return kind }
        for (text, kind) in self.others where text.utf8CodeUnitCount == count && name.equals(text) { return kind }
        return nil
    }

    private static let frequent: [(StaticString, Event.Kind)] = [
        ("Product Viewed", .productViewed), ("Product Added", .productAdded), ("Order Completed", .orderCompleted),
        ("Product Removed", .productRemoved), ("Product List Viewed", .productListViewed),
        ("Product Clicked", .productClicked), ("Cart Viewed", .cartViewed), ("Checkout Started", .checkoutStarted),
    ]

    private static let others: [(StaticString, Event.Kind)] = [
        ("Products Searched", .productsSearched), ("Product List Filtered", .productListFiltered),
        ("Promotion Viewed", .promotionViewed), ("Promotion Clicked", .promotionClicked),
        ("Checkout Step Viewed", .checkoutStepViewed), ("Checkout Step Completed", .checkoutStepCompleted),
        ("Payment Info Entered", .paymentInfoEntered), ("Order Updated", .orderUpdated),
        ("Order Refunded", .orderRefunded), ("Order Cancelled", .orderCancelled), ("Coupon Entered", .couponEntered),
        ("Coupon Applied", .couponApplied), ("Coupon Denied", .couponDenied), ("Coupon Removed", .couponRemoved),
        ("Product Added to Wishlist", .wishlistProductAdded),
        ("Product Removed from Wishlist", .wishlistProductRemoved),
        ("Wishlist Product Added to Cart", .wishlistProductCarted), ("Product Shared", .productShared),
        ("Cart Shared", .cartShared), ("Product Reviewed", .productReviewed),
        // The e-mail spec.
        ("Email Delivered", .emailDelivered), ("Email Opened", .emailOpened), ("Email Link Clicked", .emailLinkClicked),
        ("Email Bounced", .emailBounced), ("Email Marked as Spam", .emailMarkedAsSpam),
        ("Unsubscribed", .emailUnsubscribed),
        // The names of v1.
        ("Viewed Product Category", .productListViewed), ("Viewed Product", .productViewed),
        ("Added Product", .productAdded), ("Removed Product", .productRemoved), ("Completed Order", .orderCompleted),
        // Ours.
        ("Social Mentioned", .socialMentioned),
    ]
}
