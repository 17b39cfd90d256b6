import Retention

/// What an intake lane publishes: how far each raw partition is that it reads, one line each.
///
/// The watermark belongs to the raw partition: whoever reads it next goes on with it, and readers take the highest.
struct ClockRecord {
    var watermarks: [TopicPartition: Timestamp] = [:]

    func encode(to bytes: inout [UInt8]) {
        for (source, watermark) in self.watermarks.sorted(by: { $0.key < $1.key }) {
            bytes.append(contentsOf: "\(source.topic) \(source.partition) \(watermark.milliseconds)\n".utf8)
        }
    }

    /// Takes the higher watermarks of a record over; lines that can't be read are passed over.
    mutating func merge(_ bytes: Span<UInt8>) {
        let text = unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ")
            guard parts.count == 3, let partition = Int32(parts[1]), let milliseconds = Int64(parts[2]) else {
                continue
            }
            let source = TopicPartition(String(parts[0]), partition)
            let watermark = Timestamp(milliseconds: milliseconds)
            self.watermarks[source] = max(self.watermarks[source] ?? watermark, watermark)
        }
    }

    /// The least watermark over `sources`; `nil` while one of them has none.
    func minimum(over sources: [TopicPartition]) -> Timestamp? {
        var least = Timestamp.never
        for source in sources {
            guard let watermark = self.watermarks[source] else { return nil }
            least = min(least, watermark)
        }
        return sources.isEmpty ? nil : least
    }
}
