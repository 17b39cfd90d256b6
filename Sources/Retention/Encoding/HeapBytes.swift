extension CustomerProjection {
    /// Bytes a customer takes outside its own inline storage, about: arrays and long texts as they are allocated.
    ///
    /// O(number of known orders and cart lines); allocates nothing.
    public func heapBytes(of state: Customer) -> Int {
        state.purchases.heapBytes + state.cart.heapBytes + state.memory.revenuePassed.sums.heapBytes
            + state.browsing.daily.heapBytes + state.recentEvents.fingerprints.heapBytes + state.routing.heapBytes
    }
}

extension Purchases {
    fileprivate var heapBytes: Int {
        var bytes = self.revenue.sums.heapBytes + self.days.heapBytes + self.recent.heapBytes
        for order in self.recent { bytes += order.refunded.sums.heapBytes }
        return bytes + (self.firstCause?.heapBytes ?? 0) + (self.lastCause?.heapBytes ?? 0)
    }
}

extension Cart {
    fileprivate var heapBytes: Int {
        var bytes = self.lines.heapBytes + (self.id?.heapBytes ?? 0) + (self.cause?.heapBytes ?? 0)
        for line in self.lines { bytes += line.product.heapBytes }
        return bytes
    }
}

extension Routing {
    /// An event is taken as a whole: most wait for a moment only.
    fileprivate var heapBytes: Int {
        self.isInitial ? 0 : 96 + self.waiting.count * (MemoryLayout<Event>.stride + 128)
    }
}

extension Cause {
    fileprivate var heapBytes: Int { self.eventID.heapBytes + self.origin.source.heapBytes }
}

extension Array {
    /// The header and the elements' room; an array without room is shared by all.
    fileprivate var heapBytes: Int { self.capacity == 0 ? 0 : 32 + self.capacity * MemoryLayout<Element>.stride }
}

extension String {
    /// Up to 15 bytes of UTF-8 are kept inline.
    fileprivate var heapBytes: Int { self.utf8.count > 15 ? 32 + self.utf8.count : 0 }
}
