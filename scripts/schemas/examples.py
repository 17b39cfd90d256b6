"""An example of every type of event, as schemas/examples/cloudevents/<type>.json: a shop that sells crockery."""

from model import EventType, Field, Message, Model

SOURCE = "https://shop.example/crockery"
TEAPOT = {"sku": "TEAPOT-BLUE", "quantity": 1, "price": "34.50", "category": "teapots"}
CUPS = {"sku": "CUP-BLUE", "quantity": 4, "price": "8.90", "category": "cups"}
BROKEN_CUP = {**CUPS, "quantity": 1}

# Whom an event is about, where it is not customer/42.
SUBJECTS = {
    "order.owned": "order/1001", "product.published": "product/TEAPOT-BLUE", "product.updated": "product/TEAPOT-BLUE",
    "product.withdrawn": "product/TEAPOT-BLUE", "price.changed": "product/TEAPOT-BLUE",
    "stock.changed": "product/TEAPOT-BLUE", "acquisition.cost.recorded": "campaign/spring-2026",
    "incident.declared": "shop/crockery", "season.declared": "shop/crockery",
    "privacy.shop_erasure_requested": "shop/crockery", "product.viewed": "visitor/ab12",
    "products.searched": "visitor/ab12", "page.viewed": "visitor/ab12", "lead.captured": "visitor/ab12",
}

# When it happened, by the type or what it begins with; the longest counts. Times are in March 2026.
TIMES = {
    "": "20T10:00", "season": "01T00:00", "product": "01T06:00", "price": "15T06:00", "stock": "02T18:31",
    "acquisition": "01T23:00", "page": "02T17:50", "product.viewed": "02T17:52", "products.searched": "02T17:51",
    "product.list": "02T17:51:20", "product.clicked": "02T17:51:40", "promotion": "02T17:50:30",
    "product.added": "02T17:58", "product.removed": "02T18:01", "product.shared": "14T19:00",
    "product.reviewed": "12T20:00", "review": "12T20:05", "cart": "02T18:02", "coupon": "02T18:05",
    "coupon.removed": "02T18:08", "checkout": "02T18:10", "checkout.deleted": "02T18:25", "payment": "02T18:20",
    "order": "02T18:30", "order.updated": "03T08:00", "order.paid": "02T18:31", "order.promise": "02T18:32",
    "order.fulfilled": "03T09:00", "order.cancelled": "02T19:10", "order.refunded": "06T11:00",
    "order.deleted": "31T01:00", "shipment": "03T09:00", "shipment.updated": "03T09:20", "delivery": "04T07:30",
    "delivery.reported": "05T16:00", "return": "06T09:00", "return.approved": "06T10:00", "return.received": "10T12:00",
    "dispute": "16T09:00", "dispute.closed": "27T09:00", "customer.identified": "02T18:12", "identity": "02T18:12",
    "consent": "02T18:15", "consent.confirmed": "02T18:40", "newsletter": "02T18:15",
    "newsletter.confirmed": "02T18:40",
    "experiment": "02T17:50", "nps": "11T20:00", "survey": "11T20:02", "incident": "03T06:00",
    "social.mentioned": "12T20:10", "mention": "12T20:40", "lead": "02T17:55", "complaint": "05T16:05",
    "complaint.answered": "05T16:40", "complaint.resolved": "06T11:10", "newsletter.unsubscribed": "28T08:00",
    "consent.withdrawn": "28T08:00", "subscription.resumed": "30T10:00", "membership.renewed": "31T10:00",
}

