/// What a customer bought, looked at last and wishes for.
///
/// Within the bounds the same events make the same record in whatever order they come. A purchase that is taken back is
/// forgotten as a whole for a product bought up to twice; of one bought more often only the count is sure to be exact,
/// for the purchases between the first and the last are not kept one by one.
public struct Products: Hashable, Sendable {
    /// The products bought, by the hash of their ids, at most `Products.keptOwned`: the least recently bought goes first.
    var owned: [Owned] = []
    /// The products looked at last, each once, the latest first; at most `Products.keptViews`.
    public internal(set) var viewed: [View] = []
    /// The products on a wish list, the latest put there last; at most `Products.keptWishes`, the oldest goes first.
    public internal(set) var wishes: [Wish] = []
    /// The products taken off a wish list last, so that nothing older puts them back.
    var unwished: [Unwished] = []

    static let keptOwned = 64
    static let keptViews = 5
    static let keptWishes = 16
    static let keptUnwished = 8

    /// Makes the record of a customer who never looked at anything.
    public init() {}

    /// A product that was bought.
    struct Owned: Hashable, Sendable {
        let key: UInt64
        var first: Timestamp
        var last: Timestamp
        /// Purchases of it.
        var count = 1
        /// The product; empty unless it was bought twice.
        var product = ""

        /// When it is due again by the mean of its gaps; `nil` before the third purchase.
        var due: Timestamp? {
            guard self.count >= 3, self.last > self.first else { return nil }
            return self.last + TimeSpan(milliseconds: (self.last - self.first).milliseconds / Int64(self.count - 1))
        }
    }

    /// A look at a product.
    public struct View: Hashable, Sendable {
        /// The product.
        public let product: String
        /// The shop's category of it.
        public let category: String?
        /// The price that was shown.
        public let price: Money?
        /// When it was looked at last.
        public let time: Timestamp
    }

    /// A product on a wish list.
    public struct Wish: Hashable, Sendable {
        /// The product.
        public let product: String
        /// The price that was shown.
        public let price: Money?
        /// When it was put there last.
        public let time: Timestamp
    }

    /// A product taken off a wish list.
    struct Unwished: Hashable, Sendable {
        let key: UInt64
        let time: Timestamp
    }

    /// A product that a customer buys again and again, and when the next purchase is due.
    public struct Replenishment: Hashable, Sendable {
        /// The product.
        public let product: String
        /// One mean gap after its latest purchase.
        public let due: Timestamp
    }

    /// Whether the product was bought, as far as purchases are kept.
    public func owns(_ product: String) -> Bool { self.purchase(of: product) != nil }

    /// When the product was bought last.
    public func lastBought(_ product: String) -> Timestamp? { self.purchase(of: product)?.last }

    /// How many orders had the product.
    public func purchases(of product: String) -> Int { self.purchase(of: product)?.count ?? 0 }

    /// The latest look at a product.
    public var lastView: View? { self.viewed.first }

    /// When a product was looked at last.
    public var lastViewed: Timestamp? { self.viewed.isEmpty ? nil : self.viewed[0].time }

    /// When the next purchase of a product is due that was bought three times or more: one mean gap after the latest.
    public func nextReplenishment(of product: String) -> Timestamp? { self.purchase(of: product)?.due }

    /// The product bought three times or more of which the next purchase is due first.
    public var replenishment: Replenishment? {
        guard let (place, due) = self.firstDue else { return nil }
        return Replenishment(product: self.owned[place].product, due: due)
    }

    /// When the first of the next purchases of products bought three times or more is due.
    public var replenishmentDue: Timestamp? { self.firstDue?.due }

    private var firstDue: (place: Int, due: Timestamp)? {
        var first: (place: Int, due: Timestamp)?
        for place in self.owned.indices where self.owned[place].count >= 3 {
            guard let due = self.owned[place].due, first.map({ due < $0.due }) ?? true else { continue }
            first = (place, due)
        }
        return first
    }

    static func key(of product: String) -> UInt64 { StableHash(product).high }

    private func purchase(of product: String) -> Owned? {
        let key = Self.key(of: product)
        let index = self.place(of: key)
        return index < self.owned.count && self.owned[index].key == key ? self.owned[index] : nil
    }

