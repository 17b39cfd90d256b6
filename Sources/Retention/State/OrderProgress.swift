/// One order on its way from being placed to being delivered.
///
/// What the shop tells again in full (lines, parcels, a promise) is replaced by what is newer in event time; of two with
/// one instant, the one that arrives later counts. The rest only adds up, so that the order of arrival does not matter.
public struct OrderProgress: Hashable, Sendable {
    /// The shop's id of the order.
    public let id: String
    /// When it was placed; `nil` while only what followed is known.
    public internal(set) var placed: Timestamp?
    /// When it should arrive at the latest, by the latest promise.
    public internal(set) var promised: Timestamp?
    /// The products ordered, at most `OrderProgress.keptLines` of them, each once; see ``expectedOther``.
    public internal(set) var expected: [Line] = []
    /// Pieces of the products that are not listed in ``expected``.
    public internal(set) var expectedOther: Int64 = 0
    /// The parcels that were heard of, by id, at most `OrderProgress.keptParcels` of them.
    public internal(set) var parcels: [Parcel] = []
    /// What the carrier said of the order as a whole, naming no parcel.
    public internal(set) var journey = Journey()
    /// When the order was first said to be sent, in part or as a whole, naming no parcel.
    public internal(set) var fulfilled: Timestamp?
    /// Whether the order was said to be sent as a whole.
    public internal(set) var isFulfilledInFull = false
    /// When it was called off or removed; the earliest such instant.
    public internal(set) var cancelled: Timestamp?
    /// What the customer reported to be wrong with it.
    public internal(set) var reports: Reports = []
    /// How often something of it was asked to be sent back.
    public internal(set) var returnsRequested = 0

    /// The time of the earliest event that named it.
    var heard: Timestamp
    /// When the promise was made.
    var promiseTold: Timestamp?
    /// The version of the lines; `nil` for those with which the order was placed.
    var linesVersion: Timestamp?
    /// Whether the event has come with which the order was placed.
    var isConfirmed = false
    /// Whether there were more parcels than are kept.
    var hasMoreParcels = false

    static let keptLines = 16
    static let keptParcels = 8

    init(id: String, heard: Timestamp) {
        self.id = id
        self.heard = heard
    }

    /// Pieces of one product.
    public struct Line: Hashable, Sendable {
        /// The product.
        public let product: String
        /// Pieces of it.
        public internal(set) var quantity: Int64
    }

    /// What customers report of a delivery.
    public struct Reports: OptionSet, Hashable, Sendable {
        /// One bit for each problem.
        public let rawValue: UInt8

        /// Makes a set from its bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Makes the set of one problem.
        public init(_ problem: DeliveryReport.Problem) { self.rawValue = 1 << problem.rawValue }

        static let all = Reports(rawValue: 0x3F)
    }
}

/// One parcel of an order.
public struct Parcel: Hashable, Sendable {
    /// The shop's id of the parcel.
    public let id: String
    /// When it was sent: the earliest the shop told of it; `nil` while only the carrier has.
    public internal(set) var sent: Timestamp?
    /// Whether it was called back.
    public internal(set) var isCancelled = false
    /// Whether it has a number with the carrier, or needs none: it is collected, or nothing but data.
    public internal(set) var isTracked = false
    /// What the carrier said of it.
    public internal(set) var journey = Journey()
    /// What is in it by product, at most `OrderProgress.keptLines`.
    var contents: [Content] = []
    /// Pieces of further products.
    var other: Int64 = 0
    /// When the shop told what is in it, as last known.
    var told: Timestamp?

    init(id: String) { self.id = id }

    /// Pieces of one product, by the hash of its id.
    struct Content: Hashable, Sendable {
        let key: UInt64
        var quantity: Int64
    }

    var isUntold: Bool { self.contents.isEmpty && self.other == 0 }

    /// Takes the parcel as the shop tells it; what is older than what is known only says when it was sent.
    mutating func take(_ shipment: Shipment, at time: Timestamp) {
        self.sent = min(self.sent ?? time, time)
        if let told, told > time { return }
        self.told = time
        self.isCancelled = shipment.isCancelled
        self.isTracked = shipment.trackingNumber != nil || shipment.mode == "pickup" || shipment.mode == "digital"
        self.contents = []
        self.other = 0
        for line in shipment.lines where line.quantity > 0 {
            let key = StableHash(line.product).high
            if let index = self.contents.firstIndex(where: { $0.key == key }) {
                self.contents[index].quantity = self.contents[index].quantity.saturatingAdding(line.quantity)
            } else if self.contents.count < OrderProgress.keptLines {
                self.contents.append(Content(key: key, quantity: line.quantity))
            } else {
                self.other = self.other.saturatingAdding(line.quantity)
            }
        }
    }
}

/// What a carrier said of a parcel, or of an order as a whole.
public struct Journey: Hashable, Sendable {
    /// Where it is, by the latest report; of two with one instant, the one further down the list counts.
    public internal(set) var status: DeliveryProgress.Status?
    /// When it was last out for delivery.
    public internal(set) var outForDelivery: Timestamp?
    /// When it was delivered or picked up; the earliest such report.
    public internal(set) var delivered: Timestamp?
    /// The time of the latest report.
    var told = Timestamp.distantPast

