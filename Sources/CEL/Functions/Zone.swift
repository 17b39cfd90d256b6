import Foundation
import Synchronization

/// How far local time is ahead of UTC.
enum Zone: Sendable {
    /// Always by so many seconds.
    case fixed(Int64)
    /// As the rules of a place have it.
    case place(TimeZone)

    private static let cache = Mutex(BoundedCache<[UInt8], Zone>(capacity: 64))

    /// Finds a zone by a name such as `Europe/Berlin`, or by hours and minutes such as `-08:00`; `nil` if it is none.
    ///
    /// The last ones are kept.
    static func named(_ text: String) -> Zone? {
        let key = Array(text.utf8)
        if let zone = Self.cache.withLock({ $0.element(key) }) { return zone }
        guard let zone = Self.find(text) else { return nil }
        Self.cache.withLock { $0.insert(zone, key) }
        return zone
    }

    private static func find(_ text: String) -> Zone? {
        let bytes = text.utf8
        guard bytes.count <= 64 else { return nil }
        guard let first = bytes.first else { return .fixed(0) }
        switch first {
        case UInt8(ascii: "+"), UInt8(ascii: "-"), 0x30...0x39:
            var reader = TimeReader(bytes.span)
            let isNegative = reader.take("-")
            if !isNegative { _ = reader.take("+") }
            guard let seconds = try? reader.hoursAndMinutes(), reader.isAtEnd else { return nil }
            return .fixed(isNegative ? -seconds : seconds)
        default:
            // What Foundation takes for an offset, such as "GMT+3", has the other sign in the names of zones.
            let isOffset = bytes.count > 3 && (bytes.starts(with: "GMT".utf8) || bytes.starts(with: "UTC".utf8))
            if isOffset { return nil }
            guard bytes.allSatisfy({ (0x61...0x7A).contains($0 | 0x20) || "0123456789+-_/".utf8.contains($0) }),
                let zone = TimeZone(identifier: text)
            else { return nil }
            return .place(zone)
        }
    }

    /// How many seconds local time is ahead at an instant.
    func offset(_ instant: Instant) -> Int64 {
        switch self {
        case .fixed(let seconds): seconds
        case .place(let zone):
            Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.seconds))))
        }
    }
}