    /// Where a key stands, or would.
    private func place(of key: UInt64) -> Int {
        var (low, high) = (0, self.owned.count)
        while low < high {
            let middle = (low + high) / 2
            if self.owned[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension Products {
    /// Books how the products of an order differ from what was known of it; returns whether that changed anything.
    ///
    /// `lines` are those the event brought: an order that was not known before counts with all of them, also with those
    /// that its progress does not list.
    mutating func follow(_ change: Deliveries.Change, lines: [LineItem]) -> Bool {
        let before = change.before.flatMap { $0.stands ? $0 : nil }
        let after = change.after.stands ? change.after : nil
        let isNew = before?.expected.isEmpty ?? true
        var has = false
        if let before, let bought = before.placed {
            for line in before.expected where !(after?.lists(line.product) ?? false) {
                has = self.takeBack(line.product, at: bought) || has
            }
        }
        guard let after, let bought = after.placed else { return has }
        if let moved = before?.placed, moved != bought {
            for line in after.expected where before?.lists(line.product) ?? false {
                has = self.move(line.product, from: moved, to: bought) || has
            }
        }
        for line in after.expected where !(before?.lists(line.product) ?? false) {
            self.buy(line.product, at: bought)
            has = true
        }
        guard isNew, after.expectedOther > 0 else { return has }
        var further: Set<String> = []
        for line in lines where !after.lists(line.product) && line.quantity > 0 {
            guard further.insert(line.product).inserted else { continue }
            self.buy(line.product, at: bought)
        }
        return has
    }

    private mutating func buy(_ product: String, at time: Timestamp) {
        let key = Self.key(of: product)
        let index = self.place(of: key)
        if index < self.owned.count, self.owned[index].key == key {
            self.owned[index].first = min(self.owned[index].first, time)
            self.owned[index].last = max(self.owned[index].last, time)
            self.owned[index].count += 1
            self.owned[index].product = product
            return
        }
        self.owned.makeRoom()
        self.owned.insert(Owned(key: key, first: time, last: time), at: index)
        guard self.owned.count > Self.keptOwned else { return }
        let oldest = self.owned.indices.min { left, right in self.owned[left].last < self.owned[right].last }
        if let oldest { self.owned.remove(at: oldest) }
    }

    private mutating func takeBack(_ product: String, at time: Timestamp) -> Bool {
        let key = Self.key(of: product)
        let index = self.place(of: key)
        guard index < self.owned.count, self.owned[index].key == key else { return false }
        self.owned[index].count -= 1
        switch self.owned[index].count {
        case ...0: self.owned.remove(at: index)
        case 1:
            let left = time == self.owned[index].last ? self.owned[index].first : self.owned[index].last
            self.owned[index] = Owned(key: key, first: left, last: left)
        default: break
        }
        return true
    }

    /// Books that a purchase was made at another instant than was thought.
    private mutating func move(_ product: String, from: Timestamp, to time: Timestamp) -> Bool {
        let key = Self.key(of: product)
        let index = self.place(of: key)
        guard index < self.owned.count, self.owned[index].key == key else { return false }
        let known = self.owned[index]
        switch known.count {
        case 1: (self.owned[index].first, self.owned[index].last) = (time, time)
        case 2:
            let other = from == known.last ? known.first : known.last
            self.owned[index].first = min(other, time)
            self.owned[index].last = max(other, time)
        default: self.owned[index].first = min(known.first, time)
        }
        return self.owned[index] != known
    }

    /// Takes a look at a product; returns whether that changed anything.
    mutating func view(_ view: ProductView, at time: Timestamp) -> Bool {
        let seen = View(product: view.product, category: view.category, price: view.price, time: time)
        if let index = self.viewed.firstIndex(where: { $0.product == view.product }) {
            guard self.viewed[index].time <= time, self.viewed[index] != seen else { return false }
            self.viewed.remove(at: index)
        }
        let place = self.viewed.firstIndex { ($0.time, $0.product) <= (time, view.product) } ?? self.viewed.endIndex
        guard place < Self.keptViews else { return false }
        self.viewed.insert(seen, at: place)
        if self.viewed.count > Self.keptViews { self.viewed.removeLast() }
        return true
    }

    /// Puts a product on the wish list; returns whether that changed anything.
    mutating func wish(_ change: WishlistChange, at time: Timestamp) -> Bool {
        let key = Self.key(of: change.product)
        let taken = self.unwished.firstIndex { $0.key == key }
        if let taken, self.unwished[taken].time >= time { return false }
        let wish = Wish(product: change.product, price: change.price, time: time)
        if let index = self.wishes.firstIndex(where: { $0.product == change.product }) {
            guard self.wishes[index].time <= time, self.wishes[index] != wish else { return false }
            self.wishes.remove(at: index)
        } else if self.wishes.count == Self.keptWishes, let oldest = self.wishes.first {
            guard (oldest.time, oldest.product) < (time, wish.product) else { return false }
            self.wishes.removeFirst()
        }
        if let taken { self.unwished.remove(at: taken) }
        let place = self.wishes.firstIndex { (time, wish.product) < ($0.time, $0.product) } ?? self.wishes.endIndex
        self.wishes.insert(wish, at: place)
        return true
    }

    /// Takes a product off the wish list, also one that is yet to be put there; returns whether that changed anything.
    mutating func unwish(_ change: WishlistChange, at time: Timestamp) -> Bool {
        let key = Self.key(of: change.product)
        if let index = self.wishes.firstIndex(where: { $0.product == change.product }) {
            guard self.wishes[index].time <= time else { return false }
            self.wishes.remove(at: index)
        } else if self.unwished.count == Self.keptUnwished, let oldest = self.unwished.first {
            guard (oldest.time, oldest.key) < (time, key) else { return false }
        }
        if let index = self.unwished.firstIndex(where: { $0.key == key }) {
            guard self.unwished[index].time < time else { return false }
            self.unwished.remove(at: index)
        }
        let place = self.unwished.firstIndex { (time, key) < ($0.time, $0.key) } ?? self.unwished.endIndex
        self.unwished.insert(Unwished(key: key, time: time), at: place)
        if self.unwished.count > Self.keptUnwished { self.unwished.removeFirst() }
        return true
    }
}

extension OrderProgress {
    fileprivate func lists(_ product: String) -> Bool { self.expected.contains { $0.product == product } }
}