    mutating func take(_ status: DeliveryProgress.Status, at time: Timestamp) {
        switch status {
        case .outForDelivery: self.outForDelivery = max(self.outForDelivery ?? time, time)
        case .delivered, .pickedUp: self.delivered = min(self.delivered ?? time, time)
        default: break
        }
        if let known = self.status, (self.told, known.rawValue) > (time, status.rawValue) { return }
        self.status = status
        self.told = time
    }
}

extension OrderProgress {
    /// The parcels that were not called back.
    private var standing: some Sequence<Parcel> { self.parcels.lazy.filter { !$0.isCancelled } }

    /// When the first of what stands was sent.
    public var shippedFirst: Timestamp? {
        var first = self.fulfilled
        for parcel in self.standing {
            if let sent = parcel.sent { first = min(first ?? sent, sent) }
        }
        return first
    }

    /// Since when a parcel is on its way without a number with the carrier; `nil` when none is.
    public var untrackedSince: Timestamp? {
        var since: Timestamp?
        for parcel in self.standing where !parcel.isTracked && parcel.journey.delivered == nil {
            if let sent = parcel.sent { since = min(since ?? sent, sent) }
        }
        return since
    }

    /// When some of it was last out for delivery.
    public var outForDelivery: Timestamp? {
        var latest = self.journey.outForDelivery
        for parcel in self.standing {
            if let instant = parcel.journey.outForDelivery { latest = max(latest ?? instant, instant) }
        }
        return latest
    }

    /// When it was delivered: all parcels that are known, of which the last counts, or the order as a whole.
    ///
    /// A further parcel that is heard of later makes it `nil` again.
    public var delivered: Timestamp? {
        if let whole = self.journey.delivered { return whole }
        var last: Timestamp?
        for parcel in self.standing {
            guard let delivered = parcel.journey.delivered else { return nil }
            last = max(last ?? delivered, delivered)
        }
        return last
    }

    /// Whether all parcels that are known were delivered, or the order as a whole.
    public var isDelivered: Bool { self.delivered != nil }

    /// Whether it was called off or removed.
    public var isCancelled: Bool { self.cancelled != nil }

    /// Whether the latest the carrier said of some of it is that it could not be delivered.
    public var hasFailed: Bool { self.isAnywhere(.failed) }

    /// Whether the latest the carrier said of some of it is that it goes back.
    public var isReturned: Bool { self.isAnywhere(.returned) }

    private func isAnywhere(_ status: DeliveryProgress.Status) -> Bool {
        self.journey.status == status || self.standing.contains { $0.journey.status == status }
    }

    /// Pieces ordered that are in no parcel; 0 while a parcel may hold them, as its contents are not known.
    public var missingPieces: Int64 { self.balance.missing }

    /// Pieces sent of products that were not ordered, or more of them than were; 0 while it is not known what was.
    public var wrongPieces: Int64 { self.balance.wrong }

    /// Whether something was sent and nothing is missing.
    public var isComplete: Bool {
        let isSent =
            self.standing.contains { _ in true } || self.fulfilled != nil || self.journey.delivered != nil
        return isSent && self.missingPieces == 0
    }

    /// Whether something of it is still to come: it was placed or sent, not called off, and not all has arrived.
    ///
    /// An order that the carrier called delivered as a whole, or took back, is closed, whatever is missing.
    public var isOpen: Bool {
        guard !self.isCancelled, self.placed != nil || self.shippedFirst != nil else { return false }
        if self.journey.delivered != nil || self.isReturned { return false }
        return !(self.isDelivered && self.isComplete)
    }

    /// Whether the contents of some of what was sent are not known.
    private var isUncertain: Bool {
        if self.hasMoreParcels { return true }
        var isEmpty = true
        for parcel in self.standing {
            if parcel.isUntold { return true }
            isEmpty = false
        }
        return isEmpty && (self.isFulfilledInFull || self.journey.delivered != nil)
    }

    /// Pieces that were ordered and not sent, and the other way.
    ///
    /// Pieces whose product is not listed, on either side, are taken to be what fits.
    private var balance: (missing: Int64, wrong: Int64) {
        guard !self.expected.isEmpty || self.expectedOther > 0 else { return (0, 0) }
        var open: [UInt64: Int64] = [:]
        for line in self.expected { open[StableHash(line.product).high] = line.quantity }
        var unlisted: Int64 = 0
        var unnamed: Int64 = 0
        for parcel in self.standing {
            unnamed = unnamed.saturatingAdding(parcel.other)
            for content in parcel.contents {
                if let left = open[content.key] {
                    open[content.key] = left.saturatingAdding(-content.quantity)
                } else {
                    unlisted = unlisted.saturatingAdding(content.quantity)
                }
            }
        }
        var missing: Int64 = 0
        var wrong: Int64 = 0
        for left in open.values {
            missing = missing.saturatingAdding(max(0, left))
            wrong = wrong.saturatingAdding(-max(-.max, min(0, left)))
        }
        let others = max(0, self.expectedOther.saturatingAdding(-unlisted))
        wrong = wrong.saturatingAdding(max(0, unlisted.saturatingAdding(-self.expectedOther)))
        missing = missing.saturatingAdding(others)
        wrong = wrong.saturatingAdding(max(0, unnamed.saturatingAdding(-missing)))
        missing = max(0, missing.saturatingAdding(-unnamed))
        return (self.isUncertain ? 0 : missing, wrong)
    }
}