# By `type:field`, else by `Message.field`, else by `field`, with the names of the proto. None leaves a field out.
VALUES = {
    "lines": [TEAPOT, CUPS], "variants": [{"sku": "TEAPOT-BLUE-L", "price": "44.50"}],
    "DeliveryReport.lines": [BROKEN_CUP], "Return.lines": [BROKEN_CUP], "order.refunded:lines": [BROKEN_CUP],
    "product": "TEAPOT-BLUE", "quantity": 1, "price": "34.50", "category": "teapots",
    "Order.id": "1001", "OrderVersion.id": "1001", "order_id": "1001", "checkout_id": "c-77", "cart_id": "cart-77",
    "CheckoutStep.order_id": None, "Checkout.order_id": None, "CouponUse.order_id": None,
    "total": "75.00", "value": "75.00", "shipping": "4.90", "tax": "11.97", "refunded": "8.90", "is_cancelled": False,
    "OrderReversal.amount": "75.00", "order.refunded:amount": "8.90", "Dispute.amount": "75.00", "is_partial": False,
    "AcquisitionCost.amount": "480.00", "version": "2026-03-03T08:00:00Z", "placed": "2026-03-02T18:30:00Z",
    "is_reference": True, "latest": "2026-03-05T20:00:00Z", "earliest": "2026-03-04T08:00:00Z", "owner": "customer/42",
    "channel": "email", "Order.channel": "web", "Consent.channel": "email", "Channel.channel": "push",
    "app.installed:channel": "app", "app.removed:channel": "app", "Channel.action": None,
    "channel.engaged:action": "opened", "Channel.campaign": "spring-2026", "step": 2, "shipping_method": "parcel",
    "payment_method": "card", "coupon": "SPRING5", "Order.coupon": None, "Checkout.coupon": None, "discount": "5.00",
    "coupon.entered:discount": None, "coupon.denied:discount": None, "query": "blue teapot", "list_id": "teapots",
    "promotion_id": "spring-2026", "creative": "banner-teapots", "position": "home-top", "path": "/teapots",
    "PageView.name": "Teapots", "Product.name": "Blue teapot, 1 litre", "campaign": "spring-2026",
    "screen.viewed:path": None, "screen.viewed:source": None, "screen.viewed:medium": None,
    "screen.viewed:campaign": None, "PageView.source": "newsletter", "medium": "email", "wishlist_id": "w-9",
    "WishlistChange.cart_id": None, "wishlist.product.carted:cart_id": "cart-77", "via": "email",
    "product.shared:cart_id": None, "cart.shared:product": None, "review_id": "r-5", "rating": 5,
    "site": "shop.example", "review.published:site": "reviews.example", "email_id": "m-310", "link_id": None,
    "email.link.clicked:link_id": "teapot-picture", "message_id": "m-310",
    "signal_id": "7f0c3a9be1d24c58a6b0e9d3f1427c85", "birth_date": "1984-02-29", "time_zone": "Europe/Vienna",
    "locale": "de-AT", "country": "AT", "region": "Vienna", "postal_code": "1070", "gender": "female",
    "since": "2026-03-02T18:12:00Z", "handle": "anna", "Profile.handle": "mastodon:anna", "visitor": "ab12",
    "profile.updated:visitor": None,
    "previous": "visitor/ab12", "AccountChange.reason": "the customer asked for it", "customer.enabled:reason": None,
    "tags": ["vip", "gift-buyer"], "segment": "tea-lovers", "PurchaseSummary.orders": 3, "spent": "186.40",
    "last_order_id": "1001", "purpose": "marketing", "text_version": "2026-01", "Consent.source": "checkout",
    "ip": "192.0.2.17", "user_agent": "Mozilla/5.0", "consent.withdrawn:text_version": None,
    "newsletter.unsubscribed:text_version": None, "consent.withdrawn:source": "preferences",
    "newsletter.unsubscribed:source": "preferences", "request_id": None, "consent.requested:request_id": "cr-12",
    "consent.confirmed:request_id": "cr-12", "newsletter.confirmed:request_id": "cr-13",
    "newsletter.subscribed:request_id": "cr-13", "PrivacyRequest.request_id": "p-3", "expires": "2028-03-02T18:15:00Z",
    "consent.withdrawn:expires": None, "newsletter.unsubscribed:expires": None, "is_incentivised": False,
    "is_confirmed": None, "consent.confirmed:is_confirmed": True, "newsletter.confirmed:is_confirmed": True,
    "granted": ["analytics", "marketing"], "refused": ["profiling"], "topics": ["new arrivals", "care of porcelain"],
    "channels": ["email", "push"], "max_per_week": 2, "quiet_from": 1260, "quiet_until": 480, "shipment_id": "s-501",
    "carrier": "Austrian Post", "tracking_number": "AT0012345678", "mode": "shipping", "status": "in_transit",
    "estimated": "2026-03-04T14:00:00Z", "problem": "damaged", "return_id": "ret-8", "reason": None,
    "order.cancelled:reason": "changed_mind", "order.refunded:reason": "damaged", "coupon.denied:reason": "expired",
    "Return.reason": "damaged", "return.declined:reason": "too late", "dispute.opened:reason": "not received",
    "dispute.closed:reason": "withdrawn", "reward.redeem.failed:reason": "too few points",
    "membership.cancelled:reason": "too dear", "subscription.paused:reason": "on holiday",
    "subscription.cancelled:reason": "moved away", "brand": "Crockery & Sons", "Product.category": "teapots",
    "Product.price": "34.50", "margin": "11.20", "parent": None, "inventory_id": "880012",
    "PriceChange.price": "29.90", "PriceChange.previous": "34.50", "available": 17, "location": "vienna",
    "NPSAnswer.score": 9, "survey_id": "after-delivery", "SurveyAnswer.score": 4.5, "question": "packaging",
    "SurveyAnswer.choice": "well packed", "ticket_id": "t-204", "topic": "delivery", "Ticket.product": "CUP-BLUE",
    "satisfaction": None, "complaint.resolved:satisfaction": 9, "ticket.resolved:satisfaction": 8,
    "network": "mastodon", "sentiment": 0.8, "post_id": "110922", "Mention.topic": "packaging", "action": "comment",
    "social.followed:post_id": None, "social.unfollowed:post_id": None, "SocialTouch.action": None,
    "social.engaged:action": "like", "SocialTouch.product": None, "social.post.tagged:product": "TEAPOT-BLUE",
    "has_rights": True, "programme": "tea-club", "tier": "silver", "reward": "free-cup", "points": 200,
    "Redemption.order_id": None, "reward.redeemed:order_id": "1001", "code": "ANNA10", "friend": None,
    "referral.code.used:friend": "43", "referral.code.used:channel": None, "membership_id": "mb-6", "plan": "yearly",
    "fee": "29.00", "until": None, "membership.purchased:until": "2027-03-20T10:00:00Z",
    "membership.renewed:until": "2027-03-31T10:00:00Z", "subscription.paused:until": "2026-04-20T00:00:00Z",
    "Season.until": "2026-04-06T00:00:00Z", "Season.from": "2026-03-21T00:00:00Z", "season": "easter",
    "subscription_id": "sub-4", "Subscription.plan": "tea of the month", "Subscription.price": "14.00",
    "interval_days": 30, "booking_id": "b-19", "service": "pottery class", "Booking.price": "59.00",
    "starts": "2026-04-11T14:00:00Z", "Lead.source": "wheel", "prize": "free shipping", "contest": "spring-table",
    "charity": "clean-water", "experiment": "free-shipping-bar", "arm": "shown", "AcquisitionCost.source": "google-ads",
    "is_retention": False, "incident_id": "i-2", "Incident.from": "2026-03-03T04:00:00Z",
    "Incident.until": "2026-03-03T05:30:00Z", "scope": "orders that were placed in these hours arrived twice",
    "PrivacyRequest.orders": ["1001"], "privacy.shop_erasure_requested:orders": None,
}


