extension Library {
    /// What writes bytes as texts.
    static let encoders: [Function] = [
        Function("base64.encode", [.global([.bytes], .string)]) { operands in
            guard operands.count == 1, case .bytes(let bytes) = operands[0] else { return noOverload }
            return .string(Base64.encode(bytes))
        },
        Function("base64.decode", [.global([.string], .bytes)]) { operands in
            guard operands.count == 1, case .string(let text) = operands[0] else { return noOverload }
            return Base64.decode(text).map { .bytes($0) } ?? .fault(Fault(.badText))
        },
    ]
}

/// Base 64 with the usual alphabet.
private enum Base64 {
    private static let padding = UInt8(ascii: "=")
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// For each byte the six bits that it stands for, 255 for none.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
        return values
    }()

    static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for index in stride(from: 0, to: bytes.count, by: 3) {
            let count = min(3, bytes.count - index)
            var group: UInt32 = 0
            for place in 0..<3 { group = group << 8 | (place < count ? UInt32(bytes[index + place]) : 0) }
            for place in 0..<4 {
                text.append(place <= count ? digits[Int(group >> UInt32(18 - 6 * place) & 63)] : padding)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads bytes, with or without padding; `nil` for what is no base 64.
    static func decode(_ text: String) -> [UInt8]? {
        var digits = Substring(text).utf8[...]
        let length = digits.count
        while digits.last == padding, length % 4 == 0, length - digits.count < 2 { digits.removeLast() }
        let count = digits.count
        guard count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count / 4 * 3 + 2)
        var (group, bits): (UInt32, UInt32) = (0, 0)
        for digit in digits {
            let value = self.values[Int(digit)]
            guard value < 64 else { return nil }
            group = group << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: group >> bits))
            }
        }
        return bytes
    }
}
