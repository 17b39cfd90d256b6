import Simulation

/// 2025-01-01T00:00:00Z in milliseconds.
let newYear: Int64 = 1_735_689_600_000
let day: Int64 = 86_400_000

/// FNV-1a over bytes, the fingerprint by which runs are compared.
struct Fingerprint: Equatable {
    var value: UInt64 = 0xcbf2_9ce4_8422_2325
    mutating func add(_ bytes: [UInt8]) {
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
        value = (value ^ 10) &* 0x100_0000_01b3
    }
}

/// One event line, taken apart as far as the tests need it.
struct Line {
    let topic: Topic
    let text: String

    /// The text of the first value under a key, without quotes.
    func value(_ key: String) -> String? { Line.values(key, in: text).first }
    func integer(_ key: String) -> Int { value(key).flatMap { Int($0) } ?? -1 }
    var event: String { value("event") ?? "" }
    var user: String { value("userId") ?? "" }
    var time: String { value("timestamp") ?? "" }

    static func values(_ key: String, in text: String) -> [String] {
        let bytes = Array(text.utf8)
        let needle = Array("\"\(key)\":".utf8)
        var found: [String] = []
        var index = 0
        while index + needle.count < bytes.count {
            guard bytes[index] == 34, Array(bytes[index..<(index + needle.count)]) == needle else {
                index += 1
                continue
            }
            index += needle.count
            let quoted = bytes[index] == 34
            let start = quoted ? index + 1 : index
            let stops: [UInt8] = quoted ? [34] : [44, 125, 93]
            let end = bytes[start...].firstIndex { stops.contains($0) } ?? bytes.count
            found.append(String(decoding: bytes[start..<end], as: UTF8.self))
            index = end
        }
        return found
    }
}

/// A decimal text with two places as hundredths.
func hundredths(_ text: String?) -> Int {
    guard let text else { return .min }
    let digits = Int(text.filter { $0 != "." && $0 != "-" }) ?? .min
    return text.hasPrefix("-") ? -digits : digits
}

func configuration(
    customers: Int = 300,
    days: Int64 = 365,
    seed: UInt64 = 1,
    target: Int? = nil
) -> ShopConfiguration {
    var configuration = ShopConfiguration(
        customers: customers,
        from: newYear,
        to: newYear + days * day,
        seed: seed
    )
    configuration.targetEvents = target
    return configuration
}

func allLines(_ configuration: ShopConfiguration) throws -> [Line] {
    var shop = try ShopSimulation(configuration: configuration)
    return drain(&shop)
}

func drain(_ shop: inout ShopSimulation) -> [Line] {
    var lines: [Line] = []
    var bytes: [UInt8] = []
    while let topic = shop.next(into: &bytes) {
        lines.append(Line(topic: topic, text: String(decoding: bytes, as: UTF8.self)))
    }
    return lines
}

func fingerprint(_ configuration: ShopConfiguration) throws -> UInt64 {
    var shop = try ShopSimulation(configuration: configuration)
    var print = Fingerprint()
    var line: [UInt8] = []
    while shop.next(into: &line) != nil { print.add(line) }
    for index in 0..<shop.customerCount {
        shop.truth(of: index).write(into: &line)
        print.add(line)
    }
    return print.value
}

/// The milliseconds since 1970 of an instant of the year 2025 as the lines write it.
func instant(_ text: String) -> Int64 {
    let numbers = text.split { !$0.isNumber }.compactMap { Int64($0) }
    guard numbers.count == 7, numbers[0] == 2025 || numbers[0] == 2024 else { return -1 }
    let months: [Int64] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
    let days = numbers[0] == 2024 ? numbers[2] - 32 : months[Int(numbers[1]) - 1] + numbers[2] - 1
    return newYear + days * day + numbers[3] * 3_600_000 + numbers[4] * 60_000 + numbers[5] * 1_000 + numbers[6]
}