def made(model: Model) -> dict[str, dict]:
    """The examples by their path."""
    return {f"schemas/examples/cloudevents/{kind.name}.json": example(model, kind) for kind in model.types}


def example(model: Model, kind: EventType) -> dict:
    """The example of a type."""
    message = model.messages[kind.message]
    data = {}
    for field in message.fields:
        value = example_value(kind, message, field)
        if value is not None:
            data[field.json[0]] = value
    if any(field.kind == "money" or field.message == "LineItem" for field in message.fields):
        data["currency"] = "EUR"
    day, _, clock = instant(kind.name).partition("T")
    seconds = clock if clock.count(":") == 2 else clock + ":00"
    return {
        "specversion": "1.0",
        "id": f"evt-{kind.number:04}",
        "source": SOURCE,
        "type": kind.name,
        "subject": SUBJECTS.get(kind.name, "customer/42"),
        "time": f"2026-03-{day}T{seconds}Z",
        "datacontenttype": "application/json",
        "data": data,
    }


def example_value(kind: EventType, message: Message, field: Field):
    """The value of a field, as the table has it."""
    return next((VALUES[key] for key in keys(kind, message, field) if key in VALUES), None)


def keys(kind: EventType, message: Message, field: Field) -> list[str]:
    """Where the table may have the value of a field."""
    return [f"{kind.name}:{field.name}", f"{message.name}.{field.name}", field.name]


def faults(model: Model) -> list[str]:
    """Fields that the table does not know."""
    unknown = {
        f"{message.name}.{field.name}": None
        for kind in model.types
        for message in [model.messages[kind.message]]
        for field in message.fields
        if not any(key in VALUES for key in keys(kind, message, field))
    }
    return [f"scripts/schemas/examples.py has no value for {name}: add one to VALUES" for name in unknown]


def instant(name: str) -> str:
    """Day and time of a type."""
    return TIMES[max((prefix for prefix in TIMES if name.startswith(prefix)), key=len)]
