extension Deliveries {
    var isInitial: Bool { self.orders.isEmpty && self.forgottenDelivered == nil }

    func write(to writer: inout StateWriter) {
        var presence = Presence()
        presence.note(!self.orders.isEmpty)
        presence.note(self.forgottenDelivered != nil)
        writer.write(presence)
        if !self.orders.isEmpty {
            writer.write(varint: UInt64(self.orders.count))
            for order in self.orders { order.write(to: &writer) }
        }
        if let forgottenDelivered { writer.write(forgottenDelivered) }
    }

    mutating func read(from reader: inout StateReader) throws(MalformedState) {
        var presence = try reader.presence(of: 2)
        if presence.take() {
            let count = try reader.nonzeroCount(upTo: Self.keptOrders, size: OrderProgress.shortestCode)
            self.orders = try reader.array(count) { reader throws(MalformedState) in try OrderProgress(from: &reader) }
        }
        if presence.take() { self.forgottenDelivered = try reader.instant() }
    }

    var heapBytes: Int {
        var bytes = self.orders.heapBytes
        for order in self.orders {
            bytes += order.id.heapBytes + order.expected.heapBytes + order.parcels.heapBytes
            for line in order.expected { bytes += line.product.heapBytes }
            for parcel in order.parcels { bytes += parcel.id.heapBytes + parcel.contents.heapBytes }
        }
        return bytes
    }
}

extension OrderProgress {
    fileprivate static let shortestCode = 4

    private var presence: Presence {
        var presence = Presence()
        presence.note(self.isConfirmed)
        presence.note(self.isFulfilledInFull)
        presence.note(self.hasMoreParcels)
        presence.note(self.placed != nil)
        presence.note(self.promised != nil)
        presence.note(self.promiseTold != nil)
        presence.note(!self.expected.isEmpty)
        presence.note(self.expectedOther != 0)
        presence.note(self.linesVersion != nil)
        presence.note(!self.parcels.isEmpty)
        presence.note(!self.journey.isInitial)
        presence.note(self.fulfilled != nil)
        presence.note(self.cancelled != nil)
        presence.note(!self.reports.isEmpty)
        presence.note(self.returnsRequested != 0)
        return presence
    }

    fileprivate func write(to writer: inout StateWriter) {
        writer.write(self.presence)
        writer.write(self.id)
        writer.write(self.heard)
        if let placed { writer.write(placed) }
        if let promised { writer.write(promised) }
        if let promiseTold { writer.write(promiseTold) }
        if !self.expected.isEmpty {
            writer.write(varint: UInt64(self.expected.count))
            for line in self.expected {
                writer.write(line.product)
                writer.write(signed: line.quantity)
            }
        }
        if self.expectedOther != 0 { writer.write(signed: self.expectedOther) }
        if let linesVersion { writer.write(linesVersion) }
        if !self.parcels.isEmpty {
            writer.write(varint: UInt64(self.parcels.count))
            for parcel in self.parcels { parcel.write(to: &writer) }
        }
        if !self.journey.isInitial { self.journey.write(to: &writer) }
        if let fulfilled { writer.write(fulfilled) }
        if let cancelled { writer.write(cancelled) }
        if !self.reports.isEmpty { writer.write(byte: self.reports.rawValue) }
        if self.returnsRequested != 0 { writer.write(signed: self.returnsRequested) }
    }

    fileprivate init(from reader: inout StateReader) throws(MalformedState) {
        var presence = try reader.presence(of: 15, mayBeEmpty: true)
        self.init(id: try reader.text(), heard: try reader.instant())
        self.isConfirmed = presence.take()
        self.isFulfilledInFull = presence.take()
        self.hasMoreParcels = presence.take()
        if presence.take() { self.placed = try reader.instant() }
        if presence.take() { self.promised = try reader.instant() }
        if presence.take() { self.promiseTold = try reader.instant() }
        if presence.take() {
            let count = try reader.nonzeroCount(upTo: Self.keptLines, size: 2)
            self.expected = try reader.array(count) { reader throws(MalformedState) in
                Line(product: try reader.text(), quantity: try reader.pieces())
            }
        }
        if presence.take() { self.expectedOther = try reader.pieces() }
        if presence.take() { self.linesVersion = try reader.instant() }
        if presence.take() {
            let count = try reader.nonzeroCount(upTo: Self.keptParcels, size: 2)
            self.parcels = try reader.array(count) { reader throws(MalformedState) in try Parcel(from: &reader) }
        }
        if presence.take() { try self.journey.read(from: &reader) }
        if presence.take() { self.fulfilled = try reader.instant() }
        if presence.take() { self.cancelled = try reader.instant() }
        if presence.take() {
            self.reports = Reports(rawValue: try reader.byte())
            guard !self.reports.isEmpty, self.reports.isSubset(of: .all) else { throw MalformedState() }
        }
        if presence.take() { self.returnsRequested = try reader.times() }
    }
}

extension Parcel {
    fileprivate func write(to writer: inout StateWriter) {
        var presence = Presence()
        presence.note(self.isCancelled)
        presence.note(self.isTracked)
        presence.note(self.sent != nil)
        presence.note(self.told != nil)
        presence.note(!self.contents.isEmpty)
        presence.note(self.other != 0)
        presence.note(!self.journey.isInitial)
        writer.write(presence)
        writer.write(self.id)
        if let sent { writer.write(sent) }
        if let told { writer.write(told) }
        if !self.contents.isEmpty {
            writer.write(varint: UInt64(self.contents.count))
            for content in self.contents {
                writer.write(fixed: content.key)
                writer.write(signed: content.quantity)
            }
        }
        if self.other != 0 { writer.write(signed: self.other) }
        if !self.journey.isInitial { self.journey.write(to: &writer) }
    }

    fileprivate init(from reader: inout StateReader) throws(MalformedState) {
        var presence = try reader.presence(of: 7, mayBeEmpty: true)
        self.init(id: try reader.text())
        self.isCancelled = presence.take()
        self.isTracked = presence.take()
        if presence.take() { self.sent = try reader.instant() }
        if presence.take() { self.told = try reader.instant() }
        if presence.take() {
            let count = try reader.nonzeroCount(upTo: OrderProgress.keptLines, size: 9)
            self.contents = try reader.array(count) { reader throws(MalformedState) in
                Content(key: try reader.fixed(), quantity: try reader.pieces())
            }
        }
        if presence.take() { self.other = try reader.pieces() }
        if presence.take() { try self.journey.read(from: &reader) }
    }
}

/// A journey opens with its status, and above that whether there are the other two; a journey without a status is none.
extension Journey {
    private static let (deliveredBit, outBit, statusMask): (UInt8, UInt8, UInt8) = (16, 32, 15)

    fileprivate var isInitial: Bool { self.status == nil }

    fileprivate func write(to writer: inout StateWriter) {
        let bits = (self.delivered == nil ? 0 : Self.deliveredBit) | (self.outForDelivery == nil ? 0 : Self.outBit)
        writer.write(byte: (self.status?.rawValue ?? 0) | bits)
        writer.write(self.told)
        if let delivered { writer.write(delivered) }
        if let outForDelivery { writer.write(outForDelivery) }
    }

    fileprivate mutating func read(from reader: inout StateReader) throws(MalformedState) {
        let head = try reader.byte()
        guard head < 64, let status = DeliveryProgress.Status(rawValue: head & Self.statusMask) else {
            throw MalformedState()
        }
        self.status = status
        self.told = try reader.instant()
        if head & Self.deliveredBit != 0 { self.delivered = try reader.instant() }
        if head & Self.outBit != 0 { self.outForDelivery = try reader.instant() }
    }
}
