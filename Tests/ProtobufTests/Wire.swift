/// A field as it stands on the wire, for tests that take messages apart and put them together otherwise.
struct WireField: Hashable {
    var number: UInt64
    /// 0 varint, 1 eight bytes, 2 text or message, 3 and 4 the ends of a group, 5 four bytes.
    var wire: UInt64
    /// The value without the tag, and without the length of a text or message.
    var payload: [UInt8]

    init(_ number: UInt64, _ wire: UInt64, _ payload: [UInt8]) {
        self.number = number
        self.wire = wire
        self.payload = payload
    }

    init(_ number: UInt64, varint: UInt64) { self.init(number, 0, wireVarint(varint)) }

    init(_ number: UInt64, text: String) { self.init(number, 2, Array(text.utf8)) }

    init(_ number: UInt64, _ message: [WireField]) { self.init(number, 2, message.wireBytes) }

    /// The value of a varint.
    var varint: UInt64? {
        var place = 0
        return self.wire == 0 ? readVarint(self.payload, &place) : nil
    }

    /// Whether the value is what proto3 leaves out where a field has no presence.
    var isZero: Bool { self.wire == 2 ? self.payload.isEmpty : self.wire == 0 && self.payload == [0] }
}

extension [WireField] {
    /// The message.
    var wireBytes: [UInt8] {
        self.flatMap { field in
            let length = field.wire == 2 ? wireVarint(UInt64(field.payload.count)) : []
            return wireVarint(field.number << 3 | field.wire) + length + field.payload
        }
    }

    /// The fields of a message; `nil` for bytes that are none.
    init?(wire bytes: [UInt8]) {
        self = []
        var place = 0
        while place < bytes.count {
            guard let tag = readVarint(bytes, &place), tag >= 8 else { return nil }
            let start = place
            switch tag & 7 {
            case 0: guard readVarint(bytes, &place) != nil else { return nil }
            case 1: place += 8
            case 2:
                guard let length = readVarint(bytes, &place), length <= UInt64(bytes.count - place) else { return nil }
                self.append(WireField(tag >> 3, 2, Array<UInt8>(bytes[place..<place + Int(length)])))
                place += Int(length)
                continue
            case 3, 4: break
            case 5: place += 4
            default: return nil
            }
            guard place <= bytes.count else { return nil }
            self.append(WireField(tag >> 3, tag & 7, Array<UInt8>(bytes[start..<place])))
        }
    }
}

/// A number in the form of `sint64`.
func wireSigned(_ value: Int64) -> UInt64 { UInt64(bitPattern: value << 1 ^ value >> 63) }

func wireVarint(_ value: UInt64) -> [UInt8] {
    var (rest, bytes) = (value, [UInt8]())
    while rest >= 0x80 {
        bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
        rest >>= 7
    }
    return bytes + [UInt8(rest)]
}

/// Reads as protoc's own readers do: of a tenth byte only the lowest bit counts.
private func readVarint(_ bytes: [UInt8], _ place: inout Int) -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: 0 as UInt64, through: 63, by: 7) {
        guard place < bytes.count else { return nil }
        let byte = bytes[place]
        place += 1
        value |= UInt64(byte & 0x7F) << shift
        if byte < 0x80 { return value }
    }
    return nil
}
