/// What stands before the payload in Confluent's wire format.
struct WireHeader {
    /// The schema's id in the registry.
    let schema: UInt32

    /// Bytes of the header.
    static let size = 5

    /// Reads the magic byte and the schema's id.
    init(_ bytes: Span<UInt8>) throws(WireError) {
        guard bytes.count >= Self.size else {
            throw .refused(
                reason: "wire.malformed",
                message: "it is shorter than the five bytes that name its schema; use the registry's serializer"
            )
        }
        guard bytes[0] == 0 else {
            throw .refused(
                reason: "wire.malformed",
                message: "it does not begin with a zero byte and a schema's id; use the registry's serializer"
            )
        }
        schema = UInt32(bytes[1]) << 24 | UInt32(bytes[2]) << 16 | UInt32(bytes[3]) << 8 | UInt32(bytes[4])
    }

    /// Reads the path to a Protobuf message, and moves `position` behind it.
    ///
    /// A single zero stands for the first message.
    static func messageIndexes(_ bytes: Span<UInt8>, _ position: inout Int) throws(WireError) -> [Int32] {
        func number() throws(WireError) -> Int32 {
            guard let raw = Varint.read(bytes, &position), let value = Int32(exactly: Varint.zigzag(raw)), value >= 0
            else { throw .refused(reason: "wire.malformed", message: "its message indexes are cut off or negative") }
            return value
        }
        let count = try number()
        if count == 0 { return [0] }
        guard count <= 32 else { throw .refused(reason: "wire.malformed", message: "it has too many message indexes") }
        var indexes: [Int32] = []
        for _ in 0..<count { indexes.append(try number()) }
        return indexes
    }
}
