import JSON
import Retention

/// The events of Segment's `track` calls: the e-commerce spec v2 and its v1 names, the e-mail spec, and names of ours for
/// what neither has.
enum SegmentEvents {
    /// The type of an event by its name; `nil` for one that is not known.
    ///
    /// Compares bytes, the length first.
    static func kind(of name: borrowing JSONValue) -> Event.Kind? {
        let count = name.byteCount
        guard count < self.byLength.count else { return nil }
        for (text, kind) in self.byLength[count] where name.equals(text) { return kind }
        return nil
    }

    /// The names of each number of bytes.
    private static let byLength: [[(StaticString, Event.Kind)]] = {
        let longest = Self.all.map(\.0.utf8CodeUnitCount).max() ?? 0
        return (0...longest).map { count in Self.all.filter { $0.0.utf8CodeUnitCount == count } }
    }()

    private static let all: [(StaticString, Event.Kind)] = [
        ("Product Viewed", .productViewed), ("Product Added", .productAdded), ("Order Completed", .orderCompleted),
        ("Product Removed", .productRemoved), ("Product List Viewed", .productListViewed),
        ("Product Clicked", .productClicked), ("Cart Viewed", .cartViewed), ("Checkout Started", .checkoutStarted),
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
