extension CustomerProjection {
    /// Bytes a customer takes outside its own inline storage, about: arrays and long texts as they are allocated.
    ///
    /// O(number of known orders and cart lines); allocates nothing.
    public func heapBytes(of state: Customer) -> Int {
        state.purchases.heapBytes + state.cart.heapBytes + state.recentEvents.fingerprints.heapBytes
            + state.routing.heapBytes + state.relations.heapBytes + state.shopping.heapBytes
            + state.permissions.heapBytes
            + state.decisions.heapBytes
    }
}

extension Purchases {
    var heapBytes: Int {
        var bytes = self.revenue.sums.heapBytes + self.days.heapBytes + self.recent.heapBytes
        for order in self.recent { bytes += order.heapBytes }
        return bytes
    }
}

extension Cart {
    var heapBytes: Int {
        var bytes = self.lines.heapBytes + (self.id?.heapBytes ?? 0)
        for line in self.lines { bytes += line.product.heapBytes }
        return bytes
    }
}

extension Routing {
    /// An event is taken as a whole: most wait for a moment only.
    var heapBytes: Int {
        self.isInitial ? 0 : 96 + self.waiting.count * (MemoryLayout<Event>.stride + 128)
    }
}

extension Decisions {
    var heapBytes: Int {
        var bytes = self.memories.heapBytes + self.deferred.heapBytes + self.contacts.heapBytes
        bytes += self.outcomes.heapBytes + self.vouchers.heapBytes
        for memory in self.memories {
            bytes += (memory.cause?.heapBytes ?? 0) + memory.captured.heapBytes
        }
        for contact in self.deferred { bytes += (contact.cause?.heapBytes ?? 0) + contact.values.heapBytes }
        return bytes
    }
}

extension Permissions {
    /// Bytes taken outside the inline storage, about: arrays and long texts as they are allocated.
    ///
    /// O(number of steps kept); allocates nothing.
    public var heapBytes: Int {
        var bytes = self.agreements.heapBytes + (self.allWithdrawn?.cause.heapBytes ?? 0) + self.preferences.heapBytes
        for agreement in self.agreements { bytes += agreement.heapBytes }
        guard let categories = self.categories else { return bytes }
        return bytes + categories.step.heapBytes + categories.granted.heapBytesWithTexts
    }
}

extension Agreement {
    var heapBytes: Int {
        var bytes = self.scope.channel.heapBytes + (self.scope.purpose?.heapBytes ?? 0)
        bytes += (self.withdrawal?.cause.heapBytes ?? 0) + (self.grant?.heapBytes ?? 0)
        bytes += self.requests.heapBytes + self.confirmations.heapBytes
        for request in self.requests { bytes += request.step.heapBytes }
        for confirmation in self.confirmations { bytes += confirmation.heapBytes }
        return bytes
    }
}

extension ConsentStep {
    var heapBytes: Int {
        self.cause.heapBytes + (self.textVersion?.heapBytes ?? 0) + (self.source?.heapBytes ?? 0)
            + (self.ip?.heapBytes ?? 0) + (self.userAgent?.heapBytes ?? 0) + (self.requestID?.heapBytes ?? 0)
    }
}

extension ContactPreferences {
    var heapBytes: Int { self.topics.heapBytesWithTexts + self.channels.heapBytesWithTexts }
}

extension [String] {
    var heapBytesWithTexts: Int { self.reduce(self.heapBytes) { $0 + $1.heapBytes } }
}

extension Cause {
    /// Events share their causes with others; each is taken for one of its own.
    var heapBytes: Int { 80 + (self.event.text?.heapBytes ?? 0) + self.origin.source.heapBytes }
}

extension Array {
    /// The header and the elements' room; an array without room is shared by all.
    var heapBytes: Int { self.capacity == 0 ? 0 : allocated(32 + self.capacity * MemoryLayout<Element>.stride) }
}

extension String {
    /// Up to 15 bytes of UTF-8 are kept inline.
    var heapBytes: Int { self.utf8.count > 15 ? allocated(33 + self.utf8.count) : 0 }
}

/// What an allocation takes of the heap: eight bytes more, in steps of sixteen.
private func allocated(_ bytes: Int) -> Int { (bytes + 8 + 15) & ~15 }
