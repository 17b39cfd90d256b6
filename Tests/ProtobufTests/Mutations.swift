import TestKit

/// Changes messages: fields are dropped, doubled, moved, split, replaced and made up, and bytes are flipped and cut off.
struct Mutations {
    var random: SeededRandom
    /// Fields of other messages.
    var pool: [WireField]

    /// A changed message.
    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var fields = [WireField](wire: bytes) ?? []
        for _ in 0...self.random.below(3) { self.change(&fields, depth: 0) }
        var bytes = fields.wireBytes
        if self.random.oneIn(4) { self.damage(&bytes) }
        return bytes
    }

    /// Changes bytes without a look at what they mean.
    private mutating func damage(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        switch self.random.below(3) {
        case 0: bytes.removeLast(self.random.below(bytes.count))
        case 1: bytes[self.random.below(bytes.count)] ^= 1 << UInt8(self.random.below(8))
        default: bytes[self.random.below(bytes.count)] = UInt8(truncatingIfNeeded: self.random.next())
        }
    }

    private mutating func change(_ fields: inout [WireField], depth: Int) {
        let place = self.random.below(fields.count + 1)
        guard place < fields.count else { return fields.append(self.madeUp()) }
        let field = fields[place]
        switch self.random.below(11) {
        case 0: fields.remove(at: place)
        case 1: fields.insert(field, at: self.random.below(fields.count + 1))
        case 2:
            fields.remove(at: place)
            fields.insert(field, at: self.random.below(fields.count + 1))
        case 3: fields.insert(self.madeUp(), at: place)
        case 4: fields.insert(self.pool[self.random.below(self.pool.count)], at: place)
        case 5:
            // Another wire type.
            fields[place].wire = [0, 1, 2, 5][self.random.below(4)]
            fields[place].payload = self.payload(fields[place].wire)
        case 6: fields[place].payload = self.payload(field.wire)
        case 7, 8: self.split(&fields, place)
        default:
            guard depth < 3, field.wire == 2, var inner = [WireField](wire: field.payload) else {
                self.damage(&fields[place].payload)
                // The value of a number has to stay one.
                if field.wire != 2 { fields[place].payload = self.payload(field.wire) }
                return
            }
            self.change(&inner, depth: depth + 1)
            fields[place].payload = inner.wireBytes
        }
    }

    /// Makes two pieces of a message, perhaps with something between them.
    private mutating func split(_ fields: inout [WireField], _ place: Int) {
        guard fields[place].wire == 2, let inner = [WireField](wire: fields[place].payload) else { return }
        let cut = self.random.below(inner.count + 1)
        let number = fields[place].number
        fields[place] = WireField(number, Array(inner[..<cut]))
        let next = place + 1 + self.random.below(fields.count - place)
        fields.insert(WireField(number, Array(inner[cut...])), at: next)
    }

    /// A field that is unknown most of the time.
    private mutating func madeUp() -> WireField {
        let number =
            switch self.random.below(4) {
            case 0: UInt64(1 + self.random.below(250))
            case 1: UInt64(1_000 + self.random.below(1_000_000))
            case 2: UInt64(1) << 29 - 1
            default: self.random.oneIn(8) ? UInt64(1) << 29 + UInt64(self.random.below(99)) : 500
            }
        let wire = UInt64(self.random.oneIn(12) ? 3 + self.random.below(2) : [0, 1, 2, 5][self.random.below(4)])
        // The end of a group belongs to it; now and then it is missing.
        if wire == 3, !self.random.oneIn(4) {
            return WireField(number, 3, [WireField(1, varint: 1)].wireBytes + wireVarint(number << 3 | 4))
        }
        return WireField(number, wire, self.payload(wire))
    }

    private mutating func payload(_ wire: UInt64) -> [UInt8] {
        switch wire {
        case 0:
            let value = self.random.next() >> UInt64(self.random.below(64))
            guard self.random.oneIn(4) else { return wireVarint(value) }
            // Longer than it need be; at times longer than it may be.
            var bytes = wireVarint(value >> 8)
            bytes[bytes.count - 1] |= 0x80
            while bytes.count < 9, !self.random.oneIn(3) { bytes.append(0x80) }
            return bytes + [self.random.oneIn(4) ? 2 : 0]
        case 1: return drawBytes(count: 8, &self.random)
        case 2: return self.random.oneIn(2) ? drawBytes(&self.random) : Array(drawText(&self.random).utf8)
        case 5: return drawBytes(count: 4, &self.random)
        default: return []
        }
    }
}

private func drawBytes(count: Int, _ random: inout SeededRandom) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
}
