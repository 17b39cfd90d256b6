import Formats
import Journal
import Retention

/// The encoding of `events`: what is read is written as what is read again as the same.
final class CanonicalTarget: Target {
    private let veteran = CanonicalEvents()

    func run(_ input: [UInt8]) {
        let entry = self.veteran.decode(input.span)
        let fresh = CanonicalEvents().decode(input.span)
        guard entry == fresh else {
            broken("an earlier entry changed \(String(describing: fresh)) into \(String(describing: entry))")
        }
        guard let entry else { return }
        var bytes: [UInt8] = []
        switch entry {
        case .event(let event): self.veteran.encode(event, to: &bytes)
        case .refused(let record): self.veteran.encode(record, to: &bytes)
        }
        checkCanonical(entry, bytes)
    }
}

/// The headers of records: bytes that nobody vouches for, and headers that are put together from the input.
final class HeadersTarget: Target {
    func run(_ input: [UInt8]) {
        var (count, used) = (0, 0)
        var reader = HeaderReader(input.span)
        while let header = reader.next() {
            count += 1
            used += 4 + header.name.count + header.value.count
        }
        guard used <= input.count else { broken("headers hold more than their bytes: \(used) of \(input.count)") }
        guard RecordHeaders(bytes: input).all.count == count else { broken("headers are counted in two ways") }
        _ = HeaderReader.value(of: "x-shopify-topic", in: input.span)
        self.build(input)
    }

    private func build(_ input: [UInt8]) {
        var headers = RecordHeaders()
        var pairs: [(name: String, value: [UInt8])] = []
        for part in input.split(separator: 0, omittingEmptySubsequences: false) {
            let pair = part.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
            let value = pair.count > 1 ? Array(pair[1]) : []
            pairs.append((String(decoding: pair[0], as: UTF8.self), value))
            headers.append(pairs[pairs.count - 1].name, value.span)
        }
        let all = headers.all
        guard all.elementsEqual(pairs, by: { $0.name.utf8.elementsEqual($1.name.utf8) && $0.value == $1.value }) else {
            broken("headers changed: \(pairs) into \(all)")
        }
        let rejection = Rejection(reason: "fuzz", message: "fuzz")
        var record = RefusedRecord(rejection: rejection, origin: place, timestamp: written, key: [], value: input)
        record.headers = headers
        var bytes: [UInt8] = []
        CanonicalEvents().encode(record, to: &bytes)
        checkCanonical(.refused(record), bytes)
    }
}
